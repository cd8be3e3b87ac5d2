-- Who a retailer is, as the law has a marketplace know and show it (Regulation (EU) 2022/2065, art. 30; DDG § 5).

-- What is missing, as names of facts (TraderFact in Swift has their words; a test holds both together).
CREATE FUNCTION catalog.missing_trader_facts(
    legal_name text, street text, house_number text, postcode text, city text, phone text, email text, trade_register text,
    complies_since timestamptz
) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_remove(ARRAY[
        CASE WHEN btrim(legal_name) = '' THEN 'legal-name' END,
        CASE WHEN street = '' OR house_number = '' OR postcode = '' OR city = '' THEN 'address' END,
        CASE WHEN phone = '' THEN 'phone' END,
        CASE WHEN coalesce(email, '') = '' THEN 'email' END,
        CASE WHEN trade_register IS NULL THEN 'trade-register' END,
        CASE WHEN complies_since IS NULL THEN 'compliance' END
    ], NULL)
$$;

ALTER TABLE catalog.retailer
    ADD COLUMN street       text NOT NULL DEFAULT '' CHECK (length(street) <= 200),
    ADD COLUMN house_number text NOT NULL DEFAULT '' CHECK (length(house_number) <= 20),
    ADD COLUMN postcode     text NOT NULL DEFAULT '' CHECK (postcode ~ '^([0-9]{5})?$'),
    ADD COLUMN city         text NOT NULL DEFAULT '' CHECK (length(city) <= 100),
    ADD COLUMN phone        text NOT NULL DEFAULT '' CHECK (length(phone) <= 40),
    -- Who speaks for a company; empty when the business is a person's own.
    ADD COLUMN represented_by text NOT NULL DEFAULT '' CHECK (length(represented_by) <= 200),
    -- "Amtsgericht Darmstadt, HRB 12345". Empty: it stands in none. Null: not said.
    ADD COLUMN trade_register text CHECK (length(trade_register) <= 200),
    -- Since when the retailer has undertaken to offer only what complies with the law of the Union.
    ADD COLUMN complies_since timestamptz,
    ADD COLUMN missing_trader_facts text[] NOT NULL GENERATED ALWAYS AS (catalog.missing_trader_facts(
        legal_name, street, house_number, postcode, city, phone, email, trade_register, complies_since)) STORED;
