import Catalog
import Database
public import Foundation

extension Orders {
    /// The shopper cancels the whole order, which is possible as long as no shop has answered. The stock is free again.
    /// - Throws: ``CancellationProblem``.
    public func cancel(_ trackingCode: TrackingCode, at now: Date = Date()) async throws -> Order {
        try await database.transaction("orders.cancel") { transaction in
            // Locked in the order of their shops, as at the checkout: the stock that is released is locked in the same order.
            let states = try await transaction.query(
                "orders.lockToCancel",
                """
                SELECT shop_order.id, shop_order.order_id, shop_order.state
                FROM orders.shop_order JOIN orders."order" AS placed_order ON placed_order.id = shop_order.order_id
                WHERE placed_order.tracking_code = \(trackingCode) ORDER BY shop_order.shop_id FOR UPDATE OF shop_order
                """
            ).decode(ShopOrderID.self, OrderID.self, ShopOrderState.self)
            guard let orderID = states.first?.1 else { throw CancellationProblem.notFound }
            guard states.allSatisfy({ $0.2 == .placed }) else {
                throw CancellationProblem.tooLate(Dictionary(uniqueKeysWithValues: states.map { ($0.0, $0.2) }))
            }
            for (shopOrder, _, _) in states {
                try await move(shopOrder, to: .cancelled, by: .shopper, at: now, in: transaction)
            }
            try await Outbox.publish(topic: OrdersTopic.cancelled, payload: OrderCancelled(orderID: orderID), in: transaction)
            return try await order(orderID, in: transaction)
        }
    }
}
