-- Pictures of products and shops, scaled for pages.
CREATE TABLE catalog.picture (
    -- SHA-256 of its largest rendition, so that the same picture is kept once and never changes under its name.
    id         text        PRIMARY KEY CHECK (id ~ '^[0-9a-f]{64}$'),
    -- Of the largest rendition, to keep its place free on pages.
    width      integer     NOT NULL CHECK (width BETWEEN 1 AND 960),
    height     integer     NOT NULL CHECK (height BETWEEN 1 AND 8192),
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE catalog.picture_rendition (
    picture_id text     NOT NULL REFERENCES catalog.picture ON DELETE CASCADE,
    -- The width asked for; pictures that are narrower stay so.
    size       smallint NOT NULL CHECK (size IN (160, 480, 960)),
    jpeg       bytea    NOT NULL CHECK (octet_length(jpeg) > 0),
    PRIMARY KEY (picture_id, size)
);
-- JPEG does not shrink any more.
ALTER TABLE catalog.picture_rendition ALTER COLUMN jpeg SET STORAGE EXTERNAL;

-- Addresses in the net that products name, what was found there, and the queue of those that wait to be fetched.
CREATE TABLE catalog.picture_source (
    -- Of the address, which is longer than an index takes. Two addresses of one digest would share a picture, no more.
    digest      text        PRIMARY KEY GENERATED ALWAYS AS (md5(address)) STORED,
    address     text        NOT NULL CHECK (length(address) BETWEEN 1 AND 2000),
    picture_id  text        REFERENCES catalog.picture,
    attempts    smallint    NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    -- Until then nobody tries. Null: nobody tries any more, or it is here.
    fetch_after timestamptz DEFAULT now(),
    tried_at    timestamptz,
    -- Why there is no picture, as a name of PictureFault.
    problem     text,
    created_at  timestamptz NOT NULL DEFAULT now(),
    CHECK (picture_id IS NULL OR (fetch_after IS NULL AND problem IS NULL))
);
CREATE INDEX picture_source_waiting ON catalog.picture_source (fetch_after) WHERE fetch_after IS NOT NULL;
CREATE INDEX picture_source_failed ON catalog.picture_source (digest) WHERE problem IS NOT NULL;
CREATE INDEX picture_source_picture ON catalog.picture_source (picture_id) WHERE picture_id IS NOT NULL;

-- What was uploaded counts before what the file names; so the same file twice still changes nothing.
ALTER TABLE catalog.product ADD COLUMN picture_id text REFERENCES catalog.picture;
CREATE INDEX product_picture ON catalog.product (picture_id) WHERE picture_id IS NOT NULL;
ALTER TABLE catalog.shop ADD COLUMN logo_id text REFERENCES catalog.picture;
CREATE INDEX shop_logo ON catalog.shop (logo_id) WHERE logo_id IS NOT NULL;

INSERT INTO catalog.picture_source (address)
SELECT DISTINCT address FROM catalog.product, unnest(array_append(more_images, image_url)) AS address
WHERE address ~ '^https?://' AND length(address) <= 2000
ON CONFLICT (digest) DO NOTHING;
