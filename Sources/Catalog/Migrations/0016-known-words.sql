-- Whether an offered product has the word as ProductListing asks for it: a word of its texts begins with it, or its name has it within.
--
-- The planner does not know the word, expects many products to have it, and thinks that walking through any index meets one soon: a misspelt word,
-- that none has, took seconds. So nothing but the words' indexes is left to it: other scans are switched off, and what is offered is asked for behind
-- OFFSET 0, since partial indexes could be read for that as a whole. What is switched off costs 10^10 in its eyes, for which it would
-- compile the plan, too.
CREATE OR REPLACE FUNCTION catalog.is_known(word text) RETURNS boolean LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off SET jit = off AS $$
    SELECT EXISTS (
        SELECT FROM (
            SELECT active, missing_facts, retailer_id FROM catalog.product WHERE search @@ catalog.word_query(word) OFFSET 0
        ) AS found WHERE active AND missing_facts = '{}'
            AND retailer_id NOT IN (SELECT id FROM catalog.retailer WHERE missing_trader_facts <> '{}')
    ) OR length(word) >= 3 AND EXISTS (
        SELECT FROM (
            SELECT active, missing_facts, retailer_id FROM catalog.product
            WHERE search_name LIKE '%' || catalog.inner_part(word) || '%' OFFSET 0
        ) AS found WHERE active AND missing_facts = '{}'
            AND retailer_id NOT IN (SELECT id FROM catalog.retailer WHERE missing_trader_facts <> '{}')
    )
$$;
