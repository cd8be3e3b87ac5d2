-- Addresses are found by street first: there are a hundred times fewer of these. The table follows from known_address
-- and is written in the same transactions.
CREATE TABLE delivery.street (
    street_normal text NOT NULL,
    postcode text NOT NULL,
    city text NOT NULL,
    street text NOT NULL,
    houses int NOT NULL CHECK (houses > 0),
    -- In the middle of its houses.
    latitude delivery.latitude NOT NULL,
    longitude delivery.longitude NOT NULL,
    PRIMARY KEY (street_normal, postcode)
);
CREATE INDEX street_trigram ON delivery.street USING gin (street_normal gin_trgm_ops);
-- For one or two letters, which have no trigram.
CREATE INDEX street_begin ON delivery.street (street_normal text_pattern_ops);

INSERT INTO delivery.street (street_normal, postcode, city, street, houses, latitude, longitude)
SELECT street_normal, postcode, min(city), min(street), count(*), avg(latitude), avg(longitude)
FROM delivery.known_address GROUP BY street_normal, postcode;

-- Which house is at a place.
CREATE INDEX known_address_place ON delivery.known_address USING gist (point(longitude, latitude));

-- Where the city's bikes deliver to; without a row wherever an address is known.
CREATE TABLE delivery.delivery_area (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    -- A GeoJSON MultiPolygon.
    area jsonb NOT NULL CHECK (area ->> 'type' = 'MultiPolygon'),
    changed_at timestamptz NOT NULL,
    changed_by uuid
);
