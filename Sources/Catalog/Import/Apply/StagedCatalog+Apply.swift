import Accounts
import Database

/// Makes the staged rows the catalog's. ``check(_:vat:)`` has been done.
extension StagedCatalog {
    /// Inserts new products, updates those in which something differs and leaves the others alone.
    func apply(_ layout: FeedLayout, lastLine: Int) async throws {
        // Before anything is new: new products get their stock with them.
        if layout.provided.contains(.stock) { try await updateStock() }
        for first in stride(from: 0, through: lastLine, by: Self.batchSize) {
            let lines: SQL = "row.line >= \(first) AND row.line < \(first + Self.batchSize)"
            try await update(ProductDiff(layout), lines)
            if layout.canCreate { try await insert(lines) }
        }
    }

    /// Locks in the order of product ids, as reservations do.
    private func updateStock() async throws {
        try await transaction.execute(
            "catalog.import.createStock",
            """
            CREATE TEMPORARY TABLE catalog_import_stock (position integer PRIMARY KEY, product_id uuid NOT NULL, stock integer)
            ON COMMIT DROP
            """)
        let count = try await transaction.execute(
            "catalog.import.findStock",
            """
            INSERT INTO pg_temp.catalog_import_stock
            SELECT row_number() OVER (ORDER BY known.product_id), known.product_id, row.stock
            FROM pg_temp.catalog_import_known AS known JOIN pg_temp.catalog_import AS row ON row.line = known.line
            WHERE known.stock_differs
            """)
        for first in stride(from: 1, through: count, by: Self.batchSize) {
            try await transaction.execute(
                "catalog.import.updateStock",
                """
                WITH row AS (
                    SELECT found.product_id, found.stock
                    FROM pg_temp.catalog_import_stock AS found
                    JOIN catalog.stock_level ON stock_level.product_id = found.product_id
                    WHERE found.position >= \(first) AND found.position < \(first + Self.batchSize)
                    ORDER BY found.product_id
                    FOR UPDATE OF stock_level
                )
                UPDATE catalog.stock_level SET on_hand = \(Self.countedStock), updated_at = now()
                FROM row WHERE stock_level.product_id = row.product_id
                """)
        }
    }

    private func update(_ diff: ProductDiff, _ lines: SQL) async throws {
        guard !diff.columns.isEmpty else { return }
        try await transaction.execute(
            "catalog.import.update",
            """
            UPDATE catalog.product SET
                \(.joined(diff.columns.map { "\(identifier: $0) = \(ProductDiff.newValue($0))" }, separator: ", ")), updated_at = now()
            FROM pg_temp.catalog_import_known AS known JOIN pg_temp.catalog_import AS row ON row.line = known.line
            WHERE product.id = known.product_id AND known.diff IS NOT NULL AND \(lines)
            """)
    }

    private func insert(_ lines: SQL) async throws {
        let columns: SQL = .joined(
            ProductField.allCases.flatMap(\.columns).map { "\(identifier: $0)" }, separator: ", ")
        let values: SQL = .joined(
            ProductField.allCases.flatMap(\.columns).map { "row.\(identifier: $0)" }, separator: ", ")
        try await transaction.execute(
            "catalog.import.insert",
            """
            WITH created AS (
                INSERT INTO catalog.product (id, retailer_id, shop_id, sku, \(columns))
                SELECT row.id, \(retailer), row.shop_id, row.sku, \(values)
                FROM pg_temp.catalog_import AS row
                WHERE \(lines) AND NOT EXISTS (SELECT FROM pg_temp.catalog_import_known AS known WHERE known.line = row.line)
                RETURNING id
            )
            INSERT INTO catalog.stock_level (product_id, on_hand)
            SELECT row.id, row.stock FROM created JOIN pg_temp.catalog_import AS row ON row.id = created.id
            """)
    }
}
