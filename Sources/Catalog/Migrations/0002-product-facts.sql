-- What the law and the shopper want to know of a product besides its name and price.
ALTER TABLE catalog.product
    -- What tells the variants of one group apart: names and values in turn.
    ADD COLUMN options text[] NOT NULL DEFAULT '{}'
        CHECK (cardinality(options) % 2 = 0 AND cardinality(options) <= 12 AND array_position(options, NULL) IS NULL),
    -- Besides image_url.
    ADD COLUMN more_images text[] NOT NULL DEFAULT '{}'
        CHECK (cardinality(more_images) <= 30 AND array_position(more_images, NULL) IS NULL),
    -- The price that the retailer asked before, or recommends; shown only while it is above the price.
    ADD COLUMN strike_price_cents bigint CHECK (strike_price_cents BETWEEN 1 AND 99999999),
    -- Beside the price, never in it.
    ADD COLUMN deposit_cents integer NOT NULL DEFAULT 0 CHECK (deposit_cents BETWEEN 0 AND 100000),
    ADD COLUMN content_amount integer CHECK (content_amount BETWEEN 1 AND 1000000000),
    ADD COLUMN content_unit text CHECK (content_unit IN ('g', 'ml', 'mm', 'cm2')),
    ADD CONSTRAINT product_content CHECK ((content_amount IS NULL) = (content_unit IS NULL)),
    ADD COLUMN ingredients text CHECK (length(ingredients) BETWEEN 1 AND 5000),
    -- Null: not declared. Empty: declared to have none.
    ADD COLUMN allergens text[] CHECK (allergens <@ ARRAY['gluten', 'crustaceans', 'eggs', 'fish', 'peanuts', 'soya', 'milk',
        'nuts', 'celery', 'mustard', 'sesame', 'sulphites', 'lupin', 'molluscs']),
    ADD COLUMN minimum_age smallint CHECK (minimum_age IN (16, 18)),
    ADD COLUMN manufacturer text CHECK (length(manufacturer) BETWEEN 1 AND 200),
    ADD COLUMN manufacturer_contact text CHECK (length(manufacturer_contact) BETWEEN 1 AND 500),
    ADD COLUMN energy_class text CHECK (energy_class IN ('A', 'B', 'C', 'D', 'E', 'F', 'G')),
    ADD CONSTRAINT product_variant_group CHECK (length(variant_group) BETWEEN 1 AND 200);

CREATE INDEX product_variants ON catalog.product (shop_id, variant_group) WHERE variant_group IS NOT NULL;
