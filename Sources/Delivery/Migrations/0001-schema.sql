CREATE SCHEMA delivery;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

-- Moments of a day that repeat are minutes after local midnight (Europe/Berlin); moments that happened or are planned are timestamptz.
CREATE DOMAIN delivery.minute_of_day AS smallint CHECK (VALUE BETWEEN 0 AND 1440);
CREATE DOMAIN delivery.latitude AS double precision CHECK (VALUE BETWEEN -90 AND 90);
CREATE DOMAIN delivery.longitude AS double precision CHECK (VALUE BETWEEN -180 AND 180);

-- Fleet ---------------------------------------------------------------------------------------------------------------------

CREATE TABLE delivery.hub (
    id uuid PRIMARY KEY,
    key text NOT NULL UNIQUE CHECK (key <> ''),
    name text NOT NULL CHECK (name <> ''),
    latitude delivery.latitude NOT NULL,
    longitude delivery.longitude NOT NULL,
    opens delivery.minute_of_day NOT NULL,
    closes delivery.minute_of_day NOT NULL,
    bike_places int NOT NULL CHECK (bike_places >= 0),
    description text NOT NULL DEFAULT '',
    CHECK (opens < closes)
);

CREATE TABLE delivery.bike_type (
    key text PRIMARY KEY CHECK (key <> ''),
    name text NOT NULL CHECK (name <> ''),
    payload_grams bigint NOT NULL CHECK (payload_grams > 0),
    volume_millilitres bigint NOT NULL CHECK (volume_millilitres > 0),
    battery_watt_hours int NOT NULL CHECK (battery_watt_hours > 0),
    watt_hours_per_kilometre double precision NOT NULL CHECK (watt_hours_per_kilometre > 0),
    kilometres_per_hour double precision NOT NULL CHECK (kilometres_per_hour > 0),
    width_centimetres int NOT NULL CHECK (width_centimetres > 0),
    cost_per_hour_cents bigint NOT NULL CHECK (cost_per_hour_cents >= 0),
    cost_per_kilometre_cents bigint NOT NULL CHECK (cost_per_kilometre_cents >= 0),
    cost_per_use_cents bigint NOT NULL CHECK (cost_per_use_cents >= 0),
    compartments text[] NOT NULL DEFAULT '{}',
    required_skills text[] NOT NULL DEFAULT '{}'
);

CREATE TABLE delivery.bike (
    id uuid PRIMARY KEY,
    key text NOT NULL UNIQUE CHECK (key <> ''),
    name text NOT NULL CHECK (name <> ''),
    type_key text NOT NULL REFERENCES delivery.bike_type,
    hub_id uuid NOT NULL REFERENCES delivery.hub,
    in_service boolean NOT NULL DEFAULT true
);
CREATE INDEX bike_hub ON delivery.bike (hub_id);

CREATE TABLE delivery.rider (
    id uuid PRIMARY KEY,
    key text NOT NULL UNIQUE CHECK (key <> ''),
    name text NOT NULL CHECK (name <> ''),
    email text,
    hub_id uuid NOT NULL REFERENCES delivery.hub,
    skills text[] NOT NULL DEFAULT '{}',
    weekly_minutes int NOT NULL CHECK (weekly_minutes BETWEEN 0 AND 3600),
    active boolean NOT NULL DEFAULT true
);
CREATE INDEX rider_hub ON delivery.rider (hub_id);

-- What a rider works on every day, until rosters come; rolled out into shifts once a day.
CREATE TABLE delivery.shift_template (
    rider_id uuid NOT NULL REFERENCES delivery.rider ON DELETE CASCADE,
    starts delivery.minute_of_day NOT NULL,
    ends delivery.minute_of_day NOT NULL,
    PRIMARY KEY (rider_id, starts),
    CHECK (starts < ends)
);

