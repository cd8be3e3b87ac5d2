import Accounts
import Catalog
import Database
import Foundation
import Orders

/// Goods that a bike has brought to a door, and the shipments that carried them one after the other.
struct AttemptHistory: Sendable {
    /// The first delivery; all others carry what it carried to where it went.
    struct First: Sendable {
        let id: ShipmentID
        let number: ShipmentNumber
        let shopOrderID: ShopOrderID?
        let orderID: OrderID?
        let shopID: ShopID?
        let sender: String
        let destination: GeoPoint
        let contact: Contact?
        let parcels: Int
        let weight: Grams
        let volume: Millilitres
        let heaviest: Grams
        let handling: Set<Handling>
    }

    /// The newest that was not called off.
    struct Last: Sendable {
        let id: ShipmentID
        let number: ShipmentNumber
        let kind: ShipmentKind
        let state: ShipmentState
        let attempt: Int
        let window: DeliveryWindowID
        let isClosed: Bool
    }

    let first: First
    let last: Last

    /// A door is gone to so often; PostgreSQL holds the same.
    static let mostAttempts = 3

    var next: Following { Following(first: first.id, attempt: last.attempt + 1) }

    /// A hub has neither oven nor fridge.
    var isPerishable: Bool { !CarryingRules.compartments(handling: first.handling).isEmpty }

    /// - Throws: ``UndeliveredProblem`` unless the goods are somewhere and nobody has said what is to be done with them.
    func requireUndecided() throws(UndeliveredProblem) {
        guard !last.isClosed else { throw .closed }
        guard last.state == .failed else { throw last.attempt > 1 && last.state.isOpen ? .goesOn(last.number) : .notFailed }
    }

    /// - Throws: ``UndeliveredProblem`` unless they may be brought to the door again.
    func requireRetriable() throws(UndeliveredProblem) {
        try requireUndecided()
        guard !isPerishable else { throw .perishable }
        guard last.kind == .delivery else { throw .goesBack }
        guard last.attempt < Self.mostAttempts else { throw .triedEnough }
        guard first.contact != nil else { throw .tooLongAgo }
    }
}

extension Delivery {
    /// - Throws: ``UndeliveredProblem/noSuchDelivery`` when nothing was to be brought to a door.
    func attemptHistory(of goods: UndeliveredReference, in queryable: some Queryable) async throws -> AttemptHistory {
        let meant: SQL =
            switch goods {
            case .shopOrder(let id): "SELECT id FROM delivery.shipment WHERE shop_order_id = \(id) AND first_id IS NULL"
            case .shipment(let number): "SELECT coalesce(first_id, id) FROM delivery.shipment WHERE number = \(number)"
            }
        let today = ServiceDay(containing: now()).day
        let row = try await queryable.first(
            "delivery.attemptHistory",
            """
            SELECT first.id, first.number, first.shop_order_id, first.order_id, first.shop_id, first.origin_name,
                first.destination_latitude, first.destination_longitude, first.contact, first.parcels, first.weight_grams,
                first.volume_millilitres, first.heaviest_grams, first.handling,
                last.id, last.number, last.kind, last.state, last.attempt, last.day, last.window_start, last.closed_at IS NOT NULL
            FROM delivery.shipment AS first
            CROSS JOIN LATERAL (
                SELECT * FROM delivery.shipment AS step WHERE (step.id = first.id OR step.first_id = first.id)
                    AND step.state <> 'cancelled' AND NOT (\(Self.isMissed("step", today)))
                ORDER BY step.attempt DESC LIMIT 1
            ) AS last
            WHERE first.kind = 'delivery' AND first.id = (\(meant))
            """)
        guard let row else { throw UndeliveredProblem.noSuchDelivery }
        return try attemptHistory(from: row)
    }

    /// The same for whoever goes on with the goods in this transaction: nobody else does until it ends.
    func attemptHistory(of goods: UndeliveredReference, deciding transaction: Transaction) async throws -> AttemptHistory {
        let first = try await attemptHistory(of: goods, in: transaction).first.id
        try await transaction.execute(
            "delivery.lockAttempts", "SELECT FROM delivery.shipment WHERE id = \(first) FOR UPDATE")
        try await transaction.execute(
            "delivery.endMissedAttempts",
            """
            UPDATE delivery.shipment SET state = 'cancelled'
            WHERE first_id = \(first) AND \(Self.isMissed("shipment", ServiceDay(containing: now()).day))
            """)
        return try await attemptHistory(of: goods, in: transaction)
    }

    /// An attempt whose day has passed without a bike that took it.
    static func isMissed(_ step: SQL, _ today: CalendarDay) -> SQL {
        "\(step).first_id IS NOT NULL AND \(step).state IN ('waiting', 'planned') AND \(step).day < \(today)"
    }

    private func attemptHistory(from row: Row) throws -> AttemptHistory {
        let (
            id, number, shopOrderID, orderID, shopID, sender, latitude, longitude, sealed, parcels, weight, volume, heaviest,
            handling, lastID, lastNumber, kind, state, attempt, day, windowStart, isClosed
        ) = try row.decode(
            ShipmentID.self, ShipmentNumber.self, ShopOrderID?.self, OrderID?.self, ShopID?.self, String.self, Double.self,
            Double.self, Data?.self, Int.self, Grams.self, Millilitres.self, Grams.self, [String].self, ShipmentID.self,
            ShipmentNumber.self, ShipmentKind.self, ShipmentState.self, Int.self, CalendarDay.self, Date.self, Bool.self)
        return AttemptHistory(
            first: AttemptHistory.First(
                id: id, number: number, shopOrderID: shopOrderID, orderID: orderID, shopID: shopID, sender: sender,
                destination: try geoPoint(latitude, longitude),
                contact: try sealed.map { try personalData.open($0, as: Contact.self, for: Self.purpose(id)) }, parcels: parcels,
                weight: weight, volume: volume, heaviest: heaviest, handling: Set(handling.compactMap(Handling.init(rawValue:)))),
            last: AttemptHistory.Last(
                id: lastID, number: lastNumber, kind: kind, state: state, attempt: attempt,
                window: DeliveryWindowID(day: day, start: ServiceDay.timeOfDay(at: windowStart)), isClosed: isClosed))
    }
}
