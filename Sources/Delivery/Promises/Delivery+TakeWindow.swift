public import Catalog
public import Database
import Foundation
public import Orders
import Routing

extension Delivery {
    /// Reserves a window for an order in the transaction that places it: its shipments are made, and the day's tours with them are feasible by the
    /// checker. From then on every plan of the day has to keep the window.
    ///
    /// Windows of one day are taken one after the other, so two can never both take the last place.
    /// - Throws: ``WindowRefused`` when no tour can keep it; nothing is reserved then.
    public func takeWindow(
        _ window: DeliveryWindow, for order: PromisedOrder, to destination: GeoPoint, in transaction: Transaction
    ) async throws {
        try await DayBasis.lock(window.day, in: transaction)
        let live = try await liveDay(window.day, in: transaction)
        let contact = Contact(recipient: order.request.recipient, address: order.request.address)
        let now = now()
        let expected = try await expected(order.parts.map(\.goods))
        let consolidations = try await consolidations(
            of: expected, in: window, to: destination, on: live, orderedAt: now, in: transaction)
        var ids: [ShipmentID] = []
        for part in order.parts {
            guard let goods = expected.first(where: { $0.shop.id == part.goods.shopID }),
                let draft = goods.draft(
                    shopOrderID: part.shopOrderID, orderID: order.id, window: window, destination: destination, contact: contact,
                    at: now)
            else { throw WindowRefused(window: window.id, refusal: .notReady) }
            guard let way = consolidations[goods.shop.id] else {
                ids.append(try await createShipment(draft, in: transaction))
                continue
            }
            let onward = try await createShipment(way.onward(draft, from: goods.shop), in: transaction)
            let transfer = way.transfer(of: draft, from: goods.shop, onward: onward)
            ids += [try await createShipment(transfer, in: transaction), onward]
        }
        try await promise(ids, in: window, to: live, in: transaction)
    }

    /// Makes one shipment whose window is chosen after the checkout (something to be fetched, or brought again), in the transaction that looked whether it
    /// may be, and puts it into the tours as they stand.
    /// - Throws: ``WindowRefused`` when no tour can keep the window; nothing is reserved then.
    func takeWindow(
        _ window: DeliveryWindow, for draft: ShipmentDraft, in transaction: Transaction
    ) async throws -> ShipmentID {
        try await DayBasis.lock(window.day, in: transaction)
        let live = try await liveDay(window.day, in: transaction)
        let id = try await createShipment(draft, in: transaction)
        try await promise([id], in: window, to: live, in: transaction)
        return id
    }

    /// Puts shipments that were made in this transaction into the day's tours; `live` was read before, under the day's lock.
    /// - Throws: ``WindowRefused`` when no tour can keep the window.
    private func promise(
        _ ids: [ShipmentID], in window: DeliveryWindow, to live: LiveDay, in transaction: Transaction
    ) async throws {
        let shipments = try await openShipments("id = ANY (\(ids))", on: window.day, in: transaction)
        let larger = try await live.knowing(shipments, travel: travel)
        let taken = try await HeavyWork.run { try larger.taking(ids, in: window.id) }
        try await storeLiveTours(LiveTours(taken.solution, of: taken.model), of: window.day, in: transaction)
        await liveDays.keep(taken, try await DayFingerprint.read(window.day, in: transaction))
    }
}

extension LiveDay {
    /// The day with these shipments, which it knows, in its tours; the checker has confirmed it.
    func taking(_ ids: [ShipmentID], in window: DeliveryWindowID) throws(WindowRefused) -> LiveDay {
        guard let answer = answers(for: [ids]).first else { return self }
        switch answer {
        case .fitsNot(let constraints): throw WindowRefused(window: window, refusal: WindowRefusal(constraints))
        case .fits(let fit):
            let taken = taking(fit)
            // What the search thinks and the checker does not confirm is not sold.
            guard Checker.check(taken.model.problem, taken.solution).isEmpty else {
                throw WindowRefused(window: window, refusal: .full)
            }
            return taken
        }
    }
}
