-- The words of the shop window, for suggestions, typing errors and compounds: a read model that is made anew from the products from
-- time to time. Words are folded as the products' texts are.

-- Edit distance in C. Trusted, so the database's owner may create it.
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch WITH SCHEMA public;

CREATE TABLE catalog.vocabulary (
    kind     text             NOT NULL CHECK (kind IN ('word', 'brand', 'category', 'shop')),
    -- Folded; of a category its last name, of brands and shops the whole name.
    folded   text COLLATE "C" NOT NULL,
    -- As people read it; the whole path of a category, the key of a shop beside its name.
    shown    text             NOT NULL,
    -- The category's path, the shop's key; empty for words and brands.
    target   text             NOT NULL DEFAULT '',
    -- Of a word without its ending, so that "Kartofel" is near to "Kartoffeln".
    stem     text             NOT NULL DEFAULT '',
    -- How many offered products have it.
    products integer          NOT NULL CHECK (products > 0),
    PRIMARY KEY (folded, kind, target)
);
-- Beginnings are found by the primary key: from the text to the text with Unicode's last character behind it (collation "C"; starts_with()
-- uses an index only where the text is known when the statement is planned). This finds what looks similar.
CREATE INDEX vocabulary_similar ON catalog.vocabulary USING gin (folded gin_trgm_ops);
-- Ends of words are the beginnings of what is read backwards.
CREATE INDEX vocabulary_end ON catalog.vocabulary (reverse(folded)) WHERE kind = 'word';

-- When it was made, and what from: nothing is done when nothing has changed.
CREATE TABLE catalog.vocabulary_state (
    only_row        boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
    products        bigint      NOT NULL,
    last_product_at timestamptz,
    refreshed_at    timestamptz NOT NULL
);

-- Letters that other languages bring along ("Phở", "Čevapčići") lose their marks as well. Only texts that have such letters pay for it.
CREATE OR REPLACE FUNCTION catalog.fold(words text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    folded text := lower(words);
BEGIN
    IF octet_length(folded) <> char_length(folded) THEN
        folded := replace(replace(replace(replace(folded, 'ä', 'a'), 'ö', 'o'), 'ü', 'u'), 'ß', 'ss');
        IF octet_length(folded) <> char_length(folded) THEN
            folded := translate(folded, 'àáâãåçèéêëìíîïñòóôõøùúûýÿ', 'aaaaaceeeeiiiinooooouuuyy');
            IF folded ~ '[\u0100-\u024f\u1e00-\u1eff]' THEN
                folded := translate(regexp_replace(normalize(folded, NFD), '[\u0300-\u036f]', '', 'g'), 'đłı', 'dli');
            END IF;
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

-- What has such letters is written again, so that its generated columns are.
UPDATE catalog.product SET title = title
WHERE title || coalesce(brand, '') || category || description ~ '[\u0100-\u024f\u1e00-\u1eff]';

-- Makes the vocabulary anew. False when nothing had changed or another is at it.
CREATE FUNCTION catalog.refresh_vocabulary() RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    found record;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('catalog.vocabulary')) THEN RETURN false; END IF;
    SELECT count(*) AS products, max(updated_at) AS last_product_at INTO found FROM catalog.product WHERE active;
    IF EXISTS (SELECT FROM catalog.vocabulary_state AS state
        WHERE state.products = found.products AND state.last_product_at IS NOT DISTINCT FROM found.last_product_at) THEN
        RETURN false;
    END IF;
    CREATE TEMPORARY TABLE fresh ON COMMIT DROP AS
        WITH offered AS (
            SELECT id, shop_id, title, brand, category FROM catalog.product WHERE active AND missing_facts = '{}'
        ), token AS (
            -- Folded once for each distinct word, not for each product.
            SELECT word, count(*) AS products FROM offered, LATERAL (
                SELECT DISTINCT unnest(string_to_array(translate(title || ' ' || coalesce(brand, '') || ' ' || category,
                    E'„“”‚‘’«»–—×…·|,.;:()/+&!?"''<>=*%°²³€-\t\n', repeat(' ', 42)), ' ')) AS word
            ) AS words WHERE length(word) BETWEEN 3 AND 40 AND word !~ '[0-9]' GROUP BY word
        ), word AS (
            SELECT catalog.fold(word) AS folded, word AS shown, products FROM token
        )
        SELECT 'word' AS kind, folded, (array_agg(shown ORDER BY products DESC, shown))[1] AS shown, '' AS target,
            sum(products)::integer AS products
        FROM word WHERE length(folded) >= 3 GROUP BY folded
        UNION ALL
        SELECT 'brand', catalog.fold(brand), max(brand), '', count(*)::integer FROM offered WHERE brand <> '' GROUP BY catalog.fold(brand)
        UNION ALL
        SELECT 'category', catalog.fold(split_part(path, ' > ', -1)), split_part(path, ' > ', -1), path, sum(products)::integer
        FROM (SELECT category, count(*) AS products FROM offered WHERE category <> '' GROUP BY category) AS used, LATERAL (
            SELECT array_to_string((string_to_array(category, ' > '))[1:depth], ' > ') AS path
            FROM generate_series(1, cardinality(string_to_array(category, ' > '))) AS depth
        ) AS paths GROUP BY path
        UNION ALL
        SELECT 'shop', catalog.fold(name), name, key, products FROM catalog.shop
        JOIN (SELECT shop_id, count(*)::integer AS products FROM offered GROUP BY shop_id) AS sells ON sells.shop_id = shop.id;
    DELETE FROM catalog.vocabulary AS old WHERE NOT EXISTS (
        SELECT FROM fresh WHERE fresh.kind = old.kind AND fresh.folded = old.folded AND fresh.target = old.target);
    INSERT INTO catalog.vocabulary (kind, folded, shown, target, stem, products)
    SELECT kind, folded, shown, target, CASE kind WHEN 'word' THEN coalesce((ts_lexize('pg_catalog.german_stem', folded))[1], folded) ELSE '' END,
        products
    FROM fresh
    ON CONFLICT (folded, kind, target) DO UPDATE SET shown = excluded.shown, products = excluded.products
    WHERE (vocabulary.shown, vocabulary.products) IS DISTINCT FROM (excluded.shown, excluded.products);
    INSERT INTO catalog.vocabulary_state (products, last_product_at, refreshed_at)
    VALUES (found.products, found.last_product_at, clock_timestamp())
    ON CONFLICT (only_row) DO UPDATE SET products = excluded.products, last_product_at = excluded.last_product_at,
        refreshed_at = excluded.refreshed_at;
    RETURN true;
