import Accounts
import Database

/// Makes the staged rows the catalog's, and notes what that changed. ``check(_:vat:)`` has been done.
extension StagedCatalog {
    /// Inserts new products, updates those in which something differs and leaves the others alone.
    /// - Parameter progress: called with the number of lines done, and of products taken off sale.
    func apply(
        _ layout: FeedLayout, as id: ImportID, scope: ImportScope, lastLine: Int, progress: (Int) -> Void
    ) async throws {
        try await beginJournal(id)
        // Before anything is new: new products get their stock with them.
        if layout.provided.contains(.stock) { try await updateStock(id) }
        let hasPictures = !layout.provided.isDisjoint(with: [.image, .moreImages])
        // Also before anything is new: all that is there and that the file does not mention is missing.
        let gone = scope == .replace ? try await takeOffSale(id, progress) : 0
        for range in ranges(to: lastLine) {
            try await noteChanges(id, range.lines)
            try await update(ProductDiff(layout), range.lines)
            if layout.canCreate { try await insert(range.lines, id) }
            if hasPictures { try await queuePictures(range.lines) }
            progress(gone + range.last)
        }
        if hasPictures {
            try await transaction.execute("catalog.import.tellPictures", "SELECT pg_notify(\(Catalog.pictureChannel), '')")
        }
    }

    /// A file that is applied a second time, after an undo, begins a new account of what it changed.
    private func beginJournal(_ id: ImportID) async throws {
        try await transaction.execute(
            "catalog.import.forgetEffects", "DELETE FROM catalog.import_journal WHERE import_id = \(id)")
        try await transaction.execute(
            "catalog.import.beginJournal", "INSERT INTO catalog.import_journal (import_id) VALUES (\(id))")
    }

    /// Addresses of pictures that nobody has named before wait to be fetched. In order, so that two files never wait for each other.
    private func queuePictures(_ lines: SQL) async throws {
        try await transaction.execute(
            "catalog.import.queuePictures",
            """
            INSERT INTO catalog.picture_source (address)
            SELECT address FROM (
                SELECT image_url AS address FROM pg_temp.catalog_import AS row WHERE image_url IS NOT NULL AND \(lines)
                UNION SELECT unnest(more_images) FROM pg_temp.catalog_import AS row WHERE more_images <> '{}' AND \(lines)
            ) AS named
            WHERE NOT EXISTS (SELECT FROM catalog.picture_source WHERE digest = md5(named.address))
            ORDER BY md5(address) ON CONFLICT (digest) DO NOTHING
            """)
    }

    /// Locks in the order of product ids, as reservations do.
    private func updateStock(_ id: ImportID) async throws {
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
        for first in stride(from: 1, through: count, by: stretch) {
            try await transaction.execute(
                "catalog.import.updateStock",
                """
                WITH row AS (
                    SELECT found.product_id, found.stock, stock_level.on_hand AS before
                    FROM pg_temp.catalog_import_stock AS found
                    JOIN catalog.stock_level ON stock_level.product_id = found.product_id
                    WHERE found.position >= \(first) AND found.position < \(first + stretch)
                    ORDER BY found.product_id
                    FOR UPDATE OF stock_level
                ), changed AS (
                    UPDATE catalog.stock_level SET on_hand = \(Self.countedStock), updated_at = now(), reason = 'upload',
                        account_id = (SELECT account_id FROM catalog.import WHERE id = \(id)), reference = \(id)::text
                    FROM row WHERE stock_level.product_id = row.product_id
                    RETURNING stock_level.product_id, row.before, stock_level.on_hand AS after
                )
                INSERT INTO catalog.import_effect (import_id, product_id, kind, diff)
                SELECT \(id), product_id, 'changed', jsonb_build_object('stock', jsonb_build_array(before, after)) FROM changed
                """)
        }
    }

    private func noteChanges(_ id: ImportID, _ lines: SQL) async throws {
        try await transaction.execute(
            "catalog.import.noteChanges",
            """
            INSERT INTO catalog.import_effect (import_id, product_id, kind, diff)
            SELECT \(id), product_id, 'changed', diff FROM pg_temp.catalog_import_known AS row WHERE diff IS NOT NULL AND \(lines)
            ON CONFLICT (import_id, product_id) DO UPDATE SET diff = import_effect.diff || EXCLUDED.diff
            """)
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

    private func insert(_ lines: SQL, _ id: ImportID) async throws {
        let columns = ProductField.allCases.flatMap(\.columns)
        try await transaction.execute(
            "catalog.import.insert",
            """
            WITH created AS (
                INSERT INTO catalog.product (id, retailer_id, shop_id, sku, \(.joined(columns.map { "\(identifier: $0)" }, separator: ", ")))
                SELECT row.id, \(retailer), row.shop_id, row.sku, \(.joined(columns.map { "row.\(identifier: $0)" }, separator: ", "))
                FROM pg_temp.catalog_import AS row
                WHERE \(lines) AND NOT EXISTS (SELECT FROM pg_temp.catalog_import_known AS known WHERE known.line = row.line)
                RETURNING id
            ), noted AS (
                INSERT INTO catalog.import_effect (import_id, product_id, kind) SELECT \(id), id, 'created' FROM created
            )
            INSERT INTO catalog.stock_level (product_id, on_hand, reason, account_id, reference)
            SELECT row.id, row.stock, 'upload', (SELECT account_id FROM catalog.import WHERE id = \(id)), \(id)::text
            FROM created JOIN pg_temp.catalog_import AS row ON row.id = created.id AND \(lines)
            """)
    }

    /// What the file does not mention, of the shops that it is about: stretch by stretch of a shop's products.
    /// - Returns: how many went off sale.
    private func takeOffSale(_ id: ImportID, _ progress: (Int) -> Void) async throws -> Int {
        try await transaction.execute(
            "catalog.import.indexProducts", "CREATE INDEX ON pg_temp.catalog_import_known (product_id)")
        let shops = try await transaction.query(
            "catalog.import.shops", "SELECT DISTINCT shop_id FROM pg_temp.catalog_import ORDER BY shop_id"
        ).map { try $0.decode(ShopID.self) }
        var gone = 0
        for shop in shops {
            var last: String? = ""
            while let after = last {
                let (count, end) = try await takeOffSale(id, of: shop, after: after)
                gone += count
                last = end
                progress(gone)
            }
        }
        return gone
    }

    /// - Parameter sku: where the stretch before ended; no SKU is empty.
    /// - Returns: how many of the stretch's products went off sale, and with which SKU it ended; nil when no product was left.
    private func takeOffSale(_ id: ImportID, of shop: ShopID, after sku: String) async throws -> (gone: Int, end: String?) {
        try await transaction.one(
            "catalog.import.takeOffSale",
            """
            WITH stretch AS MATERIALIZED (
                SELECT id, sku FROM catalog.product WHERE shop_id = \(shop) AND sku > \(sku) ORDER BY sku LIMIT \(stretch)
            ), gone AS (
                UPDATE catalog.product SET active = false, updated_at = now() FROM stretch
                WHERE product.id = stretch.id AND product.active
                    AND NOT EXISTS (SELECT FROM pg_temp.catalog_import_known AS known WHERE known.product_id = stretch.id)
                RETURNING product.id
            ), noted AS (
                INSERT INTO catalog.import_effect (import_id, product_id, kind, diff)
                SELECT \(id), id, 'changed', '{"active": [true, false]}' FROM gone
            )
            SELECT (SELECT count(*) FROM gone), (SELECT sku FROM stretch ORDER BY sku DESC LIMIT 1)
            """
        ).decode(Int.self, String?.self)
    }
}
