public import Catalog
import Database
public import Foundation

extension Orders {
    /// How long a cart is kept after its last change.
    static let cartLifetime: TimeInterval = 14 * 24 * 60 * 60

    /// A new, empty cart.
    public func createCart(at now: Date = Date()) async throws -> Cart {
        let id = CartID.secret()
        let expiresAt = now + Self.cartLifetime
        try await database.execute(
            "orders.createCart", "INSERT INTO orders.cart (id, created_at, expires_at) VALUES (\(id), \(now), \(expiresAt))")
        return Cart(id: id, lines: [], shortfalls: [], closures: [], expiresAt: expiresAt, closedBy: nil)
    }

    /// The cart as it stands at today's prices, or `nil` when there is none or it has expired.
    public func cart(_ id: CartID, at now: Date = Date()) async throws -> Cart? {
        try await readCart(id, at: now, in: database)
    }

    /// Puts `quantity` of a product, chosen like this, into the cart, in place of what it had of it. The current price becomes the one the
    /// shopper has seen.
    /// - Throws: ``CartProblem``.
    public func setLine(
        _ product: ProductID, choosing selection: Selection = .plain, quantity: Int, in cart: CartID, at now: Date = Date()
    ) async throws -> Cart {
        guard Cart.quantities.contains(quantity) else { throw CartProblem.invalidQuantity }
        return try await changeCart(cart, at: now) { transaction in
            guard let offered = try await catalog.products([product], in: transaction)[product], offered.isOffered else {
                throw CartProblem.noSuchProduct(product)
            }
            let chosen: ChosenProduct
            do throws(SelectionProblem) {
                chosen = try offered.choosing(selection)
            } catch {
                throw CartProblem.selection(error)
            }
            let (text, isReusable) = (chosen.selection.text, chosen.selection.isReusable)
            if selection.text != text {
                // The product named its choices in another order when the line came in: it is one line still.
                try await transaction.execute(
                    "orders.renameLine",
                    """
                    DELETE FROM orders.cart_line WHERE cart_id = \(cart) AND product_id = \(product)
                        AND selection = \(selection.text) AND is_reusable = \(isReusable)
                    """)
            }
            let others = try await transaction.one(
                "orders.otherLines",
                """
                SELECT count(*) FROM orders.cart_line
                WHERE cart_id = \(cart) AND (product_id, selection, is_reusable) <> (\(product), \(text), \(isReusable))
                """
            ).decode(Int.self)
            guard others < Cart.maximumLines else { throw CartProblem.tooManyLines }
            try await transaction.execute(
                "orders.setLine",
                """
                INSERT INTO orders.cart_line (cart_id, product_id, selection, is_reusable, quantity, seen_price_cents, added_at)
                VALUES (\(cart), \(product), \(text), \(isReusable), \(quantity), \(chosen.unitPrice), \(now))
                ON CONFLICT (cart_id, product_id, selection, is_reusable)
                DO UPDATE SET quantity = EXCLUDED.quantity, seen_price_cents = EXCLUDED.seen_price_cents
                """)
        }
    }

    /// Takes a product out of the cart; if it is not in there, nothing changes.
    /// - Parameter selection: the line with just these choices; nil: all lines of the product.
    /// - Throws: ``CartProblem``.
    public func removeLine(
        _ product: ProductID, choosing selection: Selection? = nil, from cart: CartID, at now: Date = Date()
    ) async throws -> Cart {
        try await changeCart(cart, at: now) { transaction in
            guard let selection else {
                try await transaction.execute(
                    "orders.removeProduct", "DELETE FROM orders.cart_line WHERE cart_id = \(cart) AND product_id = \(product)")
                return
            }
            let known = try await catalog.products([product], in: transaction)[product]
            let chosen = (try? known?.choosing(selection))?.selection.text ?? selection.text
            try await transaction.execute(
                "orders.removeLine",
                """
                DELETE FROM orders.cart_line WHERE cart_id = \(cart) AND product_id = \(product)
                    AND selection IN (\(selection.text), \(chosen)) AND is_reusable = \(selection.isReusable)
                """)
        }
    }

