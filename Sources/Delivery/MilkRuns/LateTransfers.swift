import Catalog
import Database
import Foundation

/// Goods that come late to a hub, and what goes on from there: it waits for them. Pure.
struct LateTransfers: Sendable {
    /// Those on their way, with when they are expected.
    private var expected: [ShipmentID: Date] = [:]
    /// What goes on from a hub, with when its goods are there: only where that is too late for the time at which it was sold to go on.
    private var releases: [ShipmentID: Date] = [:]

    /// A plan may bring them by so much later than they are expected; it goes off the time for sorting.
    static let slack: TimeInterval = 5 * 60
    /// What another bike needs to fetch goods from one that broke down, and to bring them to their hub.
    static let fetching: TimeInterval = 60 * 60

    /// - Parameters:
    ///   - shipments: the open ones.
    ///   - fed: what goes on with goods that were brought, by the transfer that brought them.
    ///   - arrivals: when transfers are or were at their hubs, by what was reported.
    init(_ shipments: [DayProblem.OpenShipment], fed: [ShipmentID: ShipmentID], arrivals: [ShipmentID: Date], at now: Date) {
        for transfer in shipments where transfer.hasLeft {
            guard let onward = transfer.feeds else { continue }
            let arrival =
                transfer.isStopped == true
                ? now.addingTimeInterval(Self.fetching)
                : arrivals[transfer.id] ?? now.addingTimeInterval(Consolidation.shortestWay)
            guard arrival > transfer.windowEnd else { continue }
            expected[transfer.id] = arrival.addingTimeInterval(Self.slack)
            releases[onward] = arrival.addingTimeInterval(Consolidation.sorting)
        }
        for (transfer, onward) in fed {
            if let arrival = arrivals[transfer] { releases[onward] = arrival.addingTimeInterval(Consolidation.sorting) }
        }
    }

    /// The shipments with what goes on from a hub no sooner than its goods are there.
    func waited(by shipments: [DayProblem.OpenShipment]) -> [DayProblem.OpenShipment] {
        shipments.map { shipment in
            var shipment = shipment
            if let release = releases[shipment.id] { shipment.readyAt = max(shipment.readyAt, release) }
            if let until = expected[shipment.id] {
                shipment.mayBeLate = true
                shipment.lateUntil = until
            }
            return shipment
        }
    }
}

extension Delivery {
    /// The transfers of a day that are at their hubs, with what goes on from there and has not left yet.
    func transfersBrought(on day: CalendarDay, in transaction: Transaction) async throws -> [ShipmentID: ShipmentID] {
        let rows = try await transaction.query(
            "delivery.transfersBrought",
            """
            SELECT transfer.id, onward.id FROM delivery.shipment AS transfer
            JOIN delivery.shipment AS onward ON onward.id = transfer.onward_id
            WHERE transfer.day = \(day) AND transfer.kind = 'transfer' AND transfer.state = 'delivered'
                AND onward.state IN ('waiting', 'planned')
            """
        ).decode(ShipmentID.self, ShipmentID.self)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.0, $0.1) })
    }
}
