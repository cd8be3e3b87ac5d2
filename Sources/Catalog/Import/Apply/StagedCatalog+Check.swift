import Accounts
import Database

/// What the rows of a file say together: repeated numbers, variants that take from their product, products that are there.
extension StagedCatalog {
    /// Takes out the rows that cannot stand, completes those that take from others, and finds out which products are there and in what
    /// they differ. After this the staged rows are those that can be applied.
    /// - Parameter progress: called with the number of lines compared.
    func check(_ layout: FeedLayout, vat: VATRate, lastLine: Int, progress: (Int) -> Void) async throws {
        // A COPY has its own rule for time; what follows works on all rows at once.
        try await transaction.execute("catalog.import.liftTimeout", "SET LOCAL statement_timeout = 0")
        try await transaction.execute("catalog.import.index", "CREATE INDEX ON pg_temp.catalog_import (line)")
        try await transaction.execute("catalog.import.analyze", "ANALYZE pg_temp.catalog_import")
        try await removeRepeated(skuColumn: layout.skuColumn)
        if layout.format == .wooCommerce || layout.format == .shopware { try await inherit(vat: vat) }
        if layout.canCreate { try await removeIncomplete() }
        try await match(layout, lastLine: lastLine, progress)
        if !layout.canCreate { try await removeUnknown(skuColumn: layout.skuColumn) }
    }

    /// Takes out all rows but the first of each SKU of a shop.
    private func removeRepeated(skuColumn: String) async throws {
        try await transaction.execute(
            "catalog.import.removeRepeated",
            """
            WITH removed AS (
                DELETE FROM pg_temp.catalog_import AS row USING (
                    SELECT shop_id, sku, min(line) AS first_line FROM pg_temp.catalog_import GROUP BY shop_id, sku HAVING count(*) > 1
                ) AS twin
                WHERE row.shop_id = twin.shop_id AND row.sku = twin.sku AND row.line > twin.first_line
                RETURNING row.line, row.sku, twin.first_line
            )
            INSERT INTO pg_temp.catalog_import_refused
            SELECT line, \(skuColumn), sku, jsonb_build_object('repeatedSKU', jsonb_build_object('firstLine', first_line)) FROM removed
            """)
    }

    /// Variants take from the row that they name what they do not say; rows that others take from are no articles.
    private func inherit(vat: VATRate) async throws {
        let whenMissing: SQL = .joined(
            [
                "title", "price_cents", "vat_percent", "brand", "image_url", "preparation_minutes", "strike_price_cents",
                "ingredients",
                "allergens", "minimum_age", "manufacturer", "manufacturer_contact", "energy_class", "content_amount",
                "content_unit",
            ].map { "\(identifier: $0) = coalesce(child.\(identifier: $0), parent.\(identifier: $0))" }, separator: ", ")
        let whenZero: SQL = .joined(
            ["weight_grams", "volume_millilitres", "deposit_cents"].map {
                "\(identifier: $0) = coalesce(nullif(child.\(identifier: $0), 0), parent.\(identifier: $0))"
            }, separator: ", ")
        try await transaction.execute(
            "catalog.import.inherit",
            """
            UPDATE pg_temp.catalog_import AS child SET \(whenMissing), \(whenZero),
                description = coalesce(nullif(child.description, ''), parent.description),
                category = coalesce(nullif(child.category, ''), parent.category),
                more_images = coalesce(nullif(child.more_images, '{}'), parent.more_images),
                handling = coalesce(nullif(child.handling, 'ambient'), parent.handling),
                active = child.active AND parent.active, variant_group = parent.sku
            FROM (SELECT unnest(group_keys) AS key, * FROM pg_temp.catalog_import WHERE group_keys <> '{}') AS parent
            WHERE child.parent_key = parent.key
            """)
        try await transaction.execute(
            "catalog.import.removeParents",
            """
            DELETE FROM pg_temp.catalog_import AS row
            WHERE row.is_container OR row.line IN (
                SELECT parent.line FROM (SELECT unnest(group_keys) AS key, line FROM pg_temp.catalog_import) AS parent
                JOIN pg_temp.catalog_import AS child ON child.parent_key = parent.key)
            """)
        try await transaction.execute(
            "catalog.import.defaultVAT", "UPDATE pg_temp.catalog_import SET vat_percent = \(vat) WHERE vat_percent IS NULL")
    }