CREATE TABLE delivery.shift_roll_out (
    day date PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE delivery.shift (
    id uuid PRIMARY KEY,
    rider_id uuid NOT NULL REFERENCES delivery.rider ON DELETE CASCADE,
    day date NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    UNIQUE (rider_id, starts_at),
    CHECK (starts_at < ends_at)
);
CREATE INDEX shift_day ON delivery.shift (day, starts_at);

-- Addresses and windows -----------------------------------------------------------------------------------------------------

CREATE TABLE delivery.known_address (
    street_normal text NOT NULL,
    number_normal text NOT NULL,
    postcode text NOT NULL CHECK (postcode ~ '^[0-9]{5}$'),
    city text NOT NULL,
    street text NOT NULL CHECK (street <> ''),
    house_number text NOT NULL CHECK (house_number <> ''),
    number_value int NOT NULL CHECK (number_value >= 0),
    latitude delivery.latitude NOT NULL,
    longitude delivery.longitude NOT NULL,
    PRIMARY KEY (street_normal, number_normal, postcode)
);
CREATE INDEX known_address_street_trigram ON delivery.known_address USING gin (street_normal gin_trgm_ops);

CREATE TABLE delivery.window_template (
    starts delivery.minute_of_day PRIMARY KEY,
    ends delivery.minute_of_day NOT NULL,
    cutoff_minutes int NOT NULL CHECK (cutoff_minutes >= 0),
    active boolean NOT NULL DEFAULT true,
    CHECK (starts < ends)
);
INSERT INTO delivery.window_template (starts, ends, cutoff_minutes) VALUES
    (10 * 60, 12 * 60, 90), (12 * 60, 14 * 60, 90), (14 * 60, 16 * 60, 90), (16 * 60, 18 * 60, 90), (18 * 60, 20 * 60, 90);

-- Shipments -----------------------------------------------------------------------------------------------------------------

CREATE TABLE delivery.shipment (
    id uuid PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    -- The shop order it carries (orders.shop_order, no key across modules); null for another carrier's parcel.
    shop_order_id uuid UNIQUE,
    order_id uuid,
    day date NOT NULL,
    state text NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'planned', 'underway', 'delivered', 'failed', 'cancelled')),
    -- Where the goods are before they ride: at a shop or at a hub.
    hub_id uuid REFERENCES delivery.hub,
    shop_id uuid,
    origin_name text NOT NULL,
    origin_latitude delivery.latitude NOT NULL,
    origin_longitude delivery.longitude NOT NULL,
    destination_latitude delivery.latitude NOT NULL,
    destination_longitude delivery.longitude NOT NULL,
    -- Name, street, telephone and note, sealed; NULL once they have been erased.
    destination bytea,
    parcels int NOT NULL CHECK (parcels BETWEEN 1 AND 1000),
    weight_grams bigint NOT NULL CHECK (weight_grams >= 0),
    volume_millilitres bigint NOT NULL CHECK (volume_millilitres >= 0),
    heaviest_grams bigint NOT NULL CHECK (heaviest_grams >= 0),
    handling text[] NOT NULL DEFAULT '{}',
    ready_at timestamptz NOT NULL,
    window_start timestamptz NOT NULL,
    window_end timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CHECK (window_start < window_end),
    CHECK ((hub_id IS NULL) <> (shop_id IS NULL))
);
CREATE INDEX shipment_day ON delivery.shipment (day, number);
CREATE INDEX shipment_order ON delivery.shipment (order_id) WHERE order_id IS NOT NULL;

-- The last wall behind ShipmentState: no step that the state machine does not have.
CREATE FUNCTION delivery.check_shipment_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> NEW.state AND NOT (OLD.state || '>' || NEW.state) = ANY (ARRAY[
        'waiting>planned', 'planned>waiting', 'waiting>cancelled', 'planned>cancelled',
        'waiting>underway', 'planned>underway', 'underway>delivered', 'underway>failed',
        'failed>waiting', 'failed>delivered', 'failed>cancelled'])
    THEN
        RAISE EXCEPTION 'shipment % cannot go from % to %', OLD.id, OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER shipment_state BEFORE UPDATE OF state ON delivery.shipment
    FOR EACH ROW EXECUTE FUNCTION delivery.check_shipment_state();

