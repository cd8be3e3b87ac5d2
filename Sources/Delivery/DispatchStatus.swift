public import Database
public import Foundation
import Routing

/// A day at a glance.
public struct DispatchStatus: Hashable, Codable, Sendable {
    public struct ShipmentCounts: Hashable, Codable, Sendable {
        public let waiting: Int
        public let planned: Int
        public let underway: Int
        public let delivered: Int
        public let failed: Int
        /// Without those cancelled.
        public let total: Int
    }

    public struct PlanReference: Hashable, Codable, Sendable {
        public let id: PlanID
        public let version: Int
        public let createdAt: Date
    }

    public let day: CalendarDay
    public let shipments: ShipmentCounts
    /// What could not be handed over and waits for somebody to say what is to be done with it; of all days.
    public let undecided: Int
    /// Which the current plan leaves out.
    public let unserved: Int
    public let plan: PlanReference?
    public let tours: Int
    public let assignedTours: Int
    /// With a shift on the day.
    public let riders: Int
    /// In service.
    public let bikes: Int
    public let hubs: Int
    /// Where the next plan's travel times come from.
    public let travelSource: TravelKind
    /// The street network that is loaded.
    public let network: LoadedNetwork?
    /// Closures in force on the day or at some time of it.
    public let closures: Int

    public struct LoadedNetwork: Hashable, Codable, Sendable {
        /// The extract that it was made from.
        public let source: String
        public let kilometres: Int
        public let attribution: String
    }
}

extension Delivery {
    public func status(on day: CalendarDay) async throws -> DispatchStatus {
        try await rollOutShifts(for: day)
        let counts = try await database.query(
            "delivery.shipmentCounts", "SELECT state, count(*) FROM delivery.shipment WHERE day = \(day) GROUP BY state"
        ).decode(ShipmentState.self, Int.self)
        let count = Dictionary(uniqueKeysWithValues: counts)
        let plan = try await currentPlan(for: day)
        let serviceDay = ServiceDay(day)
        let closures = try await closures(during: DateInterval(start: serviceDay.start, end: serviceDay.end))
        let tours = try await tours(on: day)
        let (riders, bikes, hubs, undecided) = try await database.one(
            "delivery.fleetCounts",
            """
            SELECT (SELECT count(DISTINCT rider_id) FROM delivery.shift WHERE day = \(day)),
                (SELECT count(*) FROM delivery.bike WHERE in_service), (SELECT count(*) FROM delivery.hub),
                (SELECT count(*) FROM delivery.shipment WHERE \(isUndecided))
            """
        ).decode(Int.self, Int.self, Int.self, Int.self)
        return DispatchStatus(
            day: day,
            shipments: DispatchStatus.ShipmentCounts(
                waiting: count[.waiting] ?? 0, planned: count[.planned] ?? 0, underway: count[.underway] ?? 0,
                delivered: count[.delivered] ?? 0, failed: count[.failed] ?? 0,
                total: counts.reduce(0) { $1.0 == .cancelled ? $0 : $0 + $1.1 }),
            undecided: undecided, unserved: plan?.unserved.count ?? 0,
            plan: plan.map { DispatchStatus.PlanReference(id: $0.id, version: $0.version, createdAt: $0.createdAt) },
            tours: tours.count, assignedTours: tours.count { $0.rider != nil }, riders: riders, bikes: bikes, hubs: hubs,
            travelSource: travel.kind,
            network: streets.map { streets in
                DispatchStatus.LoadedNetwork(
                    source: streets.graph.source, kilometres: streets.graph.facts.length / 100_000,
                    attribution: streets.graph.attribution)
            }, closures: closures.count)
    }
}
