-- A shift may begin and end at another hub than the rider's own, and be for less than all that the rider has been trained for.
-- Null: as the rider.
ALTER TABLE delivery.shift ADD COLUMN hub_id uuid REFERENCES delivery.hub;
ALTER TABLE delivery.shift ADD COLUMN skills text[];

-- Who was put on a tour or taken off it, by whom and why: what the rider may read and a person may answer for. It only grows.
-- A tour is meant by its bike and the begin of its span, so that later versions of the plan keep its history.
CREATE TABLE delivery.assignment_decision (
    id uuid PRIMARY KEY,
    day date NOT NULL,
    bike_id uuid NOT NULL REFERENCES delivery.bike,
    span_start timestamptz NOT NULL,
    tour_number int NOT NULL CHECK (tour_number >= 1),
    -- Null: nobody.
    rider_id uuid REFERENCES delivery.rider,
    previous_rider_id uuid REFERENCES delivery.rider,
    made_by text NOT NULL CHECK (made_by IN ('automatic', 'hand')),
    -- A person changed what the service had chosen.
    overrides boolean NOT NULL DEFAULT false,
    reasons text[] NOT NULL,
    -- For the riders, who read German; what a person wrote stands in both.
    reasons_german text[] NOT NULL,
    decided_at timestamptz NOT NULL,
    decided_by uuid,
    CHECK (NOT overrides OR (made_by = 'hand' AND cardinality(reasons) > 0))
);
CREATE INDEX assignment_decision_tour ON delivery.assignment_decision (day, bike_id, span_start);

CREATE FUNCTION delivery.refuse_decision_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a decision about riders never changes: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER assignment_decision_immutable BEFORE UPDATE OR DELETE ON delivery.assignment_decision
    FOR EACH ROW EXECUTE FUNCTION delivery.refuse_decision_change();
