-- What the code keeps anyway, PostgreSQL keeps too: whatever writes to these tables, it cannot make a wrong order.

-- ------------------------------------------------------------------------------- the transitions of a shop order's state

-- The same table as ShopOrderState.successors; a test holds them together.
CREATE TABLE orders.shop_order_transition (
    from_state text NOT NULL,
    to_state   text NOT NULL,
    PRIMARY KEY (from_state, to_state)
);
INSERT INTO orders.shop_order_transition (from_state, to_state) VALUES
    ('placed', 'accepted'), ('placed', 'rejected'), ('placed', 'cancelled'),
    ('accepted', 'ready'), ('accepted', 'rejected'), ('accepted', 'cancelled'),
    ('ready', 'underway'),
    ('underway', 'delivered'), ('underway', 'failed'),
    ('failed', 'ready'), ('failed', 'returned');

CREATE FUNCTION orders.refuse_illegal_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'placed' THEN
            RAISE EXCEPTION 'a shop order begins as placed, not as %', NEW.state
                USING ERRCODE = 'check_violation', CONSTRAINT = 'shop_order_transition';
        END IF;
    ELSIF NEW.state <> OLD.state AND NOT EXISTS (
        SELECT FROM orders.shop_order_transition WHERE from_state = OLD.state AND to_state = NEW.state
    ) THEN
        RAISE EXCEPTION 'a shop order cannot go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'shop_order_transition';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER refuse_illegal_transition BEFORE INSERT OR UPDATE OF state ON orders.shop_order
    FOR EACH ROW EXECUTE FUNCTION orders.refuse_illegal_transition();

-- --------------------------------------------------------------------------------------- what was ordered never changes

CREATE FUNCTION orders.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of %.% never change', TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON orders.order_line
    FOR EACH ROW EXECUTE FUNCTION orders.refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON orders.shop_order_vat
    FOR EACH ROW EXECUTE FUNCTION orders.refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON orders.shop_order_history
    FOR EACH ROW EXECUTE FUNCTION orders.refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OF goods_cents, order_id, shop_id, retailer_id, placed_at OR DELETE ON orders.shop_order
    FOR EACH ROW EXECUTE FUNCTION orders.refuse_change();
CREATE TRIGGER refuse_change
    BEFORE UPDATE OF goods_cents, delivery_fee_cents, delivery_fee_vat_percent, delivery_fee_vat_cents, total_cents, placed_at OR DELETE
    ON orders."order"
    FOR EACH ROW EXECUTE FUNCTION orders.refuse_change();

-- ------------------------------------------------------------------------------- totals match the lines, at each commit

CREATE FUNCTION orders.check_totals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.goods_cents <> (SELECT coalesce(sum(goods_cents), 0) FROM orders.shop_order WHERE order_id = NEW.id)
        OR EXISTS (
            SELECT FROM orders.shop_order AS s
            WHERE s.order_id = NEW.id
                AND (s.goods_cents <> (SELECT coalesce(sum(total_cents), 0) FROM orders.order_line WHERE shop_order_id = s.id)
                    OR s.goods_cents <> (SELECT coalesce(sum(gross_cents), 0) FROM orders.shop_order_vat WHERE shop_order_id = s.id)))
    THEN
        RAISE EXCEPTION 'the totals of order % do not match its lines', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'order_totals';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER check_totals AFTER INSERT ON orders."order" DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION orders.check_totals();
