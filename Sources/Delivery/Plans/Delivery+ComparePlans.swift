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
            JOIN delivery.tour_stop AS stop ON stop.tour_id = tour.id AND stop.kind IN ('dropoff', 'delivery')
            JOIN delivery.shipment ON shipment.id = stop.shipment_id
            WHERE plan.day = \(day) AND plan.version = \(version)
            """
        ).decode(ShipmentNumber.self, Int.self, String.self, Date.self)
        return Dictionary(
            rows.map { ($0.0, PlanComparison.Visit(tour: $0.1, bike: $0.2, arrival: $0.3)) },
            uniquingKeysWith: { _, last in last })
    }

    /// How a plan that is not stored differs from the day's current one; `nil` when the day has none.
    func compareWithCurrent(_ result: PlanResult, of model: DayModel) async throws -> PlanComparison? {
        let day = model.day.day
        guard let current = try await currentPlan(for: day) else { return nil }
        var numbers = Dictionary(uniqueKeysWithValues: model.day.shipments.map { ($0.id, $0.number) })
        let past = result.tours.flatMap(\.stops).compactMap(\.shipmentID).filter { numbers[$0] == nil }
        for (id, number) in try await database.query(
            "delivery.shipmentNumbers", "SELECT id, number FROM delivery.shipment WHERE id = ANY (\(past))"
        ).decode(ShipmentID.self, ShipmentNumber.self) { numbers[id] = number }
        var visits: [ShipmentNumber: PlanComparison.Visit] = [:]
        for tour in result.tours {
            for stop in tour.stops where stop.kind == .dropoff || stop.kind == .delivery {
                guard let number = stop.shipmentID.flatMap({ numbers[$0] }) else { continue }
                visits[number] = PlanComparison.Visit(tour: tour.number, bike: tour.bike.key, arrival: stop.serviceStart)
            }
        }
        return PlanComparison(
            PlanComparison.Figures(current), try await self.visits(of: day, version: current.version, in: database),
            PlanComparison.Figures(result.summary), visits)
    }
}

extension PlanComparison.Figures {
    init(_ plan: Plan) {
        self.init(
            version: plan.version, costCents: plan.costCents, metres: plan.metres, workingSeconds: plan.workingSeconds,
            tours: plan.tours, served: plan.served, unserved: plan.unserved.count)
    }

    init(_ summary: PlanSummary) {
        self.init(
            version: nil, costCents: Cents(summary.costCents), metres: summary.metres, workingSeconds: summary.workingSeconds,
            tours: summary.tours, served: summary.served, unserved: summary.unserved)
    }
}
