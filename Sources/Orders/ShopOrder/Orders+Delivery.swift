import Accounts
import Catalog
public import Database
public import Foundation

/// What the delivery needs to know of shop orders, and what it reports about them. All of it runs in the caller's transaction.
extension Orders {
    /// A shop order with destination and contact; `nil` when there is none.
    public func deliverableShopOrder(_ id: ShopOrderID, in queryable: some Queryable) async throws -> DeliverableShopOrder? {
        try await deliverableShopOrders([id], in: queryable).first
    }

    /// The shop orders with these ids, in any order; what does not exist is left out.
    public func deliverableShopOrders(_ ids: [ShopOrderID], in queryable: some Queryable) async throws -> [DeliverableShopOrder] {
        let shopOrders = try await shopOrders(where: "shop_order.id = ANY (\(ids))", in: queryable)
        let orderIDs = Array(Set(shopOrders.map(\.orderID)))
        let rows = try await queryable.query(
            "orders.destinations",
            #"SELECT id, latitude, longitude, contact_sealed FROM orders."order" WHERE id = ANY (\#(orderIDs))"#)
        var destinations: [OrderID: (GeoPoint, Contact?)] = [:]
        for row in rows {
            let (id, latitude, longitude, sealed) = try row.decode(OrderID.self, Double.self, Double.self, Data?.self)
            guard let point = GeoPoint(latitude: latitude, longitude: longitude) else {
                throw DatabaseError(.decoding, "the order's destination is not on the earth", statement: "orders.destinations")
            }
            destinations[id] = (point, try sealed.map { try personalData.open($0, for: Contact.purpose(id)) })
        }
        return shopOrders.compactMap { shopOrder in
            destinations[shopOrder.orderID].map { DeliverableShopOrder(shopOrder: shopOrder, destination: $0.0, contact: $0.1) }
        }
    }

    /// The bike has it.
    /// - Throws: ``ShopOrderProblem``.
    public func markUnderway(_ id: ShopOrderID, by actor: OrderActor, at now: Date = Date(), in transaction: Transaction)
        async throws
    {
        try await move(id, to: .underway, by: actor, at: now, in: transaction)
    }

    /// It was handed over.
    /// - Throws: ``ShopOrderProblem``.
    public func markDelivered(_ id: ShopOrderID, by actor: OrderActor, at now: Date = Date(), in transaction: Transaction)
        async throws
    {
        try await move(id, to: .delivered, by: actor, at: now, in: transaction)
    }

    /// The bike was there and could not hand it over.
    /// - Parameter note: why; it must not name a person.
    /// - Throws: ``ShopOrderProblem``.
    public func markFailed(
        _ id: ShopOrderID, note: String? = nil, by actor: OrderActor, at now: Date = Date(), in transaction: Transaction
    ) async throws {
        try await move(id, to: .failed, note: note, by: actor, at: now, in: transaction)
    }

    /// It will be tried again: it waits for a bike as before.
    /// - Throws: ``ShopOrderProblem``.
    public func markReadyAgain(_ id: ShopOrderID, by actor: OrderActor, at now: Date = Date(), in transaction: Transaction)
        async throws
    {
        try await move(id, to: .ready, by: actor, at: now, in: transaction)
    }

    /// It is back at the shop and will not be tried again.
    /// - Throws: ``ShopOrderProblem``.
    public func markReturned(_ id: ShopOrderID, by actor: OrderActor, at now: Date = Date(), in transaction: Transaction)
        async throws
    {
        try await move(id, to: .returned, by: actor, at: now, in: transaction)
    }
}
