import Accounts
import Database
public import Foundation

/// One step in a shop order's life.
public struct ShopOrderStep: Hashable, Sendable {
    public let at: Date
    /// `nil` when it was placed.
    public let from: ShopOrderState?
    public let to: ShopOrderState
    public let actor: OrderActor
    public let note: String?
}

extension Orders {
    /// All that happened to a shop order, the first step first; empty when there is no such shop order.
    public func history(of id: ShopOrderID) async throws -> [ShopOrderStep] {
        try await database.query(
            "orders.history",
            """
            SELECT at, from_state, to_state, actor, account_id, note FROM orders.shop_order_history
            WHERE shop_order_id = \(id) ORDER BY id
            """
        ).map { row in
            let (at, from, to, kind, account, note) = try row.decode(
                Date.self, ShopOrderState?.self, ShopOrderState.self, String.self, AccountID?.self, String?.self)
            guard let actor = OrderActor(kind: kind, accountID: account) else {
                throw DatabaseError(.decoding, "\"\(kind)\" is no actor", statement: "orders.history")
            }
            return ShopOrderStep(at: at, from: from, to: to, actor: actor, note: note)
        }
    }
}
