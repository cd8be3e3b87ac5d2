-- A rider's phone, with the key that it signs reports with. A key that was lost is revoked, never deleted: its reports stay.
CREATE TABLE delivery.rider_device (
    id uuid PRIMARY KEY,
    rider_id uuid NOT NULL REFERENCES delivery.rider,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 80),
    -- Sealed.
    key bytea NOT NULL,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz
);
CREATE INDEX rider_device_rider ON delivery.rider_device (rider_id);

-- What signed a report, and what the phone's clock said; null in those that came before or from riders without a device.
ALTER TABLE delivery.event ADD COLUMN device_id uuid REFERENCES delivery.rider_device;
ALTER TABLE delivery.event ADD COLUMN signature bytea CHECK (octet_length(signature) = 32);
ALTER TABLE delivery.event ADD COLUMN clock_at timestamptz;
-- Whether the rider looked at an identity card; null: it was not needed or not told.
ALTER TABLE delivery.event ADD COLUMN age_checked boolean;
ALTER TABLE delivery.event ADD CHECK ((device_id IS NULL) = (signature IS NULL));

-- Pictures of hand-overs, without what cameras write into them; sealed, and deleted some weeks after their day. The id is made by the phone.
CREATE TABLE delivery.proof_photo (
    id uuid PRIMARY KEY,
    stop_id uuid NOT NULL REFERENCES delivery.tour_stop,
    shipment_id uuid NOT NULL REFERENCES delivery.shipment,
    day date NOT NULL,
    rider_id uuid NOT NULL REFERENCES delivery.rider,
    type text NOT NULL CHECK (type IN ('image/jpeg', 'image/png', 'image/webp')),
    byte_count int NOT NULL CHECK (byte_count BETWEEN 1 AND 4 * 1024 * 1024),
    picture bytea NOT NULL,
    received_at timestamptz NOT NULL
);
-- Pictures are packed already.
ALTER TABLE delivery.proof_photo ALTER COLUMN picture SET STORAGE EXTERNAL;
CREATE INDEX proof_photo_shipment ON delivery.proof_photo (shipment_id);
CREATE INDEX proof_photo_day ON delivery.proof_photo (day);
