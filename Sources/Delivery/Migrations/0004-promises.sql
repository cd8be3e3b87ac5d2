-- A shipment is made when its order is placed. Until the shop says what it has packed and when, both are what is expected.
ALTER TABLE delivery.shipment ADD COLUMN packed_at timestamptz;
UPDATE delivery.shipment SET packed_at = ready_at;

-- A day's tours with everything that was promised since the last plan: what windows are sold from, and what the next plan must not fall behind.
-- Written under the lock of the day.
CREATE TABLE delivery.live_day (
    day date PRIMARY KEY,
    tours jsonb NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
);
