-- A product that lacks what the law wants for its kind is not published. The kind follows from words of its category; what it
-- lacks is kept with it, so that no way into the table goes past the gate.

-- The kinds of goods that have duties of their own, told by words of the category: "Lebensmittel > Käse" → food.
CREATE FUNCTION catalog.legal_kinds(category text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    words text := catalog.fold(category);
    kinds text[] := '{}';
BEGIN
    IF words = '' THEN RETURN kinds; END IF;
    IF words ~ '\m(spirituosen?|schnaps|whisky|wodka|gin|rum|likor|tabak|tabakwaren|zigaretten|zigarren|e-zigaretten|vapes?)\M' THEN
        kinds := kinds || 'from-18'::text;
    END IF;
    IF words ~ '\m(weine?|rotweine?|weissweine?|rose|schaumweine?|sekt|champagner|prosecco|apfelweine?|cidre|biere?)\M'
        AND words !~ 'alkoholfrei|essig|glaser|zubehor' THEN
        kinds := kinds || 'from-16'::text || 'food'::text;
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
CREATE FUNCTION catalog.missing_facts(
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
        -- A number for tills means a package, and packages have a list of ingredients.
        IF gtin IS NOT NULL AND ingredients IS NULL THEN missing := missing || 'ingredients'::text; END IF;
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

ALTER TABLE catalog.product ADD COLUMN missing_facts text[] NOT NULL GENERATED ALWAYS AS (
    catalog.missing_facts(category, gtin, allergens, ingredients, minimum_age, manufacturer, manufacturer_contact, energy_class
    )) STORED;
