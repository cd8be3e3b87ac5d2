-- What a retailer has on sale that is not published, for their own page.
CREATE INDEX product_withheld ON catalog.product (retailer_id, title_key, id) WHERE active AND missing_facts <> '{}';
