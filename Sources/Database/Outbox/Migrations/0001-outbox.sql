-- What happened and has to be told: rows written in the transaction of what caused them, delivered by OutboxWorker.
CREATE TABLE database.outbox (
    id              bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic           text        NOT NULL CHECK (topic <> ''),
    payload         jsonb       NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    -- Failed deliveries so far.
    attempts        integer     NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    next_attempt_at timestamptz NOT NULL DEFAULT now(),
    delivered_at    timestamptz,
    last_error      text
);

-- Only what is still to be delivered is in the index, so it stays small however long the history grows.
CREATE INDEX outbox_due ON database.outbox (next_attempt_at, id) WHERE delivered_at IS NULL;
