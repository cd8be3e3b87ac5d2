-- Streets that are closed or slow for a while, as dispatchers enter them. A row never changes but for being lifted.
CREATE TABLE delivery.closure (
    id uuid PRIMARY KEY,
    -- The corners of an outline as [longitude, latitude]; null where a way of OpenStreetMap is meant.
    polygon jsonb CHECK (jsonb_typeof(polygon) = 'array' AND jsonb_array_length(polygon) >= 3),
    way bigint,
    -- Null: closed. Else no faster than this.
    speed_kmh double precision CHECK (speed_kmh BETWEEN 1 AND 25),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz,
    reason text NOT NULL CHECK (reason <> ''),
    created_at timestamptz NOT NULL,
    created_by uuid,
    reopened_at timestamptz,
    CHECK ((polygon IS NULL) <> (way IS NULL)),
    CHECK (starts_at < ends_at)
);
CREATE INDEX closure_open ON delivery.closure (starts_at) WHERE reopened_at IS NULL;

CREATE FUNCTION delivery.check_closure_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.reopened_at IS NOT NULL OR NEW.reopened_at IS NULL
        OR (to_jsonb(OLD) - 'reopened_at') IS DISTINCT FROM (to_jsonb(NEW) - 'reopened_at')
    THEN
        RAISE EXCEPTION 'a closure never changes but for being lifted' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER closure_immutable BEFORE UPDATE ON delivery.closure
    FOR EACH ROW EXECUTE FUNCTION delivery.check_closure_change();
