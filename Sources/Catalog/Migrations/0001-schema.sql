CREATE SCHEMA catalog;

-- Trigrams for typos and parts of words. The extension is trusted, so the database's owner may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

-- One spelling for the many of German words, so that "grüne", "gruene" and "grune" are the same: lower case; ä ae → a,
-- ö oe → o, ü ue → u (but not after a, e or q, as in "blaue", "neue", "Quelle"), ß → ss; accents off. What is stored and what is
-- searched for go through it alike. Both must be in Unicode's composed form (NFC).
-- It runs five times for each product written, hence replace() instead of regular expressions, and translate(), which takes its time,
-- only for words that still have something other than ASCII.
CREATE FUNCTION catalog.fold(words text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    folded text := lower(words);
BEGIN
    IF octet_length(folded) <> char_length(folded) THEN
        folded := replace(replace(replace(replace(folded, 'ä', 'a'), 'ö', 'o'), 'ü', 'u'), 'ß', 'ss');
        IF octet_length(folded) <> char_length(folded) THEN
            folded := translate(folded, 'àáâãåçèéêëìíîïñòóôõøùúûýÿ', 'aaaaaceeeeiiiinooooouuuyy');
        END IF;
    END IF;
    folded := replace(replace(folded, 'ae', 'a'), 'oe', 'o');
    IF strpos(folded, 'ue') > 0 THEN
        folded := replace(replace(replace(folded, 'aue', 'au~e'), 'eue', 'eu~e'), 'que', 'qu~e');
        folded := replace(replace(folded, 'ue', 'u'), '~', '');
    END IF;
    RETURN folded;
END
$$;

CREATE TABLE catalog.retailer (
    id uuid PRIMARY KEY,
    key text NOT NULL UNIQUE CHECK (key ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
    name text NOT NULL CHECK (btrim(name) <> '' AND length(name) <= 200),
    legal_name text NOT NULL,
    vat_id text,
    email text,
    kind text NOT NULL CHECK (kind IN ('retail', 'gastronomy')),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE catalog.shop (
    id uuid PRIMARY KEY,
    retailer_id uuid NOT NULL REFERENCES catalog.retailer,
    key text NOT NULL UNIQUE CHECK (key ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
    name text NOT NULL CHECK (btrim(name) <> '' AND length(name) <= 200),
    street text NOT NULL,
    house_number text NOT NULL,
    postcode text NOT NULL CHECK (postcode ~ '^[0-9]{5}$'),
    city text NOT NULL,
    latitude double precision NOT NULL CHECK (latitude BETWEEN -90 AND 90),
    longitude double precision NOT NULL CHECK (longitude BETWEEN -180 AND 180),
    phone text,
    -- OpenStreetMap's opening_hours syntax.
    opening_hours text,
    description text NOT NULL DEFAULT '',
    preparation_minutes integer NOT NULL CHECK (preparation_minutes BETWEEN 0 AND 1440),
    categories text[] NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    -- What a product's row must agree with.
    UNIQUE (id, retailer_id)
);

CREATE INDEX shop_retailer ON catalog.shop (retailer_id);

CREATE TABLE catalog.product (
    id uuid PRIMARY KEY,
    retailer_id uuid NOT NULL,
    shop_id uuid NOT NULL,
    sku text NOT NULL CHECK (sku <> '' AND length(sku) <= 64),
    -- Ties the variants of one product together.
    variant_group text,
    gtin text CHECK (gtin ~ '^([0-9]{8}|[0-9]{13}|[0-9]{14})$'),
    title text NOT NULL CHECK (btrim(title) <> '' AND length(title) <= 200),
    description text NOT NULL CHECK (length(description) <= 10000),
    brand text CHECK (length(brand) <= 100),
    category text COLLATE "C" NOT NULL,
    price_cents bigint NOT NULL CHECK (price_cents BETWEEN 0 AND 99999999),
    vat_percent smallint NOT NULL CHECK (vat_percent IN (0, 7, 19)),
    weight_grams integer NOT NULL CHECK (weight_grams BETWEEN 0 AND 1000000),
    volume_millilitres integer NOT NULL CHECK (volume_millilitres BETWEEN 0 AND 5000000),
    handling text NOT NULL CHECK (handling IN ('ambient', 'chilled', 'frozen', 'hot', 'fragile', 'bulky')),
    -- Null: as long as the shop takes.
    preparation_minutes integer CHECK (preparation_minutes BETWEEN 0 AND 1440),
    image_url text,
    active boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    title_key text COLLATE "C" NOT NULL GENERATED ALWAYS AS (catalog.fold(title)) STORED,
    -- What trigrams look into.
    search_name text NOT NULL GENERATED ALWAYS AS
        (catalog.fold(title || ' ' || coalesce(brand, '') || ' ' || category)) STORED,
    search tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('pg_catalog.german', catalog.fold(title)), 'A')
        || setweight(array_to_tsvector(array_remove(ARRAY[lower(sku), gtin], NULL)), 'A')
        || setweight(to_tsvector('pg_catalog.german', catalog.fold(coalesce(brand, '') || ' ' || category)), 'B')
        || setweight(to_tsvector('pg_catalog.german', catalog.fold(description)), 'D')
    ) STORED,
    UNIQUE (shop_id, sku),
    FOREIGN KEY (shop_id, retailer_id) REFERENCES catalog.shop (id, retailer_id)
);

CREATE INDEX product_retailer ON catalog.product (retailer_id, title_key, id);
CREATE INDEX product_title ON catalog.product (title_key, id) WHERE active;
CREATE INDEX product_price ON catalog.product (price_cents, id) WHERE active;
CREATE INDEX product_category ON catalog.product (category, id) WHERE active;
CREATE INDEX product_search ON catalog.product USING gin (search);
CREATE INDEX product_search_name ON catalog.product USING gin (search_name gin_trgm_ops);

-- What finds one word: its stem as the beginning of a word of the texts, or itself as the beginning of a SKU or GTIN.
-- The word has letters and digits only.
CREATE FUNCTION catalog.word_query(word text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT to_tsquery('pg_catalog.german', catalog.fold(word) || ':*') || to_tsquery('pg_catalog.simple', lower(word) || ':*')
$$;

-- How well a product fits the words: ts_rank of the words as beginnings, twice that of the words as whole words, and a bonus when the
-- title begins with the first word. The same for every shop. The queries come ready made, so that they are made once a statement.
CREATE FUNCTION catalog.relevance(search tsvector, title_key text, beginnings tsquery, wholes tsquery, first_word text) RETURNS real
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (
        ts_rank(search, beginnings) + 2 * ts_rank(search, wholes) + CASE WHEN starts_with(title_key, first_word) THEN 0.5 ELSE 0 END
    )::real
$$;

-- The last parts of a German compound ("fahrradschlauch" → "schlauch"): ends of the stem that are words of titles, where what stands
-- before them is a word of the catalog, too. A compound is what its last part is.
CREATE FUNCTION catalog.compound_heads(stem text) RETURNS text[] LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
SET enable_seqscan = off AS $$
DECLARE
    heads text[] := '{}';
    beginning text;
    head text;
BEGIN
    FOR cut IN 3 .. length(stem) - 4 LOOP
        beginning := coalesce((ts_lexize('pg_catalog.german_stem', left(stem, cut)))[1], left(stem, cut));
        head := substr(stem, cut + 1);
        IF EXISTS (SELECT FROM catalog.product WHERE search @@ to_tsquery('pg_catalog.simple', head || ':A'))
            AND EXISTS (SELECT FROM catalog.product WHERE search @@ to_tsquery('pg_catalog.simple', beginning)) THEN
            heads := heads || head;
        END IF;
    END LOOP;
    RETURN heads;
END
$$;

-- Products whose names look like the words, 500 at the most: for typos, and for compounds whose parts are there ("Fahrradschlauch" finds
-- "Schlauch"). Every word must share four tenths of its trigrams with a stretch of the name, which is what the similarity says; names
-- with the last part of the longest word have one more. The operator's limit is a setting, hence a function.
CREATE FUNCTION catalog.similar_products(words text[]) RETURNS TABLE (id uuid, similarity real)
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE ROWS 500
SET pg_trgm.word_similarity_threshold = 0.4 SET enable_seqscan = off AS $$
DECLARE
    folded text[] := ARRAY(SELECT catalog.fold(word) FROM unnest(words) AS word);
    longest text := (SELECT word FROM unnest(folded) AS word ORDER BY length(word) DESC LIMIT 1);
    others text[] := array_remove(folded, longest);
    heads text[] := catalog.compound_heads(coalesce((ts_lexize('pg_catalog.german_stem', longest))[1], longest));
BEGIN
    RETURN QUERY
        SELECT found.id, max(found.similarity)::real FROM (
            (
                SELECT product.id, 1 + word_similarity(longest, product.search_name) AS similarity
                FROM catalog.product
                WHERE search @@ to_tsquery('pg_catalog.simple', nullif(array_to_string(heads, ':A | '), '') || ':A')
                    AND (SELECT coalesce(bool_and(word <% product.search_name), true) FROM unnest(others) AS word)
                LIMIT 500
            ) UNION ALL (
                SELECT product.id, word_similarity(longest, product.search_name)
                FROM catalog.product
                WHERE longest <% product.search_name
                    AND (others = '{}' OR (SELECT bool_and(word <% product.search_name) FROM unnest(others) AS word))
                ORDER BY 2 DESC, 1 LIMIT 500
            )
        ) AS found
        GROUP BY found.id ORDER BY 2 DESC LIMIT 500;
END
$$;

-- Apart from the product: a sale changes one narrow row and no search index.
CREATE TABLE catalog.stock_level (
    product_id uuid PRIMARY KEY REFERENCES catalog.product ON DELETE CASCADE,
    -- How many lie in the shop, reserved ones included. Null: nobody counts (made to order).
    on_hand integer CHECK (on_hand BETWEEN 0 AND 1000000000),
    reserved integer NOT NULL DEFAULT 0 CHECK (reserved >= 0),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CHECK (reserved <= on_hand)
) WITH (fillfactor = 70);

-- Stock held for an order and what became of it.
CREATE TABLE catalog.reservation (
    reservation_id uuid NOT NULL,
    product_id uuid NOT NULL REFERENCES catalog.product,
    quantity integer NOT NULL CHECK (quantity > 0),
    -- Whether it was taken from a counted stock; a product may be switched between counted and not while it is held.
    counted boolean NOT NULL,
    state text NOT NULL DEFAULT 'held' CHECK (state IN ('held', 'committed', 'released', 'returned')),
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (reservation_id, product_id)
);

CREATE INDEX reservation_product ON catalog.reservation (product_id) WHERE state = 'held';
