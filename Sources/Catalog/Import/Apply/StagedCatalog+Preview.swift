import Database

/// What a look at a file shows before anything is done.
extension StagedCatalog {
    /// So many of each kind are listed; the counts are of all.
    static let mostItems = 1000

    /// The products of the shops that the file is about: how many can be ordered, how many of those would be sold out or off sale, and how
    /// many the file does not mention.
    func stockAtStake(_ layout: FeedLayout, scope: ImportScope) async throws -> (orderable: Int, goingToZero: Int, missing: Int) {
        var losses: [SQL] = []
        if layout.provided.contains(.stock) { losses.append("row.stock = 0") }
        if layout.provided.contains(.active) { losses.append("NOT row.active") }
        let lost: SQL = losses.isEmpty ? "false" : .joined(losses, separator: " OR ")
        return try await transaction.one(
            "catalog.import.stockAtStake",
            """
            SELECT count(*) FILTER (WHERE can_be_ordered), count(*) FILTER (WHERE can_be_ordered AND is_lost),
                count(*) FILTER (WHERE active AND is_missing)
            FROM (
                SELECT product.active, product.active AND (on_hand IS NULL OR on_hand > reserved) AS can_be_ordered,
                    row.line IS NULL AS is_missing,
                    CASE WHEN row.line IS NULL THEN \(scope == .replace) ELSE coalesce(\(lost), false) END AS is_lost
                FROM catalog.product
                JOIN catalog.stock_level ON stock_level.product_id = product.id
                LEFT JOIN pg_temp.catalog_import_known AS known ON known.product_id = product.id
                LEFT JOIN pg_temp.catalog_import AS row ON row.line = known.line
                WHERE product.shop_id IN (SELECT shop_id FROM pg_temp.catalog_import)
            ) AS product
            """
        ).decode(Int.self, Int.self, Int.self)
    }

    /// Writes the first of what is new, differs and is missing, and all that is refused, to where the retailer can read it.
    func list(into id: ImportID) async throws {
        try await transaction.execute("catalog.import.forgetItems", "DELETE FROM catalog.import_item WHERE import_id = \(id)")
        try await transaction.execute(
            "catalog.import.listNew",
            """
            INSERT INTO catalog.import_item (import_id, kind, position, line, shop_key, sku, title)
            SELECT \(id), 'new', row_number() OVER (ORDER BY row.line), row.line, shop.key, row.sku, row.title
            FROM pg_temp.catalog_import AS row JOIN catalog.shop ON shop.id = row.shop_id
            WHERE NOT EXISTS (SELECT FROM pg_temp.catalog_import_known AS known WHERE known.line = row.line)
            ORDER BY row.line LIMIT \(Self.mostItems)
            """)
        try await transaction.execute(
            "catalog.import.listChanged",
            """
            INSERT INTO catalog.import_item (import_id, kind, position, line, shop_key, sku, title, diff)
            SELECT \(id), 'changed', row_number() OVER (ORDER BY row.line), row.line, shop.key, row.sku, product.title,
                coalesce(known.diff, '{}') || CASE WHEN known.stock_differs
                    THEN jsonb_build_object('stock', jsonb_build_array(stock_level.on_hand, \(Self.countedStock))) ELSE '{}' END
            FROM pg_temp.catalog_import_known AS known
            JOIN pg_temp.catalog_import AS row ON row.line = known.line
            JOIN catalog.product ON product.id = known.product_id
            JOIN catalog.stock_level ON stock_level.product_id = known.product_id
            JOIN catalog.shop ON shop.id = row.shop_id
            WHERE known.diff IS NOT NULL OR known.stock_differs
            ORDER BY row.line LIMIT \(Self.mostItems)
            """)
        try await transaction.execute(
            "catalog.import.listMissing",
            """
            INSERT INTO catalog.import_item (import_id, kind, position, shop_key, sku, title)
            SELECT \(id), 'missing', row_number() OVER (ORDER BY shop.key, product.sku), shop.key, product.sku, product.title
            FROM catalog.product JOIN catalog.shop ON shop.id = product.shop_id
            WHERE product.shop_id IN (SELECT shop_id FROM pg_temp.catalog_import) AND product.active
                AND NOT EXISTS (SELECT FROM pg_temp.catalog_import_known AS known WHERE known.product_id = product.id)
            ORDER BY shop.key, product.sku LIMIT \(Self.mostItems)
            """)
        try await listRefused(into: id)
    }

    /// Keeps which rows are refused for what others say: what is wrong with a row by itself can be read from the file again.
    func listRefused(into id: ImportID) async throws {
        try await transaction.execute(
            "catalog.import.forgetRefused", "DELETE FROM catalog.import_item WHERE import_id = \(id) AND kind = 'refused'")
        try await transaction.execute(
            "catalog.import.listRefused",
            """
            INSERT INTO catalog.import_item (import_id, kind, position, line, "column", value, fault)
            SELECT \(id), 'refused', row_number() OVER (ORDER BY line), line, "column", value, fault FROM pg_temp.catalog_import_refused
            """)
    }
}
