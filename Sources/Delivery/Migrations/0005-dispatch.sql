-- What goes wrong on a day, as dispatchers enter it. A row never changes but for being lifted; plans made after that know nothing of it.
CREATE TABLE delivery.disruption (
    id uuid PRIMARY KEY,
    day date NOT NULL,
    kind text NOT NULL CHECK (kind IN ('bike-out', 'rider-out', 'shop-late', 'customer-absent')),
    bike_id uuid REFERENCES delivery.bike,
    rider_id uuid REFERENCES delivery.rider,
    shop_id uuid,
    shipment_id uuid REFERENCES delivery.shipment,
    -- From when on it holds.
    starts_at timestamptz NOT NULL,
    -- How late the shop is.
    minutes int CHECK (minutes BETWEEN 1 AND 600),
    -- What was agreed with the customer instead; without it the shipment is not brought on that day.
    window_start timestamptz,
    window_end timestamptz,
    reason text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    created_by uuid,
    lifted_at timestamptz,
    CHECK ((kind = 'bike-out') = (bike_id IS NOT NULL)),
    CHECK ((kind = 'rider-out') = (rider_id IS NOT NULL)),
    CHECK ((kind = 'shop-late') = (shop_id IS NOT NULL)),
    CHECK ((kind = 'shop-late') = (minutes IS NOT NULL)),
    CHECK ((kind = 'customer-absent') = (shipment_id IS NOT NULL)),
    CHECK ((window_start IS NULL) = (window_end IS NULL)),
    CHECK (window_start IS NULL OR kind = 'customer-absent'),
    CHECK (window_start < window_end)
);
CREATE INDEX disruption_day ON delivery.disruption (day) WHERE lifted_at IS NULL;

CREATE FUNCTION delivery.check_disruption_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.lifted_at IS NOT NULL OR NEW.lifted_at IS NULL
        OR (to_jsonb(OLD) - 'lifted_at') IS DISTINCT FROM (to_jsonb(NEW) - 'lifted_at')
    THEN
        RAISE EXCEPTION 'a disruption never changes but for being lifted' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER disruption_immutable BEFORE UPDATE ON delivery.disruption
    FOR EACH ROW EXECUTE FUNCTION delivery.check_disruption_change();

-- A tour that no plan touches any more, by bike and begin of its span: the same as in the plan that it stands in.
CREATE TABLE delivery.tour_lock (
    day date NOT NULL,
    bike_id uuid NOT NULL REFERENCES delivery.bike,
    span_start timestamptz NOT NULL,
    locked_at timestamptz NOT NULL,
    locked_by uuid,
    PRIMARY KEY (day, bike_id, span_start)
);

-- How a plan came to be: searched from nothing, adjusted from the one before, changed by hand, or an earlier one brought back.
ALTER TABLE delivery.plan ADD COLUMN made_by text NOT NULL DEFAULT 'search'
    CHECK (made_by IN ('search', 'adjustment', 'hand', 'restoration'));
ALTER TABLE delivery.plan ADD COLUMN note text;

ALTER TABLE delivery.planning_job ADD COLUMN mode text NOT NULL DEFAULT 'search' CHECK (mode IN ('search', 'adjustment'));
-- A trial stores no plan: it says what one would be, also under assumptions.
ALTER TABLE delivery.planning_job ADD COLUMN is_trial boolean NOT NULL DEFAULT false;
ALTER TABLE delivery.planning_job ADD COLUMN assumptions jsonb NOT NULL DEFAULT '[]';
ALTER TABLE delivery.planning_job ADD COLUMN outcome jsonb;
ALTER TABLE delivery.planning_job ADD CHECK (assumptions = '[]' OR is_trial);
ALTER TABLE delivery.planning_job DROP CONSTRAINT planning_job_check1;
ALTER TABLE delivery.planning_job ADD CHECK (state <> 'done' OR (plan_id IS NULL) = is_trial);
