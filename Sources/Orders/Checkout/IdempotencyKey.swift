import Crypto
import Database
import Foundation

extension Orders {
    /// What an idempotency key says about a request.
    enum KeyClaim {
        /// The key is new and now belongs to the order that is about to be placed.
        case new
        /// The same request was answered with this order.
        case answered(OrderID)
    }

    /// Claims a cart's key for `order`, in the transaction that places it. A second request with the key waits here until the first one has
    /// been committed, and then finds its order, or has been rolled back, and then takes its place.
    /// - Throws: ``CheckoutProblem/keyReused`` when the key belongs to a request with another fingerprint.
    func claim(
        _ key: String, of cart: CartID, fingerprint: Data, for order: OrderID, at now: Date, in transaction: Transaction
    ) async throws -> KeyClaim {
        // The cart's id is a secret, so nobody gets at another one's order with a key that both have thought of.
        let scope = "checkout \(cart)"
        let claimed = try await transaction.execute(
            "orders.claimKey",
            """
            INSERT INTO orders.idempotency_key (scope, key, fingerprint, order_id, created_at)
            VALUES (\(scope), \(key), \(fingerprint), \(order), \(now)) ON CONFLICT (scope, key) DO NOTHING
            """)
        if claimed == 1 { return .new }
        let (storedFingerprint, storedOrder) = try await transaction.one(
            "orders.claimedKey",
            "SELECT fingerprint, order_id FROM orders.idempotency_key WHERE scope = \(scope) AND key = \(key)"
        ).decode(Data.self, OrderID.self)
        guard storedFingerprint == fingerprint else { throw CheckoutProblem.keyReused }
        return .answered(storedOrder)
    }
}

extension CheckoutRequest {
    /// SHA-256 of the request in a form that does not depend on the order of its fields.
    func fingerprint() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Data(SHA256.hash(data: try encoder.encode(self)))
    }
}
