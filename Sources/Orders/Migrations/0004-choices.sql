-- The same product with other choices is another line, in the cart and on the order.
ALTER TABLE orders.cart_line
    -- Selection.text; empty: nothing chosen.
    ADD COLUMN selection   text    NOT NULL DEFAULT '' CHECK (length(selection) <= 4000),
    -- In packaging that comes back.
    ADD COLUMN is_reusable boolean NOT NULL DEFAULT false,
    DROP CONSTRAINT cart_line_pkey,
    ADD PRIMARY KEY (cart_id, product_id, selection, is_reusable);

ALTER TABLE orders.order_line
    -- What was chosen, each with its price, which is part of unit_price_cents.
    ADD COLUMN extras      jsonb   NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(extras) = 'array'),
    ADD COLUMN is_reusable boolean NOT NULL DEFAULT false,
    DROP CONSTRAINT order_line_shop_order_id_product_id_key;
