public import Database

/// Stock held for an order: held → committed (sold) → returned, or held → released. Every step can be taken again and then changes
/// nothing. Rows are locked in the order of product ids, here and in imports, so that orders wait for one another and never in a circle.
extension Catalog {
    /// Holds so many of each product, all of them or none.
    ///
    /// - Parameter items: quantities of at least 1.
    /// - Throws: ``OutOfStock`` with everything that lacks; the transaction is still good. ``ReservationError/differs(_:)`` when the
    ///   id was used for other things.
    public func reserve(_ items: [ProductID: Int], for reservation: ReservationID, in transaction: Transaction) async throws {
        precondition(items.values.allSatisfy { $0 > 0 }, "quantities are at least 1")
        let ids = items.keys.sorted()
        let rows = try await transaction.query(
            "catalog.lockStock",
            """
            SELECT stock_level.product_id, on_hand - reserved, \(Product.isOffered)
            FROM catalog.stock_level JOIN catalog.product ON product.id = stock_level.product_id
            WHERE stock_level.product_id = ANY (\(ids)) ORDER BY stock_level.product_id FOR UPDATE OF stock_level
            """)
        // After the locks, so that of two that come at once with one id the second sees what the first did.
        let before = try await reserved(reservation, in: transaction)
        guard before.isEmpty else {
            guard before == items else { throw ReservationError.differs(reservation) }
            return
        }
        // Not counted: as many as anybody wants.
        var available: [ProductID: Int?] = [:]
        for (id, count, isActive) in try rows.decode(ProductID.self, Int?.self, Bool.self) {
            available[id] = isActive ? .some(count) : .some(0)
        }
        let shortages: [OutOfStock.Shortage] = ids.compactMap { id in
            let wanted = items[id, default: 0]
            guard let count = available[id] ?? 0, count < wanted else { return nil }
            return OutOfStock.Shortage(productID: id, wanted: wanted, available: count)
        }
        guard shortages.isEmpty else { throw OutOfStock(shortages: shortages) }
        try await transaction.execute(
            "catalog.reserve",
            """
            WITH item AS (
                SELECT * FROM unnest(\(ids), \(ids.map { items[$0, default: 0] })) AS item (product_id, quantity)
            ), held AS (
                UPDATE catalog.stock_level SET reserved = reserved + item.quantity, updated_at = now(), reason = 'reservation',
                    account_id = NULL, reference = \(reservation)::text
                FROM item WHERE stock_level.product_id = item.product_id AND on_hand IS NOT NULL
                RETURNING stock_level.product_id
            )
            INSERT INTO catalog.reservation (reservation_id, product_id, quantity, counted)
            SELECT \(reservation), item.product_id, item.quantity, held.product_id IS NOT NULL
            FROM item LEFT JOIN held ON held.product_id = item.product_id
            """)
    }

    /// The goods are sold: what was held leaves the stock. A reservation that does not exist is nothing to do.
    /// - Throws: ``ReservationError/released(_:)``.
    public func commit(_ reservation: ReservationID, in transaction: Transaction) async throws {
        let states = try await lockedStates(reservation, in: transaction)
        guard !states.contains(where: { $0 == "released" || $0 == "returned" }) else {
            throw ReservationError.released(reservation)
        }
        try await transaction.execute(
            "catalog.commit",
            """
            WITH sold AS (
                UPDATE catalog.reservation SET state = 'committed', changed_at = now()
                WHERE reservation_id = \(reservation) AND state = 'held' RETURNING product_id, quantity, counted
            )
            UPDATE catalog.stock_level SET on_hand = on_hand - sold.quantity, reserved = reserved - sold.quantity, updated_at = now(),
                reason = 'sale', account_id = NULL, reference = \(reservation)::text
            FROM sold WHERE stock_level.product_id = sold.product_id AND sold.counted
            """)
    }

    /// The goods are free again: held ones are no longer held, sold ones are put back on the shelf.
    public func release(_ reservation: ReservationID, in transaction: Transaction) async throws {
        _ = try await lockedStates(reservation, in: transaction)
        try await transaction.execute(
            "catalog.release",
            """
            WITH given_back AS (
                UPDATE catalog.reservation
                SET state = CASE state WHEN 'held' THEN 'released' ELSE 'returned' END, changed_at = now()
                WHERE reservation_id = \(reservation) AND state IN ('held', 'committed')
                RETURNING product_id, quantity, counted, state
            )
            UPDATE catalog.stock_level SET
                reserved = reserved - CASE given_back.state WHEN 'released' THEN quantity ELSE 0 END,
                on_hand = on_hand + CASE given_back.state WHEN 'returned' THEN quantity ELSE 0 END,
                updated_at = now(), reason = CASE given_back.state WHEN 'released' THEN 'release' ELSE 'return' END, account_id = NULL,
                reference = \(reservation)::text
            FROM given_back WHERE stock_level.product_id = given_back.product_id AND given_back.counted
            """)
    }

    private func reserved(_ reservation: ReservationID, in transaction: Transaction) async throws -> [ProductID: Int] {
        let rows = try await transaction.query(
            "catalog.reservation", "SELECT product_id, quantity FROM catalog.reservation WHERE reservation_id = \(reservation)")
        return Dictionary(uniqueKeysWithValues: try rows.decode(ProductID.self, Int.self).map { ($0, $1) })
    }

    /// Locks the reservation and its stock and returns the states of its parts.
    private func lockedStates(_ reservation: ReservationID, in transaction: Transaction) async throws -> [String] {
        try await transaction.query(
            "catalog.lockReservation",
            """
            SELECT reservation.state FROM catalog.reservation
            JOIN catalog.stock_level ON stock_level.product_id = reservation.product_id
            WHERE reservation_id = \(reservation) ORDER BY stock_level.product_id FOR UPDATE
            """
        ).map { try $0.decode(String.self) }
    }
}
