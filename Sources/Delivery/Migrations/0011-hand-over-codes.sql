-- What whoever opens the door tells the rider, one for each order: four digits, so that the right person has the goods. Made from a random
-- uuid, which PostgreSQL takes from the system's secure generator.
CREATE TABLE delivery.hand_over_code (
    order_id uuid PRIMARY KEY,
    code text NOT NULL DEFAULT lpad(((('x' || left(md5(gen_random_uuid()::text), 8))::bit(32)::bigint) % 10000)::text, 4, '0')
        CHECK (code ~ '^[0-9]{4}$')
);
INSERT INTO delivery.hand_over_code (order_id)
SELECT DISTINCT order_id FROM delivery.shipment
WHERE kind = 'delivery' AND order_id IS NOT NULL AND state IN ('waiting', 'planned', 'underway');

-- What came of the code that a report told; null: it told none, or there was nothing to compare it with.
ALTER TABLE delivery.event ADD COLUMN code_check text CHECK (code_check IN ('matches', 'differs', 'exhausted'));
