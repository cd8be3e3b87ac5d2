public import Database
import Orders

extension Delivery {
    /// Lets shipments follow what happens to shop orders: one that is ready becomes a shipment, one that is not wanted any more is taken
    /// out of the day. Each in the transaction in which the outbox notes the delivery, so it happens once.
    public func subscribe(to handlers: inout OutboxHandlers) {
        handlers.on(OrdersTopic.shopOrderReady) { event, transaction in
            let change = try event.decode(ShopOrderChanged.self)
            // What is told late may not be so any more.
            guard let order = try await orders.deliverableShopOrder(change.shopOrderID, in: transaction)?.shopOrder,
                order.state == .ready, order.fulfilment == .delivery
            else { return }
            try await createShipment(from: change.shopOrderID, in: transaction)
        }
        handlers.on(OrdersTopic.shopOrderChanged) { event, transaction in
            let change = try event.decode(ShopOrderChanged.self)
            guard try await state(of: change.shopOrderID, in: transaction)?.isVoid == true else { return }
            try await cancelShipment(of: change.shopOrderID, in: transaction)
        }
    }

    private func state(of id: ShopOrderID, in transaction: Transaction) async throws -> ShopOrderState? {
        try await orders.deliverableShopOrder(id, in: transaction)?.shopOrder.state
    }
}