-- Plans ---------------------------------------------------------------------------------------------------------------------

CREATE TABLE delivery.planning_job (
    id uuid PRIMARY KEY,
    day date NOT NULL,
    state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    seconds int NOT NULL CHECK (seconds BETWEEN 1 AND 600),
    seed bigint NOT NULL,
    requested_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    finished_at timestamptz,
    worker uuid,
    heartbeat_at timestamptz,
    attempts int NOT NULL DEFAULT 0,
    cancel_requested boolean NOT NULL DEFAULT false,
    progress double precision NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
    elapsed_seconds double precision NOT NULL DEFAULT 0,
    iterations bigint NOT NULL DEFAULT 0,
    best_cost_cents bigint,
    served int,
    unserved int,
    message text,
    plan_id uuid,
    CHECK ((state = 'running') = (worker IS NOT NULL)),
    CHECK (state <> 'done' OR plan_id IS NOT NULL)
);
CREATE INDEX planning_job_open ON delivery.planning_job (created_at) WHERE state IN ('queued', 'running');
CREATE INDEX planning_job_day ON delivery.planning_job (day, created_at DESC);

CREATE TABLE delivery.plan (
    id uuid PRIMARY KEY,
    day date NOT NULL,
    version int NOT NULL CHECK (version >= 1),
    created_at timestamptz NOT NULL DEFAULT now(),
    -- The inputs and the answer, complete: with them a plan can be computed and checked again.
    input jsonb NOT NULL,
    travel_source text NOT NULL,
    options jsonb NOT NULL,
    solution jsonb NOT NULL,
    summary jsonb NOT NULL,
    UNIQUE (day, version)
);

CREATE TABLE delivery.tour (
    id uuid PRIMARY KEY,
    plan_id uuid NOT NULL REFERENCES delivery.plan,
    number int NOT NULL CHECK (number >= 1),
    bike_id uuid NOT NULL REFERENCES delivery.bike,
    hub_id uuid NOT NULL REFERENCES delivery.hub,
    span_start timestamptz NOT NULL,
    span_end timestamptz NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    trips int NOT NULL CHECK (trips >= 1),
    stops int NOT NULL CHECK (stops >= 0),
    shipments int NOT NULL CHECK (shipments >= 0),
    metres bigint NOT NULL CHECK (metres >= 0),
    driving_seconds int NOT NULL CHECK (driving_seconds >= 0),
    break_seconds int NOT NULL CHECK (break_seconds >= 0),
    grams bigint NOT NULL CHECK (grams >= 0),
    millilitres bigint NOT NULL CHECK (millilitres >= 0),
    watt_hours double precision NOT NULL CHECK (watt_hours >= 0),
    required_skills text[] NOT NULL DEFAULT '{}',
    -- Of the rider whose shift it was planned for; another one may be assigned.
    planned_skills text[] NOT NULL DEFAULT '{}',
    UNIQUE (plan_id, number),
    CHECK (starts_at <= ends_at)
);
CREATE INDEX tour_bike ON delivery.tour (bike_id);

