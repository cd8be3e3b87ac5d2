-- Every movement of stock, with who and why. The stock level is what they add up to, written in the same statement.
CREATE TABLE catalog.stock_movement (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- No foreign key: what happened is known longer than the product.
    product_id uuid NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    reason text NOT NULL CHECK (reason IN
        ('opening', 'upload', 'undo', 'correction', 'reservation', 'release', 'sale', 'return', 'till-sale', 'delivery', 'loss', 'count')),
    -- Null: from or to "nobody counts".
    on_hand_change integer,
    reserved_change integer NOT NULL,
    -- What they were afterwards. Null: nobody counts.
    on_hand integer,
    reserved integer NOT NULL,
    account_id uuid,
    -- The import, the reservation or the till's own number of the movement.
    reference text CHECK (length(reference) <= 100)
);
CREATE INDEX stock_movement_of ON catalog.stock_movement (product_id, id DESC);

-- Who changed a stock last, and why: whoever writes it says so, and the trigger carries it into the ledger.
ALTER TABLE catalog.stock_level
    ADD COLUMN reason text NOT NULL DEFAULT 'opening',
    ADD COLUMN account_id uuid,
    ADD COLUMN reference text;

INSERT INTO catalog.stock_movement (product_id, at, reason, on_hand_change, reserved_change, on_hand, reserved)
SELECT product_id, updated_at, 'opening', on_hand, reserved, on_hand, reserved FROM catalog.stock_level;

CREATE FUNCTION catalog.note_opening_stock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO catalog.stock_movement (product_id, reason, on_hand_change, reserved_change, on_hand, reserved, account_id, reference)
    SELECT product_id, reason, on_hand, reserved, on_hand, reserved, account_id, reference FROM changed;
    RETURN NULL;
END $$;

-- Without nested loops: the plan is made at the first, often small, statement and kept for large ones.
CREATE FUNCTION catalog.note_stock_movement() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop = off AS $$
BEGIN
    INSERT INTO catalog.stock_movement (product_id, reason, on_hand_change, reserved_change, on_hand, reserved, account_id, reference)
    SELECT changed.product_id, changed.reason, changed.on_hand - before.on_hand, changed.reserved - before.reserved, changed.on_hand,
        changed.reserved, changed.account_id, changed.reference
    FROM changed JOIN before ON before.product_id = changed.product_id
    WHERE changed.on_hand IS DISTINCT FROM before.on_hand OR changed.reserved <> before.reserved;
    RETURN NULL;
END $$;

CREATE TRIGGER note_opening_stock AFTER INSERT ON catalog.stock_level REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION catalog.note_opening_stock();
CREATE TRIGGER note_stock_movement AFTER UPDATE ON catalog.stock_level REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION catalog.note_stock_movement();

-- What happened does not change.
CREATE FUNCTION catalog.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of %.% never change', TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON catalog.stock_movement
    FOR EACH ROW EXECUTE FUNCTION catalog.refuse_change();

-- What tills have posted: the same number is the same movement, however often it is sent.
CREATE TABLE catalog.stock_posting (
    retailer_id uuid NOT NULL REFERENCES catalog.retailer,
    key text NOT NULL CHECK (length(key) BETWEEN 1 AND 100),
    product_id uuid NOT NULL,
    kind text NOT NULL,
    quantity integer NOT NULL,
    -- Pieces that are sold to shoppers and were no longer there.
    lacking integer NOT NULL CHECK (lacking >= 0),
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (retailer_id, key)
);
CREATE INDEX stock_posting_at ON catalog.stock_posting (at);
