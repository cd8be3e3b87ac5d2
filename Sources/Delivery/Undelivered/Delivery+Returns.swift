import Accounts
import Catalog
import Database
import Foundation
public import Orders

extension Delivery {
    /// Ends what could not be handed over: a bike brings it back to its shop on the first day whose tours can take it while the shop is open, and
    /// when it is there its shop order ends as returned. What has no shop here stays at the hub for its carrier. What had to be warm or cold is not
    /// for sale again: its shop order ends at once.
    /// - Throws: ``UndeliveredProblem``.
    public func sendBack(_ goods: UndeliveredReference, by actor: OrderActor) async throws -> ReturnWay {
        var refusal = WindowRefusal.notReady
        for day in ServiceDay(containing: now()).deliveryDays {
            do {
                let way = try await database.transaction("delivery.sendBack") { transaction in
                    try await DayBasis.lock(day, in: transaction)
                    let history = try await attemptHistory(of: goods, deciding: transaction)
                    try history.requireUndecided()
                    guard !history.isPerishable, let shop = try await shop(of: history.first, in: transaction) else {
                        return try await close(history, by: actor, in: transaction)
                    }
                    return .toShop(try await plan(history, backTo: shop, on: day, in: transaction))
                }
                return way
            } catch let refused as WindowRefused {
                refusal = refused.refusal
            }
        }
        throw UndeliveredProblem.refused(refusal)
    }

    private func shop(of first: AttemptHistory.First, in transaction: Transaction) async throws -> Shop? {
        var id = first.shopID
        if let order = first.shopOrderID {
            id = try await orders.deliverableShopOrder(order, in: transaction)?.shopOrder.shop.id ?? id
        }
        guard let id else { return nil }
        return try await catalog.shop(id)
    }

    /// - Throws: ``WindowRefused`` when the day's tours cannot take it while the shop is open.
    private func plan(
        _ history: AttemptHistory, backTo shop: Shop, on day: CalendarDay, in transaction: Transaction
    ) async throws -> ShipmentID {
        guard let place = try await goodsPlaces(of: [history.last.id], in: transaction)[history.last.id] else {
            throw UndeliveredProblem.nowhere
        }
        let serviceDay = ServiceDay(day)
        let start = max(place.readyAt(on: day), now())
        let open = shop.handOver(on: day) ?? [DayProblem.HandOverSpan(from: start, until: serviceDay.moment(place.hub.closes))]
        let name = DeliveryWindowID(day: day, start: ServiceDay.timeOfDay(at: min(start, serviceDay.end.addingTimeInterval(-60))))
        guard let end = open.last?.until, start < end else { throw WindowRefused(window: name, refusal: .notReady) }
        let first = history.first
        var draft = ShipmentDraft(
            origin: .undelivered(place.hub.id, name: place.hub.name, place.place, to: shop.id, shopName: shop.name),
            orderID: first.orderID, day: day, destination: shop.location, contact: nil, parcels: first.parcels,
            weight: first.weight, volume: first.volume, heaviest: first.heaviest, handling: first.handling, readyAt: start,
            windowStart: start, windowEnd: end)
        draft.following = history.next
        let window = DeliveryWindow(id: name, day: day, start: start, end: end, cutoff: end, feeCents: .zero)
        return try await takeWindow(window, for: draft, in: transaction)
    }

    private func close(
        _ history: AttemptHistory, by actor: OrderActor, in transaction: Transaction
    ) async throws -> ReturnWay {
        try await transaction.execute(
            "delivery.closeUndelivered",
            """
            UPDATE delivery.shipment SET closed_at = \(now())
            WHERE (id = \(history.first.id) OR first_id = \(history.first.id)) AND state = 'failed'
            """)
        if let order = history.first.shopOrderID {
            try await orders.markReturned(order, by: actor, at: now(), in: transaction)
        }
        return history.isPerishable ? .disposed : .handedBack
    }

    /// What follows for the others that carry the same goods when one of them has come to its end: after a hand-over, also one that is told late, those
    /// that were to go on with them are called off; what is back at its shop ends its shop order.
    func followAttempts(
        of id: ShipmentID, after state: ShipmentState, by actor: OrderActor, at now: Date, in transaction: Transaction
    ) async throws {
        guard state == .delivered || state == .failed else { return }
        let (first, kind, shopOrderID) = try await transaction.one(
            "delivery.firstAttempt",
            """
            SELECT first.id, shipment.kind, first.shop_order_id FROM delivery.shipment
            JOIN delivery.shipment AS first ON first.id = coalesce(shipment.first_id, shipment.id) WHERE shipment.id = \(id)
            """
        ).decode(ShipmentID.self, ShipmentKind.self, ShopOrderID?.self)
        try await transaction.execute(
            "delivery.callOffAttempts",
            """
            UPDATE delivery.shipment AS later SET state = 'cancelled'
            WHERE later.first_id = \(first) AND later.state IN ('waiting', 'planned', 'failed') AND EXISTS (
                SELECT FROM delivery.shipment AS earlier WHERE (earlier.id = \(first) OR earlier.first_id = \(first))
                    AND earlier.kind = 'delivery' AND earlier.state = 'delivered' AND earlier.attempt < later.attempt)
            """)
        guard kind == .return, state == .delivered, let shopOrderID,
            try await orders.deliverableShopOrder(shopOrderID, in: transaction)?.shopOrder.state == .failed
        else { return }
        try await orders.markReturned(shopOrderID, by: actor, at: now, in: transaction)
    }
}
