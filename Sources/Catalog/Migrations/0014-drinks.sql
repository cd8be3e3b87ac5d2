-- Drinks are food, with alcohol or without: allergens are named for all of them (LMIV art. 9 (1) c, 21). Before, what was "alkoholfrei" counted as
-- nothing, and spirits as something that only needs an age.

-- The kinds of goods that have duties of their own, told by words of the category: "Lebensmittel > Käse" → food.
CREATE OR REPLACE FUNCTION catalog.legal_kinds(category text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    words text := catalog.fold(category);
    kinds text[] := '{}';
BEGIN
    IF words = '' THEN RETURN kinds; END IF;
    IF words ~ '\m(tabak|tabakwaren|zigaretten|zigarren|e-zigaretten|vapes?)\M' THEN
        kinds := kinds || 'from-18'::text;
    END IF;
    IF words ~ '\m(spirituosen?|schnaps|whisky|wodka|gin|rum|likor)\M' AND words !~ 'glaser|zubehor' THEN
        kinds := kinds || 'food'::text || 'spirit'::text;
        IF words !~ 'alkoholfrei' THEN kinds := kinds || 'from-18'::text; END IF;
    ELSIF words ~ '\m(weine?|rotweine?|weissweine?|rose|schaumweine?|sekt|champagner|prosecco|apfelweine?|cidre|biere?)\M'
        AND words !~ 'essig|glaser|zubehor' THEN
        kinds := kinds || 'food'::text;
        IF words !~ 'alkoholfrei' THEN kinds := kinds || 'from-16'::text; END IF;
    ELSIF words ~ '\m(lebensmittel|feinkost|brote?|brotchen|backwaren|geback|kuchen|torten|belegtes|kase|fleisch|wurst|fisch|antipasti|schinken|nudeln|pasta|pizza|suppen|salate|vorspeisen|hauptgerichte|nachtisch|dolci|desserts?|beilagen|curry|biryani|tandur|reisgerichte|bowls|eis|susses|sussigkeiten|schokolade|knabbern|molkerei|getranke|safte?|limonaden?|wasser|bevande|tee|kaffee|mahlzeiten|menus?|unverpackt)\M'
        AND words !~ 'geschirr|zubehor|tiernahrung' THEN
        kinds := kinds || 'food'::text;
    END IF;
    IF words ~ '\m(spielzeug|spielwaren|kuscheltiere|elektro|elektronik|korperpflege|kosmetik)\M' THEN
        kinds := kinds || 'traced'::text;
    END IF;
    IF words ~ '\m(kuhlschranke?|gefriergerate?|waschmaschinen?|waschetrockner|geschirrspuler|fernseher|monitore?|leuchtmittel)\M' THEN
        kinds := kinds || 'energy-labelled'::text;
    END IF;
    RETURN kinds;
END
$$;

-- What a product lacks, as names of rules (PublishRule in Swift has their words; a test holds both together).
CREATE OR REPLACE FUNCTION catalog.missing_facts(
    category text, gtin text, allergens text[], ingredients text, minimum_age smallint, manufacturer text, manufacturer_contact text,
    energy_class text
) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    kinds text[] := catalog.legal_kinds(category);
    missing text[] := '{}';
BEGIN
    IF kinds = '{}' THEN RETURN missing; END IF;
    IF 'food' = ANY (kinds) THEN
        IF allergens IS NULL THEN missing := missing || 'allergens'::text; END IF;
        -- A number for tills means a package, and packages have a list of ingredients; spirits need none (LMIV art. 16 (4)).
        IF gtin IS NOT NULL AND ingredients IS NULL AND NOT 'spirit' = ANY (kinds) THEN missing := missing || 'ingredients'::text; END IF;
    END IF;
    IF 'from-18' = ANY (kinds) AND minimum_age IS DISTINCT FROM 18 THEN
        missing := missing || 'age-18'::text;
    ELSIF 'from-16' = ANY (kinds) AND minimum_age IS NULL THEN
        missing := missing || 'age-16'::text;
    END IF;
    IF 'traced' = ANY (kinds) AND (manufacturer IS NULL OR manufacturer_contact IS NULL) THEN
        missing := missing || 'manufacturer'::text;
    END IF;
    IF 'energy-labelled' = ANY (kinds) AND energy_class IS NULL THEN missing := missing || 'energy-class'::text; END IF;
    RETURN missing;
END
$$;

-- Written again, so that their generated columns are.
UPDATE catalog.product SET category = category
WHERE catalog.fold(category) ~ '\m(spirituosen?|schnaps|whisky|wodka|gin|rum|likor)\M|alkoholfrei';
