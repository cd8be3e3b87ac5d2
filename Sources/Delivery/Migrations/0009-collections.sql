-- Not every shipment ends at a door. What is fetched from one (returns, empties, other carriers' parcels) goes to a shop or a hub, and what a
-- milk run collects from shops goes to a hub, from where other tours bring it to doors.
ALTER TABLE delivery.shipment ADD COLUMN kind text NOT NULL DEFAULT 'delivery' CHECK (kind IN ('delivery', 'collection', 'transfer'));
-- The shop or hub where it ends; empty for a door.
ALTER TABLE delivery.shipment ADD COLUMN destination_name text NOT NULL DEFAULT '';
ALTER TABLE delivery.shipment ADD CHECK ((kind = 'delivery') = (destination_name = ''));
-- hub_id or shop_id is the end that is no door; a milk run goes from shop_id to to_hub_id.
ALTER TABLE delivery.shipment ADD COLUMN to_hub_id uuid REFERENCES delivery.hub;
ALTER TABLE delivery.shipment ADD CHECK ((kind = 'transfer') = (to_hub_id IS NOT NULL));
-- Name, street, telephone and note of the door, wherever on the way it is.
ALTER TABLE delivery.shipment RENAME COLUMN destination TO contact;

-- Why it is fetched, and of which shop order (orders.shop_order, no key across modules).
ALTER TABLE delivery.shipment ADD COLUMN collection_reason text CHECK (collection_reason IN ('return', 'empties', 'parcel'));
ALTER TABLE delivery.shipment ADD CHECK ((kind = 'collection') = (collection_reason IS NOT NULL));
ALTER TABLE delivery.shipment ADD COLUMN collects_from_order uuid;
ALTER TABLE delivery.shipment ADD CHECK (collects_from_order IS NULL OR kind = 'collection');
-- One at a time for a reason.
CREATE UNIQUE INDEX shipment_collection ON delivery.shipment (collects_from_order, collection_reason)
    WHERE collects_from_order IS NOT NULL AND state IN ('waiting', 'planned', 'underway');

-- The shipment to a door that goes on from the hub with what a milk run brings there.
ALTER TABLE delivery.shipment ADD COLUMN onward_id uuid REFERENCES delivery.shipment;
ALTER TABLE delivery.shipment ADD CHECK ((kind = 'transfer') = (onward_id IS NOT NULL));
CREATE UNIQUE INDEX shipment_onward ON delivery.shipment (onward_id) WHERE onward_id IS NOT NULL AND state <> 'cancelled';

-- Shops (catalog.shop, no key across modules) whose goods are collected until a time of day where their windows allow it.
CREATE TABLE delivery.milk_run (
    shop_id uuid PRIMARY KEY,
    hub_id uuid NOT NULL REFERENCES delivery.hub,
    at_hub_by delivery.minute_of_day NOT NULL,
    created_at timestamptz NOT NULL,
    created_by uuid
);
