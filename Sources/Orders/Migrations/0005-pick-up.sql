-- Goods that the shopper fetches from the shop instead of having them brought.
ALTER TABLE orders."order"
    -- Whoever fetches something tells it to the shop. Null: nothing is fetched.
    ADD COLUMN pickup_code text CHECK (pickup_code ~ '^[0-9]{6}$');

ALTER TABLE orders.shop_order
    ADD COLUMN fulfilment   text NOT NULL DEFAULT 'delivery' CHECK (fulfilment IN ('delivery', 'pickup')),
    -- From when on it can be fetched, and until when the shop is open then.
    ADD COLUMN pickup_from  timestamptz,
    ADD COLUMN pickup_until timestamptz,
    ADD CONSTRAINT shop_order_pickup CHECK (
        (fulfilment = 'pickup') = (pickup_from IS NOT NULL) AND (fulfilment = 'pickup') = (pickup_until IS NOT NULL)
        AND pickup_from < pickup_until),
    DROP CONSTRAINT shop_order_state_check,
    ADD CONSTRAINT shop_order_state_check CHECK (
        state IN ('placed', 'accepted', 'ready', 'underway', 'delivered', 'failed', 'collected', 'returned', 'rejected', 'cancelled')),
    ADD CONSTRAINT shop_order_collected CHECK (state <> 'collected' OR (parcels IS NOT NULL AND ready_at IS NOT NULL));

-- The same tables as ShopOrderState.successors(as:); a test holds them together.
ALTER TABLE orders.shop_order_transition
    ADD COLUMN fulfilment text NOT NULL DEFAULT 'delivery' CHECK (fulfilment IN ('delivery', 'pickup')),
    DROP CONSTRAINT shop_order_transition_pkey,
    ADD PRIMARY KEY (fulfilment, from_state, to_state);
INSERT INTO orders.shop_order_transition (fulfilment, from_state, to_state) VALUES
    ('pickup', 'placed', 'accepted'), ('pickup', 'placed', 'rejected'), ('pickup', 'placed', 'cancelled'),
    ('pickup', 'accepted', 'ready'), ('pickup', 'accepted', 'rejected'), ('pickup', 'accepted', 'cancelled'),
    ('pickup', 'ready', 'collected'), ('pickup', 'ready', 'returned');

CREATE OR REPLACE FUNCTION orders.refuse_illegal_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'placed' THEN
            RAISE EXCEPTION 'a shop order begins as placed, not as %', NEW.state
                USING ERRCODE = 'check_violation', CONSTRAINT = 'shop_order_transition';
        END IF;
    ELSIF NEW.state <> OLD.state AND NOT EXISTS (
        SELECT FROM orders.shop_order_transition
        WHERE fulfilment = OLD.fulfilment AND from_state = OLD.state AND to_state = NEW.state
    ) THEN
        RAISE EXCEPTION 'a shop order cannot go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'shop_order_transition';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER refuse_change_of_fulfilment BEFORE UPDATE OF fulfilment, pickup_from, pickup_until ON orders.shop_order
    FOR EACH ROW EXECUTE FUNCTION orders.refuse_change();
