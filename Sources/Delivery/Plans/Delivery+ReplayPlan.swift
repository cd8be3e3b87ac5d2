import Catalog
import Database
import Foundation
import Logging
import Routing

/// A plan as it is stored, with everything that it followed from.
struct StoredPlan: Sendable {
    let id: PlanID
    let version: Int
    let input: DayProblem
    let solution: StoredSolution
    let options: PlanOptions
    let summary: PlanSummary
    /// The identity of the source of its travel times.
    let travel: String
    let tours: [ReplayedTour]
}

extension Delivery {
    /// Works a stored plan out again from its stored inputs, with the streets and closures of then, and lets the checker judge it again.
    ///
    /// - Returns: `nil` when there is no such plan.
    public func replay(_ id: PlanID) async throws -> PlanReplay? {
        guard let stored = try await storedPlan(id) else { return nil }
        let day = stored.input
        let tables = try await travelTables(for: day, closures: try await closures(namedIn: stored.travel))
        let (model, violations, result) = try await HeavyWork.run {
            let model = DayModel(day, matrices: tables.matrices)
            let solution = stored.solution.solution
            let violations = Checker.check(model.problem, solution)
            let result = PlanResult(
                unchecked: model, solution, seconds: stored.summary.seconds, travel: model.planTravel(tables))
            return (model, violations, result)
        }
        let comparison = try await database.transaction("delivery.replayPlan") { transaction in
            let visits = PlanVisits(
                figures: PlanComparison.Figures(stored.summary, version: stored.version),
                visits: try await visits(of: model.day.day, version: stored.version, in: transaction))
            return try await visits.comparison(with: result, in: transaction)
        }
        return PlanReplay(
            stored, travelNow: tables.identity, violations: violations.map(\.description), comparison: comparison,
            tours: result.tours.map(ReplayedTour.init))
    }

    private func storedPlan(_ id: PlanID) async throws -> StoredPlan? {
        let row = try await database.first(
            "delivery.storedPlan",
            "SELECT version, input, solution, options, summary, travel_source FROM delivery.plan WHERE id = \(id)")
        guard let row else { return nil }
        let (version, input, solution, options, summary, travel) = try row.decode(
            Int.self, JSONB<DayProblem>.self, JSONB<StoredSolution>.self, JSONB<PlanOptions>.self, JSONB<PlanSummary>.self,
            String.self)
        return StoredPlan(
            id: id, version: version, input: input.value, solution: solution.value, options: options.value,
            summary: summary.value,
            travel: travel, tours: try await storedTours(of: id))
    }

    private func storedTours(of plan: PlanID) async throws -> [ReplayedTour] {
        let rows = try await database.query(
            "delivery.storedStops",
            """
            SELECT tour.number, bike.key, stop.kind, stop.latitude, stop.longitude, stop.shipment_id, stop.arrival,
                stop.service_start, stop.departure, stop.load_grams, stop.battery_watt_hours, stop.metres_from_previous
            FROM delivery.tour JOIN delivery.bike ON bike.id = tour.bike_id
            JOIN delivery.tour_stop AS stop ON stop.tour_id = tour.id
            WHERE tour.plan_id = \(plan) ORDER BY tour.number, stop.position
            """
        ).decode(
            Int.self, String.self, TourStop.Kind.self, Double.self, Double.self, ShipmentID?.self, Date.self, Date.self,
            Date.self, Grams.self, Double.self, Int.self)
        var tours: [ReplayedTour] = []
        for row in rows {
            let stop = ReplayedStop(
                kind: row.2, location: try geoPoint(row.3, row.4), shipmentID: row.5, arrival: row.6, serviceStart: row.7,
                departure: row.8, load: row.9, batteryWattHours: row.10, metres: row.11)
            if tours.last?.number != row.0 { tours.append(ReplayedTour(number: row.0, bike: row.1, stops: [])) }
            tours[tours.count - 1].stops.append(stop)
        }
        return tours
    }
}
