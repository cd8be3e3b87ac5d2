-- By how much the way to a stop rises, by the streets' heights. Null: in plans from before, and where heights are not known.
ALTER TABLE delivery.tour_stop ADD COLUMN climbed_metres integer CHECK (climbed_metres >= 0);

-- A closed street is told of, taken back and logged like all else that goes wrong on a day; what it closes stands among the closures.
ALTER TABLE delivery.disruption DROP CONSTRAINT disruption_kind_check;
ALTER TABLE delivery.disruption ADD CONSTRAINT disruption_kind_check
    CHECK (kind IN ('bike-out', 'rider-out', 'shop-late', 'customer-absent', 'street-closed'));
-- The street, or in words what was drawn.
ALTER TABLE delivery.disruption ADD COLUMN place text;
-- Null: until it is taken back.
ALTER TABLE delivery.disruption ADD COLUMN ends_at timestamptz;
ALTER TABLE delivery.disruption ADD CHECK ((kind = 'street-closed') = (place IS NOT NULL));
ALTER TABLE delivery.disruption ADD CHECK (ends_at IS NULL OR (kind = 'street-closed' AND starts_at < ends_at));
ALTER TABLE delivery.closure ADD COLUMN disruption_id uuid REFERENCES delivery.disruption;
CREATE INDEX closure_disruption ON delivery.closure (disruption_id) WHERE disruption_id IS NOT NULL;
