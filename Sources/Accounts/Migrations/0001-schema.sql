CREATE SCHEMA accounts;

-- Somebody or something that acts: a person of the staff, a rider, a till system.
CREATE TABLE accounts.account (
    id uuid PRIMARY KEY,
    -- Names the account in seed and configuration files, so that loading them twice changes nothing.
    key text UNIQUE CHECK (key <> ''),
    name text NOT NULL CHECK (btrim(name) <> '' AND length(name) <= 200),
    created_at timestamptz NOT NULL DEFAULT now(),
    disabled_at timestamptz
);

-- What an account may do. retailer_id and rider_id name rows of other modules, hence no foreign keys.
CREATE TABLE accounts.role_grant (
    account_id uuid NOT NULL REFERENCES accounts.account ON DELETE CASCADE,
    role text NOT NULL CHECK (role IN ('shopper', 'retailer', 'dispatcher', 'rider', 'operator')),
    retailer_id uuid,
    rider_id uuid,
    granted_at timestamptz NOT NULL DEFAULT now(),
    -- One grant of a role to an account: staff belongs to one retailer, an account rides as one rider.
    PRIMARY KEY (account_id, role),
    CHECK ((role = 'retailer') = (retailer_id IS NOT NULL)),
    CHECK ((role = 'rider') = (rider_id IS NOT NULL))
);

-- The secret itself is shown once and never stored.
CREATE TABLE accounts.token (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts.account ON DELETE CASCADE,
    hash bytea NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
    label text NOT NULL CHECK (btrim(label) <> '' AND length(label) <= 200),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz CHECK (expires_at > created_at),
    last_used_at timestamptz,
    revoked_at timestamptz
);

CREATE INDEX token_account ON accounts.token (account_id);

-- Who did what to which thing. Append only: the trigger refuses anything else, also to the table's owner.
CREATE TABLE accounts.audit_entry (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    account_id uuid,
    token_id uuid,
    action text NOT NULL CHECK (action <> ''),
    subject_kind text NOT NULL,
    subject_id text NOT NULL,
    detail jsonb NOT NULL DEFAULT '{}'
);

CREATE INDEX audit_entry_subject ON accounts.audit_entry (subject_kind, subject_id, id);
CREATE INDEX audit_entry_account ON accounts.audit_entry (account_id, id);

CREATE FUNCTION accounts.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%.% is append only', TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON accounts.audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION accounts.refuse_change();
