-- What a shopper chooses with a product, when it can be had, and in what it is packed.
ALTER TABLE catalog.product
    -- "Größe (1): klein; groß +3,00 | Extras (0-3): Käse +1,50; Oliven +1,00", as ProductChoices writes it; empty: nothing to choose.
    ADD COLUMN choices text NOT NULL DEFAULT '' CHECK (length(choices) <= 5000),
    -- OpenStreetMap's opening_hours syntax. Null: whenever the shop delivers.
    ADD COLUMN available_hours text CHECK (length(available_hours) BETWEEN 1 AND 500),
    -- What is charged beside the price for packaging that comes back. Null: there is none.
    ADD COLUMN reusable_deposit_cents integer CHECK (reusable_deposit_cents BETWEEN 0 AND 10000);
