-- While a file is applied, its row in catalog.import gets a new version with every heartbeat, and none of them can be cleared away before the
-- transaction ends. The foreign key of each effect walked all of them: the longer the apply, the slower. A row that nobody updates stands between.
CREATE TABLE catalog.import_journal (
    import_id uuid PRIMARY KEY REFERENCES catalog.import ON DELETE CASCADE
);
INSERT INTO catalog.import_journal SELECT DISTINCT import_id FROM catalog.import_effect;
ALTER TABLE catalog.import_effect
    DROP CONSTRAINT import_effect_import_id_fkey,
    ADD CONSTRAINT import_effect_import_id_fkey FOREIGN KEY (import_id) REFERENCES catalog.import_journal ON DELETE CASCADE;
