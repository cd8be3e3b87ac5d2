-- What could not be handed over lies at the hub of the bike that had it. From there it is brought again, or goes back to its shop:
-- shipments of their own, one after the other, that follow the first one.
ALTER TABLE delivery.shipment ADD COLUMN first_id uuid REFERENCES delivery.shipment;
-- Counts from 1 among all that carry the same goods.
ALTER TABLE delivery.shipment ADD COLUMN attempt smallint NOT NULL DEFAULT 1 CHECK (attempt >= 1);
ALTER TABLE delivery.shipment ADD CHECK ((first_id IS NULL) = (attempt = 1));
-- A door is gone to three times at most.
ALTER TABLE delivery.shipment ADD CHECK (kind = 'return' OR attempt <= 3);
-- The same goods are on one way only.
CREATE UNIQUE INDEX shipment_attempt ON delivery.shipment (first_id, attempt) WHERE first_id IS NOT NULL AND state <> 'cancelled';

-- A shop order has one first delivery; those that follow it carry the same shop order.
ALTER TABLE delivery.shipment DROP CONSTRAINT shipment_shop_order_id_key;
CREATE UNIQUE INDEX shipment_shop_order ON delivery.shipment (shop_order_id) WHERE first_id IS NULL;
CREATE INDEX shipment_shop_order_attempts ON delivery.shipment (shop_order_id) WHERE first_id IS NOT NULL;

-- A return goes from hub_id to to_shop_id, while the shop is open.
ALTER TABLE delivery.shipment DROP CONSTRAINT shipment_kind_check;
ALTER TABLE delivery.shipment ADD CONSTRAINT shipment_kind_check CHECK (kind IN ('delivery', 'collection', 'transfer', 'return'));
ALTER TABLE delivery.shipment ADD COLUMN to_shop_id uuid;
ALTER TABLE delivery.shipment ADD CHECK ((kind = 'return') = (to_shop_id IS NOT NULL));
ALTER TABLE delivery.shipment ADD CHECK (kind <> 'return' OR first_id IS NOT NULL AND hub_id IS NOT NULL);
CREATE INDEX shipment_to_shop ON delivery.shipment (to_shop_id) WHERE to_shop_id IS NOT NULL;

-- No bike has it any more: its carrier took it back at the hub, or it was food that could not be kept.
ALTER TABLE delivery.shipment ADD COLUMN closed_at timestamptz;
ALTER TABLE delivery.shipment ADD CHECK (closed_at IS NULL OR state IN ('failed', 'delivered', 'cancelled'));
CREATE INDEX shipment_undelivered ON delivery.shipment (day) WHERE state = 'failed' AND closed_at IS NULL;

-- A parcel that its carrier took back can be sent again.
DROP INDEX delivery.shipment_tracking;
CREATE UNIQUE INDEX shipment_tracking ON delivery.shipment (carrier, tracking)
    WHERE tracking IS NOT NULL AND state <> 'cancelled' AND closed_at IS NULL;

-- What failed is followed by another shipment; it does not wait again itself.
CREATE OR REPLACE FUNCTION delivery.check_shipment_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> NEW.state AND NOT (OLD.state || '>' || NEW.state) = ANY (ARRAY[
        'waiting>planned', 'planned>waiting', 'waiting>cancelled', 'planned>cancelled',
        'waiting>underway', 'planned>underway', 'underway>delivered', 'underway>failed',
        'failed>delivered', 'failed>cancelled'])
    THEN
        RAISE EXCEPTION 'shipment % cannot go from % to %', OLD.id, OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