    /// Deletes the carts and idempotency keys that have expired.
    /// - Returns: the number of carts deleted.
    @discardableResult
    public func removeExpired(at now: Date = Date()) async throws -> Int {
        try await database.execute(
            "orders.removeExpiredKeys", "DELETE FROM orders.idempotency_key WHERE created_at < \(now - Self.cartLifetime)")
        return try await database.execute("orders.removeExpiredCarts", "DELETE FROM orders.cart WHERE expires_at < \(now)")
    }

    // MARK: - Inside

    private func changeCart(_ id: CartID, at now: Date, _ change: (Transaction) async throws -> Void) async throws -> Cart {
        try await database.transaction("orders.changeCart") { transaction in
            // The lock keeps a checkout of the same cart from running beside the change.
            let row = try await transaction.first(
                "orders.touchCart",
                """
                UPDATE orders.cart SET expires_at = CASE WHEN order_id IS NULL THEN \(now + Self.cartLifetime) ELSE expires_at END
                WHERE id = \(id) AND expires_at > \(now) RETURNING order_id
                """)
            guard let row else { throw CartProblem.noSuchCart }
            if let order = try row.decode("order_id", as: OrderID?.self) {
                throw CartProblem.closed(try await closedCart(by: order, in: transaction))
            }
            try await change(transaction)
            guard let cart = try await readCart(id, at: now, in: transaction) else { throw CartProblem.noSuchCart }
            return cart
        }
    }

    private func readCart(_ id: CartID, at now: Date, in queryable: some Queryable) async throws -> Cart? {
        guard
            let row = try await queryable.first(
                "orders.cart", "SELECT expires_at, order_id FROM orders.cart WHERE id = \(id) AND expires_at > \(now)")
        else { return nil }
        let (expiresAt, order) = try row.decode(Date.self, OrderID?.self)
        let stored = try await cartLines(of: id, in: queryable)
        let products = try await catalog.products(Set(stored.map(\.product)), in: queryable)
        let lines = stored.compactMap { line in products[line.product].map { line.line(of: $0, among: stored) } }
        let shops = try await catalog.shops(Set(lines.map(\.product.shop.id)), in: queryable)
        var closedBy: ClosedCart?
        if let order { closedBy = try await closedCart(by: order, in: queryable) }
        return Cart(
            id: id, lines: lines, shortfalls: MinimumOrderShortfall.all(in: lines, shops: shops),
            closures: RestaurantClosure.all(in: lines, shops: shops, at: now), expiresAt: expiresAt, closedBy: closedBy)
    }

    func cartLines(of id: CartID, in queryable: some Queryable) async throws -> [StoredCartLine] {
        try await queryable.query(
            "orders.cartLines",
            """
            SELECT product_id, selection, is_reusable, quantity, seen_price_cents FROM orders.cart_line
            WHERE cart_id = \(id) ORDER BY added_at, product_id, selection, is_reusable
            """
        ).decode(ProductID.self, String.self, Bool.self, Int.self, Cents.self).map {
            StoredCartLine(
                product: $0.0, selection: Selection(text: $0.1, isReusable: $0.2), quantity: $0.3, seenPrice: $0.4)
        }
    }

    func closedCart(by order: OrderID, in queryable: some Queryable) async throws -> ClosedCart {
        let (number, trackingCode) = try await queryable.one(
            "orders.closedBy", #"SELECT number, tracking_code FROM orders."order" WHERE id = \#(order)"#
        ).decode(OrderNumber.self, TrackingCode.self)
        return ClosedCart(order: number, trackingCode: trackingCode)
    }
}

/// A line of a cart as it is stored, without its product.
struct StoredCartLine {
    let product: ProductID
    let selection: Selection
    let quantity: Int
    let seenPrice: Cents

    func line(of product: Product, among all: [StoredCartLine]) -> CartLine {
        let pieces = all.filter { $0.product == self.product }.map(\.quantity).reduce(0, +)
        return CartLine(
            product: product, selection: selection, quantity: quantity, seenPrice: seenPrice, elsewhere: pieces - quantity)
    }
}
