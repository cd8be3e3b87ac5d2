import Accounts
import Catalog
public import Database
import Foundation
public import Orders

extension Delivery {
    /// Makes the shipment of a shop order that is ready, in the caller's transaction, so that telling twice makes one. When its window was
    /// promised the shipment is there already, and now it is known what was packed.
    /// - Throws: ``ShipmentProblem``.
    @discardableResult
    public func createShipment(from shopOrderID: ShopOrderID, in transaction: Transaction) async throws -> ShipmentID {
        if let row = try await transaction.first(
            "delivery.shipmentOfShopOrder",
            """
            SELECT id, packed_at IS NOT NULL FROM delivery.shipment
            WHERE shop_order_id = \(shopOrderID) AND first_id IS NULL FOR UPDATE
            """)
        {
            let (id, isPacked) = try row.decode(ShipmentID.self, Bool.self)
            if !isPacked { try await notePacked(id, of: shopOrderID, in: transaction) }
            return id
        }
        guard let order = try await orders.deliverableShopOrder(shopOrderID, in: transaction) else {
            throw ShipmentProblem.noSuchShopOrder(shopOrderID)
        }
        return try await createShipment(try await draft(of: order, in: transaction), in: transaction)
    }

    private func notePacked(_ id: ShipmentID, of shopOrderID: ShopOrderID, in transaction: Transaction) async throws {
        guard let packed = try await orders.deliverableShopOrder(shopOrderID, in: transaction)?.shopOrder.packed else { return }
        try await transaction.execute(
            "delivery.notePacked",
            """
            UPDATE delivery.shipment SET packed_at = \(packed.at), parcels = \(packed.parcels),
                ready_at = CASE WHEN hub_id IS NULL THEN \(packed.at) ELSE ready_at END
            WHERE (id = \(id) OR onward_id = \(id) AND state IN ('waiting', 'planned')) AND packed_at IS NULL
            """)
    }

    /// Makes a shipment, also of another carrier's parcels. A shop order has one to its door only, and those that go on with its goods.
    @discardableResult
    public func createShipment(_ draft: ShipmentDraft, in transaction: Transaction) async throws -> ShipmentID {
        let id = ShipmentID.new()
        let sealed = try draft.contact.map { try personalData.seal($0, for: Self.purpose(id)) }
        let way = try await way(of: draft, in: transaction)
        let row = try await transaction.first(
            "delivery.insertShipment",
            """
            INSERT INTO delivery.shipment (id, kind, shop_order_id, order_id, day, hub_id, shop_id, origin_name, origin_latitude,
                origin_longitude, destination_name, destination_latitude, destination_longitude, contact, parcels, weight_grams,
                volume_millilitres, heaviest_grams, handling, ready_at, packed_at, window_start, window_end, collection_reason,
                collects_from_order, to_hub_id, onward_id, to_shop_id, first_id, attempt)
            VALUES (\(id), \(way.kind), \(draft.shopOrderID), \(draft.orderID), \(draft.day), \(way.hubID), \(way.shopID),
                \(way.originName), \(way.origin.latitude), \(way.origin.longitude), \(way.destinationName),
                \(draft.destination.latitude), \(draft.destination.longitude), \(sealed), \(draft.parcels), \(draft.weight),
                \(draft.volume), \(draft.heaviest), \(draft.handling.map(\.rawValue).sorted()), \(draft.readyAt),
                \(draft.isPacked ? draft.readyAt : nil), \(draft.windowStart), \(draft.windowEnd), \(way.reason),
                \(way.collectsFrom), \(way.toHub), \(way.onward), \(way.toShop), \(draft.following?.first),
                \(draft.following?.attempt ?? 1))
            ON CONFLICT (shop_order_id) WHERE first_id IS NULL DO NOTHING
            RETURNING id
            """)
        if way.kind == .delivery, let order = draft.orderID { try await makeHandOverCode(for: order, in: transaction) }
        if let row { return try row.decode(ShipmentID.self) }
        return try await transaction.one(
            "delivery.shipmentOfShopOrder",
            "SELECT id FROM delivery.shipment WHERE shop_order_id = \(draft.shopOrderID) AND first_id IS NULL"
        ).decode(ShipmentID.self)
    }

