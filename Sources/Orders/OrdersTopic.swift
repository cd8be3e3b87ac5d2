public import Database

/// What Orders publishes in the ``Outbox``. The payloads are ids only: how things stand is read when the event is handled.
public enum OrdersTopic {
    /// An order was placed: ``OrderPlaced``.
    public static let placed = OutboxTopic("orders.placed")
    /// A shop order is packed and can be fetched: ``ShopOrderChanged``.
    public static let shopOrderReady = OutboxTopic("orders.shop-order-ready")
    /// A shop order's state changed, also to ready: ``ShopOrderChanged``.
    public static let shopOrderChanged = OutboxTopic("orders.shop-order-changed")
    /// The shopper cancelled the whole order: ``OrderCancelled``.
    public static let cancelled = OutboxTopic("orders.cancelled")

    public static let all: [OutboxTopic] = [placed, shopOrderReady, shopOrderChanged, cancelled]
}

public struct OrderPlaced: Codable, Hashable, Sendable {
    public let orderID: OrderID
    public let shopOrderIDs: [ShopOrderID]
}

public struct ShopOrderChanged: Codable, Hashable, Sendable {
    public let orderID: OrderID
    public let shopOrderID: ShopOrderID
}

public struct OrderCancelled: Codable, Hashable, Sendable {
    public let orderID: OrderID
}
