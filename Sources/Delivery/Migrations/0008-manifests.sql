-- Parcels of other carriers that come to a hub together, with a list: the manifest.
CREATE TABLE delivery.manifest (
    id uuid PRIMARY KEY,
    carrier text NOT NULL CHECK (carrier <> ''),
    hub_id uuid NOT NULL REFERENCES delivery.hub,
    day date NOT NULL,
    imported_at timestamptz NOT NULL,
    imported_by uuid,
    -- Taken back as a whole; what was under way then stays so.
    withdrawn_at timestamptz
);
CREATE INDEX manifest_day ON delivery.manifest (day, imported_at);

-- The carrier's own number of a parcel. The same parcel is never brought twice, however often its list is sent.
ALTER TABLE delivery.shipment ADD COLUMN manifest_id uuid REFERENCES delivery.manifest;
ALTER TABLE delivery.shipment ADD COLUMN carrier text;
ALTER TABLE delivery.shipment ADD COLUMN tracking text CHECK (tracking <> '');
ALTER TABLE delivery.shipment ADD CHECK ((manifest_id IS NULL) = (tracking IS NULL) AND (manifest_id IS NULL) = (carrier IS NULL));
ALTER TABLE delivery.shipment ADD CHECK (manifest_id IS NULL OR hub_id IS NOT NULL);
CREATE UNIQUE INDEX shipment_tracking ON delivery.shipment (carrier, tracking) WHERE tracking IS NOT NULL AND state <> 'cancelled';
CREATE INDEX shipment_manifest ON delivery.shipment (manifest_id) WHERE manifest_id IS NOT NULL;
