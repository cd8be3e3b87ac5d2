-- Which price counted from when, to show the lowest of 30 days beside a price that is announced as lowered (PAngV § 11).
CREATE TABLE catalog.price_history (
    product_id uuid NOT NULL REFERENCES catalog.product ON DELETE CASCADE,
    since timestamptz NOT NULL,
    price_cents bigint NOT NULL,
    PRIMARY KEY (product_id, since)
);

INSERT INTO catalog.price_history SELECT id, created_at, price_cents FROM catalog.product;

-- Whatever writes a price, its history knows. One statement for all rows of a statement; of two in one transaction the later counts.
CREATE FUNCTION catalog.note_new_prices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO catalog.price_history SELECT id, now(), price_cents FROM changed;
    RETURN NULL;
END $$;

-- Without nested loops: the plan is made at the first, often small, statement and kept for large ones.
CREATE FUNCTION catalog.note_changed_prices() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop = off AS $$
BEGIN
    INSERT INTO catalog.price_history SELECT changed.id, now(), changed.price_cents
    FROM changed JOIN before ON before.id = changed.id WHERE before.price_cents <> changed.price_cents
    ON CONFLICT (product_id, since) DO UPDATE SET price_cents = EXCLUDED.price_cents;
    RETURN NULL;
END $$;

CREATE TRIGGER note_new_prices AFTER INSERT ON catalog.product REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION catalog.note_new_prices();
CREATE TRIGGER note_changed_prices AFTER UPDATE ON catalog.product REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION catalog.note_changed_prices();

-- The lowest price that counted at any time of the 30 days before the current one began. NULL for a product that never had another.
CREATE FUNCTION catalog.lowest_price_before(product uuid) RETURNS bigint LANGUAGE sql STABLE STRICT PARALLEL SAFE AS $$
    WITH current AS (SELECT max(since) AS since FROM catalog.price_history WHERE product_id = product)
    SELECT min(span.price_cents) FROM (
        SELECT price_cents, since, lead(since) OVER (ORDER BY since) AS until FROM catalog.price_history WHERE product_id = product
    ) AS span, current
    WHERE span.since < current.since AND span.until > current.since - interval '30 days'
$$;
