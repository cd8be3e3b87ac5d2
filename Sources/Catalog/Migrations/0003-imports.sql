-- Uploaded catalogs: the file as it came, what a look at it said, and what it changed, so that it can be taken back.
CREATE TABLE catalog.import (
    id uuid PRIMARY KEY,
    retailer_id uuid NOT NULL REFERENCES catalog.retailer,
    -- 'receiving' → 'checking' → 'ready' → 'applying' → 'applied' → 'undoing' → 'undone'; 'refused' is a file that cannot be taken,
    -- 'failed' is ours.
    state text NOT NULL CHECK (state IN ('receiving', 'checking', 'ready', 'applying', 'applied', 'undoing', 'undone', 'refused', 'failed')),
    scope text NOT NULL CHECK (scope IN ('update', 'replace')),
    mode text NOT NULL CHECK (mode IN ('good-rows', 'all-or-nothing')),
    default_vat smallint NOT NULL CHECK (default_vat IN (0, 7, 19)),
    default_shop text,
    -- Whether somebody has said that so much stock may go.
    is_confirmed boolean NOT NULL,
    file_name text NOT NULL CHECK (length(file_name) <= 200),
    account_id uuid,
    byte_count bigint NOT NULL DEFAULT 0 CHECK (byte_count >= 0),
    piece_count integer NOT NULL DEFAULT 0 CHECK (piece_count >= 0),
    report jsonb,
    -- Why the file cannot be taken.
    problem jsonb,
    -- After an undo: how many products stayed, because they had been changed since.
    kept integer,
    -- Who works on it, when it was last heard of, and how far it is.
    worker uuid,
    heartbeat_at timestamptz,
    attempts integer NOT NULL DEFAULT 0,
    phase text NOT NULL DEFAULT 'waiting',
    done bigint NOT NULL DEFAULT 0,
    total bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    -- The products' updated_at of what it wrote.
    applied_at timestamptz,
    undone_at timestamptz
) WITH (fillfactor = 70);

CREATE INDEX import_of_retailer ON catalog.import (retailer_id, created_at DESC, id DESC);
CREATE INDEX import_waiting ON catalog.import (created_at) WHERE state IN ('checking', 'applying', 'undoing');

-- The file's bytes. They are written once and read twice.
CREATE TABLE catalog.import_piece (
    import_id uuid NOT NULL REFERENCES catalog.import ON DELETE CASCADE,
    number integer NOT NULL CHECK (number >= 0),
    bytes bytea NOT NULL,
    PRIMARY KEY (import_id, number)
);
ALTER TABLE catalog.import_piece ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- What a look at the file found: the first of what is new, differs and is missing, and every row refused for what others say.
CREATE TABLE catalog.import_item (
    import_id uuid NOT NULL REFERENCES catalog.import ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('new', 'changed', 'missing', 'refused')),
    position integer NOT NULL,
    line integer,
    shop_key text,
    sku text,
    title text,
    -- For 'changed': {"price_cents": [990, 1090]}.
    diff jsonb,
    "column" text,
    value text,
    fault jsonb,
    PRIMARY KEY (import_id, kind, position)
);

-- What an applied file changed, to take it back.
CREATE TABLE catalog.import_effect (
    import_id uuid NOT NULL REFERENCES catalog.import ON DELETE CASCADE,
    product_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('created', 'changed')),
    -- As in import_item, with the stock as "stock".
    diff jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (import_id, product_id)
);
