import Accounts
import Database

/// Makes the staged rows the catalog's, and notes what that changed. ``check(_:vat:)`` has been done.
extension StagedCatalog {
    /// Inserts new products, updates those in which something differs and leaves the others alone.
    /// - Parameter progress: called with the number of lines done.
    func apply(
        _ layout: FeedLayout, as id: ImportID, scope: ImportScope, lastLine: Int, progress: (Int) -> Void
    ) async throws {
        // A file that is applied a second time, after an undo, begins a new account of what it changed.
        try await transaction.execute("catalog.import.forgetEffects", "DELETE FROM catalog.import_effect WHERE import_id = \(id)")
        // Before anything is new: new products get their stock with them.
        if layout.provided.contains(.stock) { try await updateStock(id) }
        let hasPictures = !layout.provided.isDisjoint(with: [.image, .moreImages])
        for range in Self.ranges(to: lastLine) {
            try await noteChanges(id, range.lines)
            try await update(ProductDiff(layout), range.lines)
            if layout.canCreate { try await insert(range.lines, id) }
            if hasPictures { try await queuePictures(range.lines) }
            progress(range.last)
        }
        if scope == .replace { try await takeOffSale(id) }
        if hasPictures {
            try await transaction.execute("catalog.import.tellPictures", "SELECT pg_notify(\(Catalog.pictureChannel), '')")
        }
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
        for first in stride(from: 1, through: count, by: Self.batchSize) {
            try await transaction.execute(
                "catalog.import.updateStock",
                """
                WITH row AS (
                    SELECT found.product_id, found.stock, stock_level.on_hand AS before
                    FROM pg_temp.catalog_import_stock AS found
                    JOIN catalog.stock_level ON stock_level.product_id = found.product_id
                    WHERE found.position >= \(first) AND found.position < \(first + Self.batchSize)
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
            SELECT row.id, row.stock, 'upload', (SELECT account_id FROM catalog.import WHERE id = \(id)), \(id)::text FROM created JOIN pg_temp.catalog_import AS row ON row.id = created.id
            """)
    }

    /// What the file does not mention, of the shops that it is about.
    private func takeOffSale(_ id: ImportID) async throws {
        try await transaction.execute(
            "catalog.import.takeOffSale",
            """
            WITH gone AS (
                UPDATE catalog.product SET active = false, updated_at = now()
                WHERE shop_id IN (SELECT shop_id FROM pg_temp.catalog_import) AND active
                    AND NOT EXISTS (SELECT FROM pg_temp.catalog_import_known AS known WHERE known.product_id = product.id)
                    AND NOT EXISTS (SELECT FROM pg_temp.catalog_import AS row WHERE row.id = product.id)
                RETURNING id
            )
            INSERT INTO catalog.import_effect (import_id, product_id, kind, diff)
            SELECT \(id), id, 'changed', '{"active": [true, false]}' FROM gone
            """)
    }
}
