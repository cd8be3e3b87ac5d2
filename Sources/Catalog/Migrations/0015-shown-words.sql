-- The words of retailers that are not shown are no words of the shop window.

-- Makes the vocabulary anew. False when nothing had changed or another is at it. Also a retailer that is shown from now on, or no more, is a change.
CREATE OR REPLACE FUNCTION catalog.refresh_vocabulary() RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    found record;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('catalog.vocabulary')) THEN RETURN false; END IF;
    SELECT count(*) AS products, greatest(max(updated_at), (SELECT max(updated_at) FROM catalog.retailer)) AS last_product_at
    INTO found FROM catalog.product WHERE active;
    IF EXISTS (SELECT FROM catalog.vocabulary_state AS state
        WHERE state.products = found.products AND state.last_product_at IS NOT DISTINCT FROM found.last_product_at) THEN
        RETURN false;
    END IF;
    CREATE TEMPORARY TABLE fresh ON COMMIT DROP AS
        WITH offered AS (
            SELECT id, shop_id, title, brand, category FROM catalog.product
            WHERE active AND missing_facts = '{}' AND retailer_id NOT IN (SELECT id FROM catalog.retailer WHERE missing_trader_facts <> '{}')
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

-- Whether an offered product has the word as ProductListing asks for it: a word of its texts begins with it, or its name has it within.
CREATE OR REPLACE FUNCTION catalog.is_known(word text) RETURNS boolean LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET enable_seqscan = off AS $$
    SELECT EXISTS (
        SELECT FROM catalog.product WHERE active AND missing_facts = '{}'
            AND retailer_id NOT IN (SELECT id FROM catalog.retailer WHERE missing_trader_facts <> '{}') AND search @@ catalog.word_query(word)
    ) OR length(word) >= 3 AND EXISTS (
        SELECT FROM catalog.product
        WHERE active AND missing_facts = '{}'
            AND retailer_id NOT IN (SELECT id FROM catalog.retailer WHERE missing_trader_facts <> '{}') AND search_name LIKE '%' || catalog.inner_part(word) || '%'
    )
$$;
