import Accounts
import Catalog
import Database
import Foundation
import Orders

extension Delivery {
    /// The windows in which goods that could not be handed over can be brought again, each with whether the day's tours can take them from the
    /// hub where they are. It costs nothing.
    /// - Throws: ``UndeliveredProblem``.
    public func attemptOffers(for goods: UndeliveredReference) async throws -> [WindowOffer] {
        let attempt = try await nextAttempt(of: try await attemptHistory(of: goods, in: database), in: database)
        let offers = try await offers { window, numbers in
            attempt.shipment(number: numbers.next(), window: window).map { [$0] }
        }
        return offers.map {
            WindowOffer(window: $0.window.free, refusal: $0.refusal, arrival: $0.arrival, savedGrams: $0.savedGrams)
        }
    }

    /// Has them brought again in a window: from then on every plan of the day keeps it. It costs nothing. The same window twice is one attempt.
    /// - Throws: ``UndeliveredProblem``.
    @discardableResult
    public func bringAgain(_ goods: UndeliveredReference, in window: DeliveryWindowID) async throws -> ShipmentID {
        do {
            return try await database.transaction("delivery.bringAgain") { transaction in
                try await DayBasis.lock(window.day, in: transaction)
                let history = try await attemptHistory(of: goods, deciding: transaction)
                if history.last.attempt > 1, history.last.kind == .delivery, history.last.state.isOpen,
                    history.last.window == window
                {
                    return history.last.id
                }
                let attempt = try await nextAttempt(of: history, in: transaction)
                guard let window = try await deliveryWindow(window, in: transaction) else {
                    throw UndeliveredProblem.noSuchWindow
                }
                guard let draft = attempt.draft(in: window) else { throw UndeliveredProblem.refused(.notReady) }
                return try await takeWindow(window, for: draft, in: transaction)
            }
        } catch let refused as WindowRefused {
            throw UndeliveredProblem.refused(refused.refusal)
        }
    }

    private func nextAttempt(of history: AttemptHistory, in queryable: some Queryable) async throws -> NextAttempt {
        try history.requireRetriable()
        guard let contact = history.first.contact else { throw UndeliveredProblem.tooLongAgo }
        guard let place = try await goodsPlaces(of: [history.last.id], in: queryable)[history.last.id] else {
            throw UndeliveredProblem.nowhere
        }
        return NextAttempt(history: history, contact: contact, place: place)
    }
}

/// Goods on their way to the same door once more, as the day's problem and its table know them.
private struct NextAttempt: Sendable {
    let history: AttemptHistory
    let contact: Contact
    let place: GoodsPlace

    /// - Returns: nil when the goods are not back at their hub before the window ends.
    func draft(in window: DeliveryWindow) -> ShipmentDraft? {
        readyAt(for: window).map { readyAt in
            let first = history.first
            var draft = ShipmentDraft(
                // The parcels bear the first number.
                origin: .hub(place.hub.id, sender: "\(first.sender) (\(first.number))"), shopOrderID: first.shopOrderID,
                orderID: first.orderID, day: window.day, destination: first.destination, contact: contact, parcels: first.parcels,
                weight: first.weight, volume: first.volume, heaviest: first.heaviest, handling: first.handling, readyAt: readyAt,
                windowStart: window.start, windowEnd: window.end)
            draft.following = history.next
            return draft
        }
    }

    /// As the day's problem would know it.
    func shipment(number: Int, window: DeliveryWindow) -> DayProblem.OpenShipment? {
        draft(in: window).map { draft in
            DayProblem.OpenShipment(
                id: .new(), number: ShipmentNumber(rawValue: number), origin: .hub(place.hub.id), destination: draft.destination,
                parcels: draft.parcels, weight: draft.weight, volume: draft.volume, heaviest: draft.heaviest,
                handling: draft.handling, readyAt: draft.readyAt, windowStart: draft.windowStart, windowEnd: draft.windowEnd)
        }
    }

    private func readyAt(for window: DeliveryWindow) -> Date? {
        let readyAt = place.readyAt(on: window.day)
        return readyAt < window.end ? readyAt : nil
    }
}
