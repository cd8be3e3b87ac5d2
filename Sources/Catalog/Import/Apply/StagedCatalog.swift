import Accounts
import Database

/// The good rows of a file in a temporary table, and the set-based statements that make them the catalog's. It lives as long as its
/// transaction.
struct StagedCatalog {
    static let table = TableName("pg_temp", "catalog_import")
    /// So many rows are written by one statement, which keeps each within the time that statements have.
    private static let batchSize = 10_000

    let transaction: Transaction
    let retailer: RetailerID

    static func create(for retailer: RetailerID, in transaction: Transaction) async throws -> StagedCatalog {
        try await transaction.execute(
            "catalog.import.createTable",
            """
            CREATE TEMPORARY TABLE catalog_import (
                line integer NOT NULL, id uuid NOT NULL, shop_id uuid NOT NULL, sku text NOT NULL, title text NOT NULL,
                description text NOT NULL, gtin text, brand text, category text COLLATE "C" NOT NULL, price_cents bigint NOT NULL,
                vat_percent smallint NOT NULL, stock integer, weight_grams integer NOT NULL, volume_millilitres integer NOT NULL,
                handling text NOT NULL, preparation_minutes integer, image_url text, active boolean NOT NULL
            ) ON COMMIT DROP
            """)
        try await transaction.execute(
            "catalog.import.createChanged", "CREATE TEMPORARY TABLE catalog_import_changed (id uuid NOT NULL) ON COMMIT DROP")
        try await transaction.execute(
            "catalog.import.createStock",
            """
            CREATE TEMPORARY TABLE catalog_import_stock (position integer PRIMARY KEY, product_id uuid NOT NULL, stock integer)
            ON COMMIT DROP
            """)
        return StagedCatalog(transaction: transaction, retailer: retailer)
    }

    /// The table's columns, in the order in which ``write(_:to:)`` gives their values.
    static let columns = [
        "line", "id", "shop_id", "sku", "title", "description", "gtin", "brand", "category", "price_cents", "vat_percent",
        "stock",
        "weight_grams", "volume_millilitres", "handling", "preparation_minutes", "image_url", "active",
    ]

    static func write(_ row: ProductRow, to writer: inout CopyWriter) async throws {
        // The id is the product's if it is new.
        try await writer.write(
            row.line, ProductID.new(), row.shopID, row.sku, row.title, row.description, row.gtin, row.brand, row.category,
            row.price,
            row.vat, row.stock, row.weight, row.volume, row.handling, row.preparationMinutes, row.imageURL, row.active)
    }

    /// From here to the transaction's end no other upload of this retailer is applied.
    func lockRetailer() async throws {
        try await transaction.execute(
            "catalog.import.lock", "SELECT pg_advisory_xact_lock(hashtextextended('catalog.import ' || \(retailer)::text, 0))")
    }

    /// Takes out all rows but the first of each SKU of a shop.
    /// - Returns: how many, and the first of them with the line that was there before.
    func removeRepeated() async throws -> (count: Int, repeated: [(line: Int, sku: String, firstLine: Int)]) {
        let rows = try await transaction.query(
            "catalog.import.removeRepeated",
            """
            WITH removed AS (
                DELETE FROM pg_temp.catalog_import AS row USING (
                    SELECT shop_id, sku, min(line) AS first_line FROM pg_temp.catalog_import GROUP BY shop_id, sku HAVING count(*) > 1
                ) AS twin
                WHERE row.shop_id = twin.shop_id AND row.sku = twin.sku AND row.line > twin.first_line
                RETURNING row.line, row.sku, twin.first_line
            )
            SELECT line, sku, first_line, count(*) OVER () FROM removed ORDER BY line LIMIT \(ImportReport.mostProblems)
            """)
        let decoded = try rows.decode(Int.self, String.self, Int.self, Int.self)
        return (decoded.first?.3 ?? 0, decoded.map { (line: $0.0, sku: $0.1, firstLine: $0.2) })
    }

    /// Makes the staged rows the catalog's: new ones are inserted, those in which something differs updated, the others left alone.
    /// - Returns: the number of new products and of those changed.
    func apply(_ format: CatalogFormat, lastLine: Int) async throws -> (created: Int, changed: Int) {
        try await transaction.execute("catalog.import.index", "CREATE INDEX ON pg_temp.catalog_import (line)")
        try await transaction.execute("catalog.import.analyze", "ANALYZE pg_temp.catalog_import")
        // Before anything is new: new products get their stock with them.
        if format.has(.stock) { try await updateStock() }
        var created = 0
        for first in stride(from: 0, through: lastLine, by: Self.batchSize) {
            let lines: SQL = "row.line >= \(first) AND row.line < \(first + Self.batchSize)"
            try await update(format, lines)
            created += try await insert(lines)
        }
        let changed = try await transaction.one(
            "catalog.import.countChanged", "SELECT count(DISTINCT id) FROM pg_temp.catalog_import_changed"
        ).decode(Int.self)
        return (created, changed)
    }

