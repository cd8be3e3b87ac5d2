import Accounts
public import Catalog
import Database
import Foundation
public import Orders

extension Delivery {
    /// The windows in which something can be fetched, each with whether the day's tours can do it and bring it to its shop while that is open.
    /// - Throws: ``CollectionProblem``.
    public func collectionOffers(_ wish: CollectionWish) async throws -> [WindowOffer] {
        let collection = try await collection(wish, in: database)
        return try await offers { window, numbers in
            [collection.shipment(.new(), number: numbers.next(), window: window)]
        }
    }

    /// Has something fetched in a window: from then on every plan of the day keeps it, as if it were an order.
    /// - Throws: ``CollectionProblem``.
    @discardableResult
    public func collect(_ wish: CollectionWish, in window: DeliveryWindowID) async throws -> ShipmentID {
        do {
            return try await database.transaction("delivery.collect") { transaction in
                guard let window = try await deliveryWindow(window, in: transaction) else { throw CollectionProblem.noSuchWindow }
                try await DayBasis.lock(window.day, in: transaction)
                let collection = try await collection(wish, in: transaction)
                return try await takeWindow(window, for: collection.draft(in: window), in: transaction)
            }
        } catch let refused as WindowRefused {
            throw CollectionProblem.refused(refused.refusal)
        }
    }

    /// What is to be fetched of these shop orders, and was; without what was called off.
    public func collections(of shopOrders: [ShopOrderID]) async throws -> [Shipment] {
        try await shipments(
            where: "shipment.collects_from_order = ANY (\(shopOrders)) AND shipment.state <> 'cancelled'", limit: 1000)
    }

    /// What comes back to these shops, or came on the last days: what is fetched at doors, and what could not be handed over there.
    public func comingBack(to shops: [ShopID]) async throws -> [Shipment] {
        let since = ServiceDay(containing: now()).day.adding(days: -Self.daysOfReturns)
        return try await shipments(
            where: """
                (shipment.kind = 'collection' AND shipment.shop_id = ANY (\(shops)) OR shipment.to_shop_id = ANY (\(shops)))
                    AND shipment.day >= \(since) AND shipment.state <> 'cancelled'
                """, limit: 1000)
    }

    /// For so many days a shop sees what was brought back.
    private static let daysOfReturns = 14

    /// Calls a collection off before the bike has been there.
    /// - Parameter shopOrders: of whoever calls it off; nil: a dispatcher.
    /// - Throws: ``CollectionProblem/notOpen``.
    public func cancelCollection(_ number: ShipmentNumber, of shopOrders: [ShopOrderID]? = nil) async throws {
        let cancelled = try await database.execute(
            "delivery.cancelCollection",
            """
            UPDATE delivery.shipment SET state = 'cancelled'
            WHERE number = \(number) AND kind = 'collection' AND state IN ('waiting', 'planned', 'failed')
                AND (\(shopOrders == nil) OR collects_from_order = ANY (\(shopOrders ?? [])))
            """)
        guard cancelled == 1 else { throw CollectionProblem.notOpen }
    }

    private func collection(_ wish: CollectionWish, in queryable: some Queryable) async throws -> DoorCollection {
        guard let order = try await orders.deliverableShopOrder(wish.shopOrderID, in: queryable),
            let shop = try await catalog.shop(order.shopOrder.shop.id)
        else { throw CollectionProblem.noSuchShopOrder }
        guard order.shopOrder.fulfilment == .delivery, order.shopOrder.state == .delivered else {
            throw CollectionProblem.notDelivered
        }
        guard let contact = order.contact else { throw CollectionProblem.tooLongAgo }
        let row = try await queryable.first(
            "delivery.openCollection",
            """
            SELECT number FROM delivery.shipment WHERE collects_from_order = \(wish.shopOrderID)
                AND collection_reason = \(wish.reason) AND state IN ('waiting', 'planned', 'underway')
            """)
        if let row { throw CollectionProblem.askedAlready(try row.decode(ShipmentNumber.self)) }
        return DoorCollection(wish, of: order, contact: contact, shop: shop)
    }
}
