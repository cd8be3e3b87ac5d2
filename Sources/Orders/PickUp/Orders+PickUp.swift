public import Accounts
import Catalog
import Database
public import Foundation

/// What a shop does with goods that are fetched.
extension Orders {
    /// The shopper has fetched it and has told the order's code.
    /// - Throws: ``ShopOrderProblem``.
    public func collect(
        _ id: ShopOrderID, of retailer: RetailerID, code: String, by actor: OrderActor, at now: Date = Date()
    ) async throws -> ShopOrder {
        try await moveAsRetailer(id, to: .collected, of: retailer, by: actor, at: now) { transaction in
            let expected = try await transaction.first(
                "orders.pickUpCode",
                """
                SELECT pickup_code FROM orders."order" AS placed_order JOIN orders.shop_order ON shop_order.order_id = placed_order.id
                WHERE shop_order.id = \(id) AND shop_order.retailer_id = \(retailer)
                """
            )?.decode(PickUpCode?.self)
            guard expected == nil || expected == PickUpCode(typed: code) else { throw ShopOrderProblem.wrongCode }
        }
    }

    /// Nobody has come: it is not handed over, and its stock is free again.
    /// - Throws: ``ShopOrderProblem``.
    public func markNotCollected(
        _ id: ShopOrderID, of retailer: RetailerID, by actor: OrderActor, at now: Date = Date()
    ) async throws -> ShopOrder {
        try await moveAsRetailer(id, to: .returned, of: retailer, by: actor, at: now)
    }
}
