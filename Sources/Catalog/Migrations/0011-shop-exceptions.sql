-- Days on which a shop has other hours than usual.
CREATE TABLE catalog.shop_exception (
    shop_id uuid NOT NULL REFERENCES catalog.shop ON DELETE CASCADE,
    day     date NOT NULL,
    -- "10:00-14:00", several with commas, or "off".
    hours   text NOT NULL CHECK (length(hours) BETWEEN 3 AND 200),
    -- Why, for shoppers.
    note    text NOT NULL DEFAULT '' CHECK (length(note) <= 200),
    PRIMARY KEY (shop_id, day)
);
