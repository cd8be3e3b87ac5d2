import Catalog
public import Database
import Foundation

/// A version of a day's plan that is not there.
public struct NoSuchPlan: Error, Hashable, Sendable {
    public let day: CalendarDay
    public let version: Int
}

extension Delivery {
    /// Compares two versions of a day's plan.
    /// - Throws: ``NoSuchPlan``.
    public func compare(_ before: Int, with after: Int, on day: CalendarDay) async throws -> PlanComparison {
        let plans = try await plans(for: day)
        func figures(_ version: Int) throws -> PlanComparison.Figures {
            guard let plan = plans.first(where: { $0.version == version }) else { throw NoSuchPlan(day: day, version: version) }
            return PlanComparison.Figures(plan)
        }
        return PlanComparison(
            try figures(before), try await visits(of: day, version: before, in: database), try figures(after),
            try await visits(of: day, version: after, in: database))
    }

    /// Where a plan brings each shipment.
    func visits(
        of day: CalendarDay, version: Int, in queryable: any Queryable
    ) async throws -> [ShipmentNumber: PlanComparison.Visit] {
        let rows = try await queryable.query(
            "delivery.visits",
            """
            SELECT shipment.number, tour.number, bike.key, stop.service_start
            FROM delivery.plan JOIN delivery.tour ON tour.plan_id = plan.id
            JOIN delivery.bike ON bike.id = tour.bike_id
            JOIN delivery.tour_stop AS stop ON stop.tour_id = tour.id AND stop.window_end IS NOT NULL
            JOIN delivery.shipment ON shipment.id = stop.shipment_id
            WHERE plan.day = \(day) AND plan.version = \(version)
            """
        ).decode(ShipmentNumber.self, Int.self, String.self, Date.self)
        return Dictionary(
            rows.map { ($0.0, PlanComparison.Visit(tour: $0.1, bike: $0.2, arrival: $0.3)) },
            uniquingKeysWith: { _, last in last })
    }

    /// The day's current plan, to be compared with one to come; `nil` when there is none.
    func currentVisits(on day: CalendarDay) async throws -> PlanVisits? {
        guard let current = try await currentPlan(for: day) else { return nil }
        return PlanVisits(
            figures: PlanComparison.Figures(current), visits: try await visits(of: day, version: current.version, in: database))
    }
}

/// A stored plan as far as others are compared with it.
struct PlanVisits: Sendable {
    let figures: PlanComparison.Figures
    let visits: [ShipmentNumber: PlanComparison.Visit]

    /// How a plan that may not be stored differs from it.
    func comparison(with result: PlanResult, in transaction: Transaction) async throws -> PlanComparison {
        let doors = result.tours.flatMap { tour in
            tour.stops.compactMap { stop -> (ShipmentID, PlanComparison.Visit)? in
                guard stop.isPromised, let id = stop.shipmentID else { return nil }
                return (id, PlanComparison.Visit(tour: tour.number, bike: tour.bike.key, arrival: stop.serviceStart))
            }
        }
        let numbers = Dictionary(
            uniqueKeysWithValues: try await transaction.query(
                "delivery.shipmentNumbers", "SELECT id, number FROM delivery.shipment WHERE id = ANY (\(doors.map(\.0)))"
            ).decode(ShipmentID.self, ShipmentNumber.self).map { ($0.0, $0.1) })
        let after = doors.compactMap { id, visit in numbers[id].map { ($0, visit) } }
        return PlanComparison(
            figures, visits, PlanComparison.Figures(result.summary), Dictionary(after, uniquingKeysWith: { _, last in last }))
    }
}

extension PlanComparison.Figures {
    init(_ plan: Plan) {
        self.init(
            version: plan.version, costCents: plan.costCents, metres: plan.metres, workingSeconds: plan.workingSeconds,
            tours: plan.tours, served: plan.served, unserved: plan.unserved.count)
    }

    init(_ summary: PlanSummary, version: Int? = nil) {
        self.init(
            version: version, costCents: Cents(summary.costCents), metres: summary.metres, workingSeconds: summary.workingSeconds,
            tours: summary.tours, served: summary.served, unserved: summary.unserved)
    }
}