    /// A draft's two ends as columns.
    private struct Way {
        var kind = ShipmentKind.delivery
        var originName: String
        var origin: GeoPoint
        var hubID: HubID?
        var shopID: ShopID?
        var destinationName = ""
        var reason: CollectionReason?
        var collectsFrom: ShopOrderID?
        var toHub: HubID?
        var onward: ShipmentID?
        var toShop: ShopID?
    }

    private func way(of draft: ShipmentDraft, in transaction: Transaction) async throws -> Way {
        switch draft.origin {
        case .shop(let id, let name, let place): return Way(originName: name, origin: place, shopID: id)
        case .hub(let id, let sender):
            let (latitude, longitude) = try await transaction.one(
                "delivery.hubLocation", "SELECT latitude, longitude FROM delivery.hub WHERE id = \(id)"
            ).decode(Double.self, Double.self)
            return Way(originName: sender, origin: try geoPoint(latitude, longitude), hubID: id)
        case .door(let place, let reason, let order, .shop(let id, let name)):
            return Way(
                kind: .collection, originName: "", origin: place, shopID: id, destinationName: name, reason: reason,
                collectsFrom: order)
        case .door(let place, let reason, let order, .hub(let id, let name)):
            return Way(
                kind: .collection, originName: "", origin: place, hubID: id, destinationName: name, reason: reason,
                collectsFrom: order)
        case .milkRun(let id, let name, let place, let hub, let hubName, let onward):
            return Way(
                kind: .transfer, originName: name, origin: place, shopID: id, destinationName: hubName, toHub: hub,
                onward: onward)
        case .undelivered(let hub, let name, let place, let shop, let shopName):
            return Way(
                kind: .return, originName: name, origin: place, hubID: hub, destinationName: shopName, toShop: shop)
        }
    }

    /// Takes a shipment out of the day, because its order is not wanted any more. What is under way stays under way, what failed has failed.
    /// - Returns: whether it was taken out now.
    @discardableResult
    public func cancelShipment(of shopOrderID: ShopOrderID, in transaction: Transaction) async throws -> Bool {
        try await transaction.execute(
            "delivery.cancelTransfer",
            """
            UPDATE delivery.shipment AS transfer SET state = 'cancelled' FROM delivery.shipment AS onward
            WHERE onward.shop_order_id = \(shopOrderID) AND transfer.onward_id = onward.id
                AND transfer.state IN ('waiting', 'planned', 'failed')
            """)
        return try await transaction.execute(
            "delivery.cancelShipment",
            """
            UPDATE delivery.shipment SET state = 'cancelled'
            WHERE shop_order_id = \(shopOrderID) AND state IN ('waiting', 'planned')
            """) == 1
    }

    /// What a shipment's contact is sealed for, so that it opens with no other one.
    static func purpose(_ id: ShipmentID) -> String { "delivery.shipment \(id)" }

    private func draft(of order: DeliverableShopOrder, in transaction: Transaction) async throws -> ShipmentDraft {
        let shopOrder = order.shopOrder
        guard shopOrder.state == .ready, let packed = shopOrder.packed else {
            throw ShipmentProblem.notReady(shopOrder.id, shopOrder.state)
        }
        guard let contact = order.contact else { throw ShipmentProblem.noContact(shopOrder.id) }
        guard let shop = try await catalog.shop(shopOrder.shop.id) else {
            throw ShipmentProblem.noSuchShop(shopOrder.id)
        }
        return ShipmentDraft(
            origin: .shop(shop.id, name: shop.name, shop.location), shopOrderID: shopOrder.id, orderID: shopOrder.orderID,
            day: shopOrder.window.day, destination: order.destination, contact: contact, parcels: packed.parcels,
            weight: shopOrder.weight, volume: shopOrder.volume, heaviest: shopOrder.goods.heaviest,
            handling: shopOrder.handling, readyAt: packed.at, windowStart: shopOrder.window.start, windowEnd: shopOrder.window.end
        )
    }

    /// Moves a shipment on by the state machine; does nothing when it is not (or no longer) in `from`.
    @discardableResult
    func move(
        _ id: ShipmentID, from: ShipmentState, to: ShipmentState, in transaction: Transaction
    ) async throws -> Bool {
        precondition(from.canBecome(to), "a shipment cannot go from \(from) to \(to)")
        return try await transaction.execute(
            "delivery.moveShipment", "UPDATE delivery.shipment SET state = \(to) WHERE id = \(id) AND state = \(from)") == 1
    }
}