    /// Locks in the order of product ids, as reservations do. Pieces that are reserved stay in the count: they are sold.
    private func updateStock() async throws {
        let count = try await transaction.execute(
            "catalog.import.findStock",
            """
            INSERT INTO pg_temp.catalog_import_stock
            SELECT row_number() OVER (ORDER BY product.id), product.id, row.stock
            FROM pg_temp.catalog_import AS row
            JOIN catalog.product ON product.shop_id = row.shop_id AND product.sku = row.sku
            JOIN catalog.stock_level ON stock_level.product_id = product.id
            WHERE stock_level.on_hand IS DISTINCT FROM \(Self.countedStock)
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
                ), changed AS (
                    UPDATE catalog.stock_level SET on_hand = \(Self.countedStock), updated_at = now()
                    FROM row WHERE stock_level.product_id = row.product_id
                    RETURNING stock_level.product_id
                )
                INSERT INTO pg_temp.catalog_import_changed SELECT product_id FROM changed
                """)
        }
    }

    private static var countedStock: SQL {
        "CASE WHEN row.stock IS NULL THEN NULL ELSE greatest(row.stock, stock_level.reserved) END"
    }

    private func update(_ format: CatalogFormat, _ lines: SQL) async throws {
        let columns = Self.productColumns(in: format)
        func list(_ prefix: SQL) -> SQL { .joined(columns.map { "\(prefix).\(identifier: $0)" }, separator: ", ") }
        try await transaction.execute(
            "catalog.import.update",
            """
            WITH changed AS (
                UPDATE catalog.product SET
                    \(.joined(columns.map { "\(identifier: $0) = row.\(identifier: $0)" }, separator: ", ")), updated_at = now()
                FROM pg_temp.catalog_import AS row
                WHERE product.shop_id = row.shop_id AND product.sku = row.sku AND \(lines)
                    AND (\(list("product"))) IS DISTINCT FROM (\(list("row")))
                RETURNING product.id
            )
            INSERT INTO pg_temp.catalog_import_changed SELECT id FROM changed
            """)
    }

    private func insert(_ lines: SQL) async throws -> Int {
        try await transaction.execute(
            "catalog.import.insert",
            """
            WITH created AS (
                INSERT INTO catalog.product (id, retailer_id, shop_id, sku, title, description, gtin, brand, category, price_cents,
                    vat_percent, weight_grams, volume_millilitres, handling, preparation_minutes, image_url, active)
                SELECT row.id, \(retailer), row.shop_id, row.sku, row.title, row.description, row.gtin, row.brand, row.category,
                    row.price_cents, row.vat_percent, row.weight_grams, row.volume_millilitres, row.handling,
                    row.preparation_minutes, row.image_url, row.active
                FROM pg_temp.catalog_import AS row
                WHERE \(lines) AND NOT EXISTS (
                    SELECT FROM catalog.product WHERE product.shop_id = row.shop_id AND product.sku = row.sku)
                RETURNING id
            )
            INSERT INTO catalog.stock_level (product_id, on_hand)
            SELECT row.id, row.stock FROM created JOIN pg_temp.catalog_import AS row ON row.id = created.id
            """)
    }

    /// The product's columns that a file says something about. What it does not mention stays as it is.
    private static func productColumns(in format: CatalogFormat) -> [String] {
        let sources: [(column: String, from: [CatalogColumn])] = [
            ("title", [.title]), ("description", [.description]), ("gtin", [.gtin]), ("brand", [.brand]),
            ("category", [.category]),
            ("price_cents", [.price]), ("vat_percent", [.vat]), ("weight_grams", [.weightGrams, .weightKilograms]),
            ("volume_millilitres", [.volumeMillilitres, .volumeLitres]), ("handling", [.handling]),
            ("preparation_minutes", [.preparationMinutes]), ("image_url", [.imageURL]), ("active", [.active]),
        ]
        return sources.filter { $0.from.contains(where: format.has) }.map(\.column)
    }
}