CREATE TABLE delivery.tour_stop (
    id uuid PRIMARY KEY,
    -- The stop of an earlier plan of the day that this is a copy of, because it was past when the day was planned again; else itself.
    origin_id uuid NOT NULL,
    tour_id uuid NOT NULL REFERENCES delivery.tour,
    position int NOT NULL CHECK (position >= 0),
    trip int NOT NULL CHECK (trip >= 1),
    kind text NOT NULL CHECK (kind IN ('start', 'pickup', 'dropoff', 'delivery', 'reload', 'break', 'end')),
    -- Empty for a stop at a customer's door: the address is read from the shipment.
    name text NOT NULL,
    latitude delivery.latitude NOT NULL,
    longitude delivery.longitude NOT NULL,
    shipment_id uuid REFERENCES delivery.shipment,
    arrival timestamptz NOT NULL,
    service_start timestamptz NOT NULL,
    departure timestamptz NOT NULL,
    window_start timestamptz,
    window_end timestamptz,
    load_grams bigint NOT NULL CHECK (load_grams >= 0),
    load_millilitres bigint NOT NULL CHECK (load_millilitres >= 0),
    battery_watt_hours double precision NOT NULL CHECK (battery_watt_hours >= 0),
    metres_from_previous bigint NOT NULL CHECK (metres_from_previous >= 0),
    seconds_from_previous int NOT NULL CHECK (seconds_from_previous >= 0),
    watt_hours_from_previous double precision NOT NULL CHECK (watt_hours_from_previous >= 0),
    UNIQUE (tour_id, position),
    CHECK ((shipment_id IS NOT NULL) = (kind IN ('pickup', 'dropoff', 'delivery'))),
    CHECK (arrival <= service_start AND service_start <= departure)
);
CREATE INDEX tour_stop_origin ON delivery.tour_stop (origin_id);
CREATE INDEX tour_stop_shipment ON delivery.tour_stop (shipment_id) WHERE shipment_id IS NOT NULL;

CREATE TABLE delivery.plan_unserved (
    plan_id uuid NOT NULL REFERENCES delivery.plan,
    shipment_id uuid NOT NULL REFERENCES delivery.shipment,
    reasons jsonb NOT NULL,
    PRIMARY KEY (plan_id, shipment_id)
);
CREATE INDEX plan_unserved_shipment ON delivery.plan_unserved (shipment_id);

CREATE FUNCTION delivery.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a plan never changes: % of % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER plan_immutable BEFORE UPDATE ON delivery.plan
    FOR EACH ROW EXECUTE FUNCTION delivery.refuse_change();
CREATE TRIGGER tour_immutable BEFORE UPDATE ON delivery.tour
    FOR EACH ROW EXECUTE FUNCTION delivery.refuse_change();
CREATE TRIGGER tour_stop_immutable BEFORE UPDATE ON delivery.tour_stop
    FOR EACH ROW EXECUTE FUNCTION delivery.refuse_change();
CREATE TRIGGER plan_unserved_immutable BEFORE UPDATE ON delivery.plan_unserved
    FOR EACH ROW EXECUTE FUNCTION delivery.refuse_change();

-- The day as it goes ----------------------------------------------------------------------------------------------------------

CREATE TABLE delivery.assignment (
    tour_id uuid PRIMARY KEY REFERENCES delivery.tour,
    rider_id uuid NOT NULL REFERENCES delivery.rider,
    assigned_at timestamptz NOT NULL DEFAULT now(),
    assigned_by uuid
);
CREATE INDEX assignment_rider ON delivery.assignment (rider_id);

-- What was told to happen at a stop, as it was told; never changed. The id is made by the rider's phone.
CREATE TABLE delivery.event (
    id uuid PRIMARY KEY,
    -- The stop that the rider meant, and the one (by tour_stop.origin_id) that it stands for in the day's current plan.
    stop_id uuid NOT NULL REFERENCES delivery.tour_stop,
    origin_id uuid NOT NULL,
    day date NOT NULL,
    rider_id uuid NOT NULL REFERENCES delivery.rider,
    kind text NOT NULL CHECK (kind IN ('arrived', 'picked-up', 'delivered', 'failed')),
    occurred_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    note text,
    proof text
);
CREATE INDEX event_origin ON delivery.event (origin_id);
CREATE INDEX event_day ON delivery.event (day);
CREATE TRIGGER event_immutable BEFORE UPDATE OR DELETE ON delivery.event
    FOR EACH ROW EXECUTE FUNCTION delivery.refuse_change();

-- How far a stop is, under its origin_id; no row is an open stop. It follows from the events.
CREATE TABLE delivery.stop_progress (
    origin_id uuid PRIMARY KEY,
    state text NOT NULL CHECK (state IN ('arrived', 'done', 'failed')),
    arrived_at timestamptz,
    finished_at timestamptz,
    CHECK ((state = 'arrived') = (finished_at IS NULL))
);
