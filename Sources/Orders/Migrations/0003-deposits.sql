-- A deposit is charged beside the price: of one piece, and in the line's total. Its VAT is that of the goods.
ALTER TABLE orders.order_line
    ADD COLUMN deposit_cents bigint NOT NULL DEFAULT 0 CHECK (deposit_cents >= 0),
    DROP CONSTRAINT order_line_check,
    ADD CONSTRAINT order_line_total CHECK (total_cents = quantity * (unit_price_cents + deposit_cents));