    /// Takes out rows that have no title or no price, of their own or from others.
    private func removeIncomplete() async throws {
        try await transaction.execute(
            "catalog.import.removeIncomplete",
            """
            WITH removed AS (
                DELETE FROM pg_temp.catalog_import WHERE title IS NULL OR price_cents IS NULL RETURNING line, sku, title
            )
            INSERT INTO pg_temp.catalog_import_refused
            SELECT line, CASE WHEN title IS NULL THEN 'title' ELSE 'price' END, '', \(JSONB(ImportFault.empty)) FROM removed
            """)
    }

    /// Finds the products that are there and what differs.
    private func match(_ layout: FeedLayout, lastLine: Int, _ progress: (Int) -> Void) async throws {
        let diff = ProductDiff(layout)
        let stockDiffers: SQL =
            layout.provided.contains(.stock) ? "stock_level.on_hand IS DISTINCT FROM \(Self.countedStock)" : "false"
        for range in ranges(to: lastLine) {
            try await transaction.execute(
                "catalog.import.match",
                """
                INSERT INTO pg_temp.catalog_import_known
                SELECT row.line, product.id, \(diff.expression), \(stockDiffers)
                FROM pg_temp.catalog_import AS row
                JOIN catalog.product ON product.shop_id = row.shop_id AND product.sku = row.sku
                JOIN catalog.stock_level ON stock_level.product_id = product.id
                WHERE \(range.lines)
                """)
            progress(range.last)
        }
        try await transaction.execute("catalog.import.indexKnown", "CREATE INDEX ON pg_temp.catalog_import_known (line)")
        try await transaction.execute("catalog.import.analyzeKnown", "ANALYZE pg_temp.catalog_import_known")
    }

    /// Pieces that are reserved stay in the count: they are sold.
    static var countedStock: SQL {
        "CASE WHEN row.stock IS NULL THEN NULL ELSE greatest(row.stock, stock_level.reserved) END"
    }

    /// Of a file of stocks and prices, takes out the rows whose product is not there.
    private func removeUnknown(skuColumn: String) async throws {
        try await transaction.execute(
            "catalog.import.removeUnknown",
            """
            WITH removed AS (
                DELETE FROM pg_temp.catalog_import AS row
                WHERE NOT EXISTS (SELECT FROM pg_temp.catalog_import_known AS known WHERE known.line = row.line)
                RETURNING line, sku
            )
            INSERT INTO pg_temp.catalog_import_refused
            SELECT line, \(skuColumn), sku, \(JSONB(ImportFault.productUnknown)) FROM removed
            """)
    }

    /// What was refused here: how many rows, and the first of the problems.
    func refused() async throws -> (count: Int, problems: [ImportProblem]) {
        let rows = try await transaction.query(
            "catalog.import.refused",
            """
            SELECT line, "column", value, fault, count(*) OVER () FROM pg_temp.catalog_import_refused
            ORDER BY line LIMIT \(ImportReport.mostProblems)
            """
        ).decode(Int.self, String.self, String.self, JSONB<ImportFault>.self, Int.self)
        return (rows.first?.4 ?? 0, rows.map { ImportProblem(line: $0.0, column: $0.1, value: $0.2, fault: $0.3.value) })
    }

    /// Rows that can be applied, and among them products that are new and products that differ.
    func counts() async throws -> (rows: Int, created: Int, changed: Int) {
        try await transaction.one(
            "catalog.import.counts",
            """
            SELECT (SELECT count(*) FROM pg_temp.catalog_import),
                (SELECT count(*) FROM pg_temp.catalog_import) - (SELECT count(*) FROM pg_temp.catalog_import_known),
                (SELECT count(*) FROM pg_temp.catalog_import_known WHERE diff IS NOT NULL OR stock_differs)
            """
        ).decode(Int.self, Int.self, Int.self)
    }
}
