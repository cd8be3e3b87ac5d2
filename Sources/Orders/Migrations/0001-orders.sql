CREATE SCHEMA orders;

-- ---------------------------------------------------------------------------------------------------------------- cart

-- The id is random and secret: whoever knows it may read and change the cart.
CREATE TABLE orders.cart (
    id         uuid        PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    -- The order that closed the cart; a closed cart does not change any more.
    order_id   uuid        UNIQUE
);
CREATE INDEX cart_expires_at ON orders.cart (expires_at);

CREATE TABLE orders.cart_line (
    cart_id          uuid        NOT NULL REFERENCES orders.cart ON DELETE CASCADE,
    product_id       uuid        NOT NULL,
    quantity         integer     NOT NULL CHECK (quantity BETWEEN 1 AND 99),
    -- What the shopper saw; checkout refuses a line whose price has changed since.
    seen_price_cents bigint      NOT NULL CHECK (seen_price_cents >= 0),
    added_at         timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (cart_id, product_id)
);

-- --------------------------------------------------------------------------------------------------------------- order

CREATE TABLE orders."order" (
    id                       uuid             PRIMARY KEY,
    -- Shown as D-000123. Gaps are possible; the numbers of invoices are another sequence.
    number                   bigint           GENERATED ALWAYS AS IDENTITY UNIQUE,
    -- 128 random bits in base32: whoever knows it may see the order and cancel it.
    tracking_code            text             NOT NULL UNIQUE CHECK (tracking_code ~ '^[a-z2-7]{26}$'),
    cart_id                  uuid             NOT NULL UNIQUE,
    placed_at                timestamptz      NOT NULL,
    service_day              date             NOT NULL,
    window_start             timestamptz      NOT NULL,
    window_end               timestamptz      NOT NULL,
    latitude                 double precision NOT NULL CHECK (latitude BETWEEN -90 AND 90),
    longitude                double precision NOT NULL CHECK (longitude BETWEEN -180 AND 180),
    -- Recipient and address, sealed; NULL once they have been erased.
    contact_sealed           bytea,
    payment_method           text             NOT NULL CHECK (payment_method IN ('on-delivery')),
    goods_cents              bigint           NOT NULL CHECK (goods_cents >= 0),
    delivery_fee_cents       bigint           NOT NULL CHECK (delivery_fee_cents >= 0),
    delivery_fee_vat_percent smallint         NOT NULL CHECK (delivery_fee_vat_percent IN (0, 7, 19)),
    delivery_fee_vat_cents   bigint           NOT NULL CHECK (delivery_fee_vat_cents BETWEEN 0 AND delivery_fee_cents),
    total_cents              bigint           NOT NULL,
    CHECK (window_start < window_end),
    CHECK (total_cents = goods_cents + delivery_fee_cents)
);
CREATE INDEX order_service_day ON orders."order" (service_day);

ALTER TABLE orders.cart
    ADD CONSTRAINT cart_closed_by_its_order FOREIGN KEY (order_id) REFERENCES orders."order" DEFERRABLE INITIALLY DEFERRED;

-- ---------------------------------------------------------------------------------------------------------- shop order

CREATE TABLE orders.shop_order (
    id                uuid        PRIMARY KEY,
    order_id          uuid        NOT NULL REFERENCES orders."order",
    retailer_id       uuid        NOT NULL,
    shop_id           uuid        NOT NULL,
    shop_name         text        NOT NULL,
    -- 1, 2 … within the order.
    position          smallint    NOT NULL CHECK (position >= 1),
    state             text        NOT NULL,
    goods_cents       bigint      NOT NULL CHECK (goods_cents >= 0),
    -- How many parcels the shop packed, known from `ready` on.
    parcels           smallint    CHECK (parcels BETWEEN 1 AND 99),
    ready_at          timestamptz,
    rejection_reason  text        CHECK (rejection_reason <> ''),
    placed_at         timestamptz NOT NULL,
    state_since       timestamptz NOT NULL,
    UNIQUE (order_id, shop_id),
    CHECK (state IN ('placed', 'accepted', 'ready', 'underway', 'delivered', 'failed', 'returned', 'rejected', 'cancelled')),
    CHECK (state NOT IN ('ready', 'underway', 'delivered', 'failed', 'returned') OR (parcels IS NOT NULL AND ready_at IS NOT NULL)),
    CHECK ((state = 'rejected') = (rejection_reason IS NOT NULL))
);
CREATE INDEX shop_order_of_retailer ON orders.shop_order (retailer_id, id DESC);
CREATE INDEX shop_order_of_retailer_by_state ON orders.shop_order (retailer_id, state, id DESC);

-- What was ordered, as it was when it was ordered.
CREATE TABLE orders.order_line (
    shop_order_id      uuid     NOT NULL REFERENCES orders.shop_order,
    position           smallint NOT NULL CHECK (position >= 1),
    product_id         uuid     NOT NULL,
    sku                text     NOT NULL,
    title              text     NOT NULL,
    quantity           integer  NOT NULL CHECK (quantity BETWEEN 1 AND 99),
    unit_price_cents   bigint   NOT NULL CHECK (unit_price_cents >= 0),
    vat_percent        smallint NOT NULL CHECK (vat_percent IN (0, 7, 19)),
    total_cents        bigint   NOT NULL,
    -- Of one piece.
    weight_grams        bigint  NOT NULL CHECK (weight_grams >= 0),
    volume_millilitres  bigint  NOT NULL CHECK (volume_millilitres >= 0),
    handling            text    NOT NULL,
    preparation_minutes integer NOT NULL CHECK (preparation_minutes >= 0),
    PRIMARY KEY (shop_order_id, position),
    UNIQUE (shop_order_id, product_id),
    CHECK (total_cents = quantity * unit_price_cents)
);

-- The VAT contained in a shop order's goods, a row for each rate.
CREATE TABLE orders.shop_order_vat (
    shop_order_id uuid     NOT NULL REFERENCES orders.shop_order,
    percent       smallint NOT NULL CHECK (percent IN (0, 7, 19)),
    gross_cents   bigint   NOT NULL CHECK (gross_cents >= 0),
    vat_cents     bigint   NOT NULL CHECK (vat_cents BETWEEN 0 AND gross_cents),
    PRIMARY KEY (shop_order_id, percent)
);

-- Who moved a shop order from which state to which, and when. Append only.
CREATE TABLE orders.shop_order_history (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    shop_order_id uuid        NOT NULL REFERENCES orders.shop_order,
    at            timestamptz NOT NULL,
    from_state    text,
    to_state      text        NOT NULL,
    -- 'shopper', 'system' or 'account'; the account is named only in the last case.
    actor         text        NOT NULL CHECK (actor IN ('shopper', 'system', 'account')),
    account_id    uuid,
    note          text,
    CHECK ((actor = 'account') = (account_id IS NOT NULL))
);
CREATE INDEX shop_order_history_of ON orders.shop_order_history (shop_order_id, id);

-- ------------------------------------------------------------------------------------------------------- idempotency

-- What was answered to a request that may be sent again: the same key gives the same order.
CREATE TABLE orders.idempotency_key (
    scope       text        NOT NULL,
    key         text        NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    fingerprint bytea       NOT NULL CHECK (length(fingerprint) = 32),
    order_id    uuid        NOT NULL REFERENCES orders."order" DEFERRABLE INITIALLY DEFERRED,
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_key_created_at ON orders.idempotency_key (created_at);
