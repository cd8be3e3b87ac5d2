import Database

/// Takes back what an import changed, as one part of a transaction.
struct ImportUndo {
    let transaction: Transaction
    let id: ImportID
    /// So many products are put back by one statement.
    let stretch: Int

    /// Products that were changed since, by hand or by another file, stay as they are. Stocks go back by as much as the file moved them, so
    /// that sales since are kept. Products that the file made are deleted, or, where somebody has ordered them, taken off sale.
    /// - Returns: how many products stayed.
    func run() async throws -> Int {
        // Stock before products, in the order of ids, as everywhere.
        let stretches = try await stretches()
        for stretch in stretches { try await restoreStock(stretch) }
        for stretch in stretches { try await restoreProducts(stretch) }
        for stretch in stretches { try await removeCreated(stretch) }
        return try await transaction.one(
            "catalog.import.kept",
            """
            SELECT count(*) FROM catalog.import_effect AS effect JOIN catalog.product ON product.id = effect.product_id
            JOIN catalog.import ON import.id = effect.import_id
            WHERE effect.import_id = \(id) AND effect.diff - 'stock' <> '{}' AND product.updated_at NOT IN (import.applied_at, now())
            """
        ).decode(Int.self)
    }

    /// What the import changed, in stretches of product ids: one statement over all of a very large file would take longer than statements may.
    private func stretches() async throws -> [SQL] {
        let ends = try await transaction.query(
            "catalog.import.undoStretches",
            """
            SELECT product_id FROM (
                SELECT product_id, row_number() OVER (ORDER BY product_id) AS place FROM catalog.import_effect WHERE import_id = \(id)
            ) AS effect WHERE place % \(stretch) = 0 ORDER BY product_id
            """
        ).map { try $0.decode(ProductID.self) }
        let starts: [ProductID?] = [nil] + ends
        return zip(starts, ends.map(Optional.some) + [nil]).map { start, end in
            "(\(start)::uuid IS NULL OR effect.product_id > \(start)::uuid) AND (\(end)::uuid IS NULL OR effect.product_id <= \(end)::uuid)"
        }
    }

    private func restoreStock(_ stretch: SQL) async throws {
        try await transaction.execute(
            "catalog.import.undoStock",
            """
            WITH moved AS (
                SELECT effect.product_id, (effect.diff -> 'stock' ->> 0)::integer AS before, (effect.diff -> 'stock' ->> 1)::integer AS after
                FROM catalog.import_effect AS effect JOIN catalog.stock_level USING (product_id)
                WHERE effect.import_id = \(id) AND effect.diff ? 'stock' AND \(stretch)
                ORDER BY effect.product_id FOR UPDATE OF stock_level
            )
            UPDATE catalog.stock_level SET
                on_hand = CASE
                    WHEN before IS NULL THEN NULL
                    WHEN after IS NULL OR on_hand IS NULL THEN greatest(before, reserved)
                    ELSE greatest(on_hand + before - after, reserved) END,
                updated_at = now(), reason = 'undo', account_id = NULL, reference = \(id)::text
            FROM moved WHERE stock_level.product_id = moved.product_id AND (after IS NULL) = (on_hand IS NULL)
            """)
    }

    private func restoreProducts(_ stretch: SQL) async throws {
        let columns = ProductField.allCases.flatMap(\.columns)
        try await transaction.execute(
            "catalog.import.undoProducts",
            """
            UPDATE catalog.product SET (\(.joined(columns.map { "\(identifier: $0)" }, separator: ", ")), updated_at) = (
                SELECT \(.joined(columns.map { "old.\(identifier: $0)" }, separator: ", ")), now()
                FROM jsonb_populate_record(product, (
                    SELECT jsonb_object_agg(field.key, field.value -> 0) FROM jsonb_each(effect.diff - 'stock') AS field
                )) AS old
            )
            FROM catalog.import_effect AS effect JOIN catalog.import ON import.id = effect.import_id
            WHERE effect.import_id = \(id) AND effect.product_id = product.id AND effect.kind = 'changed'
                AND effect.diff - 'stock' <> '{}' AND product.updated_at = import.applied_at AND \(stretch)
            """)
    }

    private func removeCreated(_ stretch: SQL) async throws {
        try await transaction.execute(
            "catalog.import.undoOrdered",
            """
            UPDATE catalog.product SET active = false, updated_at = now()
            FROM catalog.import_effect AS effect
            WHERE effect.import_id = \(id) AND effect.product_id = product.id AND effect.kind = 'created'
                AND \(stretch) AND EXISTS (SELECT FROM catalog.reservation WHERE reservation.product_id = product.id)
            """)
        try await transaction.execute(
            "catalog.import.undoCreated",
            """
            DELETE FROM catalog.product USING catalog.import_effect AS effect
            WHERE effect.import_id = \(id) AND effect.product_id = product.id AND effect.kind = 'created'
                AND \(stretch) AND NOT EXISTS (SELECT FROM catalog.reservation WHERE reservation.product_id = product.id)
            """)
    }
}
