-- What a shop's staff set themselves, from one hour to the next.
ALTER TABLE catalog.shop
    -- Goods of one order must cost as much, deposits left out.
    ADD COLUMN minimum_order_cents bigint NOT NULL DEFAULT 0 CHECK (minimum_order_cents BETWEEN 0 AND 100000),
    -- What is ordered until then takes so much longer.
    ADD COLUMN rush_minutes integer CHECK (rush_minutes BETWEEN 1 AND 180),
    ADD COLUMN rush_until timestamptz,
    -- Closed all of this day, whatever the opening hours say.
    ADD COLUMN closed_on date,
    ADD CONSTRAINT shop_rush CHECK ((rush_minutes IS NULL) = (rush_until IS NULL)),
    ADD CONSTRAINT shop_closed_on CHECK (closed_on IS NULL OR opening_hours IS NOT NULL);