END
$$;

-- Words of the shop window that somebody may have meant, the likeliest first: one typing error, from six letters on two where two are
-- allowed. Numbers are never mended. Both are folded.
CREATE FUNCTION catalog.meant(word text, most_errors integer DEFAULT 2) RETURNS text[] LANGUAGE sql STABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(near.folded), '{}') FROM (
        SELECT folded FROM catalog.vocabulary,
            LATERAL least(levenshtein_less_equal(folded, word, 2), levenshtein_less_equal(stem, word, 2)) AS distance
        WHERE kind = 'word' AND folded % word AND word !~ '[0-9]' AND length(word) >= 4
            AND distance <= CASE WHEN length(word) < 6 THEN 1 ELSE most_errors END
        ORDER BY distance, products DESC, folded LIMIT 3
    ) AS near
$$;

-- What of a word is looked for inside of names: its stem where that is long enough to tell something ("Schläuche" → "schlauch", as in
-- "Fahrradschlauch"), else the word.
CREATE FUNCTION catalog.inner_part(word text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN length(stem) >= 4 AND starts_with(folded, stem) THEN stem ELSE folded END
    FROM (SELECT catalog.fold(word) AS folded) AS folded,
        LATERAL (SELECT coalesce((ts_lexize('pg_catalog.german_stem', folded))[1], folded) AS stem) AS stemmed
$$;

-- How well a product fits the words: ts_rank of the words as beginnings, twice that of the words as whole words, the share of the words
-- that the title has, also inside of longer ones, and a bonus when the title begins with the first word. The same for every shop.
-- The queries come ready made, so that they are made once a statement.
CREATE FUNCTION catalog.relevance(
    search tsvector, title_key text, beginnings tsquery, wholes tsquery, words text[]
) RETURNS real LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    word text;
    inside integer := 0;
BEGIN
    FOREACH word IN ARRAY words LOOP
        IF strpos(title_key, word) > 0 THEN inside := inside + 1; END IF;
    END LOOP;
    RETURN ts_rank(search, beginnings) + 2 * ts_rank(search, wholes) + inside::real / greatest(cardinality(words), 1)
        + CASE WHEN starts_with(title_key, words[1]) THEN 0.5 ELSE 0 END;
END
$$;

-- Whether an offered product has the word as ProductListing asks for it: a word of its texts begins with it, or its name has it within.
CREATE FUNCTION catalog.is_known(word text) RETURNS boolean LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET enable_seqscan = off AS $$
    SELECT EXISTS (
        SELECT FROM catalog.product WHERE active AND missing_facts = '{}' AND search @@ catalog.word_query(word)
    ) OR length(word) >= 3 AND EXISTS (
        SELECT FROM catalog.product
        WHERE active AND missing_facts = '{}' AND search_name LIKE '%' || catalog.inner_part(word) || '%'
    )
$$;

-- How well a text is known as the first part of a compound: 3 as a word, 2 as the beginning of one, 1 as a typing error of one, 0 not.
-- The "s" that joins German words is left off.
CREATE FUNCTION catalog.known_as_beginning(part text) RETURNS integer LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE AS $$
DECLARE
    bare text := CASE WHEN length(part) > 5 THEN rtrim(part, 's') ELSE part END;
    core text := coalesce((ts_lexize('pg_catalog.german_stem', bare))[1], bare);
BEGIN
    IF EXISTS (SELECT FROM catalog.vocabulary
        WHERE kind = 'word' AND folded >= core AND folded < core || U&'\+10FFFF' AND length(folded) <= length(bare) + 2
            AND stem = core) THEN
        RETURN 3;
    ELSIF length(core) >= 4 AND EXISTS (SELECT FROM catalog.vocabulary
        WHERE kind = 'word' AND folded >= core AND folded < core || U&'\+10FFFF') THEN
        RETURN 2;
    ELSIF length(bare) >= 5 AND catalog.meant(bare) <> '{}' THEN
        RETURN 1;
    END IF;
    RETURN 0;
END
$$;

-- How well a text is known as the last part of a compound: 2 as a word, 1 as the end of one, 0 not.
CREATE FUNCTION catalog.known_as_head(part text) RETURNS integer LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE AS $$
DECLARE
    core text := coalesce((ts_lexize('pg_catalog.german_stem', part))[1], part);
BEGIN
    IF ts_lexize('pg_catalog.german_stem', part) = '{}' THEN
        -- "ein", "der" and their like are no last parts.
        RETURN 0;
    ELSIF EXISTS (SELECT FROM catalog.vocabulary
        WHERE kind = 'word' AND folded >= core AND folded < core || U&'\+10FFFF' AND length(folded) <= length(part) + 2
            AND stem = core) THEN
        RETURN 2;
    ELSIF length(part) >= 5 AND EXISTS (SELECT FROM catalog.vocabulary
        WHERE kind = 'word' AND reverse(folded) >= reverse(part) AND reverse(folded) < reverse(part) || U&'\+10FFFF') THEN
        RETURN 1;
    END IF;
    RETURN 0;
END
$$;

-- The two parts of a German compound that the shop window knows best ("fahrradpumpe" → "fahrrad", "pumpe", where there is a
-- "Standpumpe"), and how well; of equals the one with the longer last part. A compound is what its last part is. No row: it is none.
CREATE FUNCTION catalog.compound_parts(word text, OUT beginning text, OUT head text, OUT certainty integer)
RETURNS SETOF record LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE AS $$
DECLARE
    best integer := 0;
    as_head integer;
    as_beginning integer;
BEGIN
    IF word ~ '[0-9]' THEN RETURN; END IF;
    FOR cut IN 3 .. length(word) - 3 LOOP
        as_head := catalog.known_as_head(substr(word, cut + 1));
        CONTINUE WHEN as_head = 0;
        as_beginning := catalog.known_as_beginning(left(word, cut));
        IF as_beginning > 0 AND as_head + as_beginning > best THEN
            best := as_head + as_beginning;
            beginning := left(word, cut);
            head := substr(word, cut + 1);
        END IF;
    END LOOP;
    certainty := best;
    IF best > 0 THEN RETURN NEXT; END IF;
END
$$;

-- What each word of a question may mean, in their order: itself where products have it; else what it is with one typing error; else the last
-- part of the compound that it surely is, with the part before; else what it is with two typing errors; else a less certain compound.
-- None: nothing looks like it.
CREATE FUNCTION catalog.understand(words text[]) RETURNS TABLE (meanings text[], beginning text)
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE AS $$
DECLARE
    word text;
    folded text;
    parts record;
BEGIN
    FOREACH word IN ARRAY words LOOP
        beginning := NULL;
        folded := catalog.fold(word);
        IF catalog.is_known(word) THEN
            meanings := ARRAY[word];
            RETURN NEXT;
            CONTINUE;
        END IF;
        meanings := catalog.meant(folded, 1);
        IF meanings = '{}' THEN
            SELECT * INTO parts FROM catalog.compound_parts(folded);
            IF parts.certainty IS NULL OR parts.certainty < 4 THEN meanings := catalog.meant(folded); END IF;
            IF meanings = '{}' AND parts.head IS NOT NULL THEN
                beginning := parts.beginning;
                meanings := ARRAY[parts.head];
            END IF;
        END IF;
        RETURN NEXT;
    END LOOP;
END
$$;

-- Their work is done by the vocabulary.
DROP FUNCTION catalog.similar_products(text[]);
DROP FUNCTION catalog.compound_heads(text);
DROP FUNCTION catalog.relevance(tsvector, text, tsquery, tsquery, text);
