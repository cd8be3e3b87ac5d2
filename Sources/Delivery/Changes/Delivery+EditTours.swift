import Catalog
public import Database
import Foundation
import Routing

extension Delivery {
    /// Changes the day's tours by hand; what comes of it is a new plan that the checker has confirmed.
    ///
    /// - Throws: ``TourEditRefused`` with what forbids it.
    public func edit(_ edit: TourEdit, on day: CalendarDay) async throws -> Plan {
        try await replan(day, PlanNote(.hand, edit.words)) { live, vehicles throws(TourEditRefused) in
            try TourEditor(live: live, vehicles: vehicles).apply(edit)
        }
    }

    /// Brings an earlier plan of the day back, as far as the day has not gone on since: the undo of every plan and change by hand. What
    /// came after it finds places in it.
    ///
    /// - Throws: ``NoSuchPlan``.
    public func restorePlan(_ version: Int, of day: CalendarDay) async throws -> Plan {
        guard
            let row = try await database.first(
                "delivery.planToRestore",
                "SELECT input, solution FROM delivery.plan WHERE day = \(day) AND version = \(version)")
        else { throw NoSuchPlan(day: day, version: version) }
        let (input, stored) = try row.decode(JSONB<DayProblem>.self, JSONB<StoredSolution>.self)
        let places = DayModel.places(of: input.value).count
        // Only bikes, spans and shipments are read from the old day: its travel times do not matter.
        let blank = DayModel.bikeTypes(of: input.value).map { _ in
            TravelMatrix(size: places, durations: Array(repeating: 0, count: places * places))
        }
        let tours = LiveTours(stored.value.solution, of: DayModel(input.value, matrices: blank))
        return try await replan(day, PlanNote(.restoration, "version \(version) again")) { live, _ throws(TourEditRefused) in
            LiveDay(live.model.day, tables: live.tables, closures: live.closures, laying: tours).solution
        }
    }

    /// Stores what `change` makes of the day's tours, under the day's lock.
    private func replan(
        _ day: CalendarDay, _ note: PlanNote,
        _ change: @escaping @Sendable (LiveDay, _ vehicles: [Int: Int]) throws(TourEditRefused) -> Solution
    ) async throws -> Plan {
        let id = try await database.transaction("delivery.editTours") { transaction in
            try await DayBasis.lock(day, in: transaction)
            let basis = try await DayBasis.read(day, in: transaction)
            guard basis.version > 0 else { throw TourEditRefused(detail: "There is no plan for \(day) yet.") }
            let live = try await liveDay(day, in: transaction)
            let vehicles = try await vehicles(of: live, in: transaction)
            let solution = try await HeavyWork.run { try change(live, vehicles) }
            return try await store(
                live.model, solution, travel: live.tables, seconds: 0, options: PlanOptions(seconds: 0, seed: 0, iterations: 0),
                basis: basis, note, in: transaction
            ).0
        }
        guard let plan = try await plan(id) else { throw NoSuchPlan(day: day, version: 0) }
        return plan
    }

    /// The vehicle of the problem for each tour of the current plan, by its number.
    private func vehicles(of live: LiveDay, in transaction: Transaction) async throws -> [Int: Int] {
        let rows = try await transaction.query(
            "delivery.tourVehicles",
            """
            SELECT tour.number, tour.bike_id, tour.span_start FROM delivery.tour JOIN delivery.plan ON plan.id = tour.plan_id
            WHERE \(Self.isCurrent(day: live.model.day.day))
            """
        ).decode(Int.self, BikeID.self, Date.self)
        var vehicles: [Int: Int] = [:]
        for (number, bike, start) in rows {
            let spans = live.model.spans.indices.filter { live.model.spans[$0].bike.id == bike }
            vehicles[number] = spans.first { live.model.spans[$0].start == start } ?? spans.first
        }
        return vehicles
    }
}

extension TourEdit {
    /// What was done, for the list of plans.
    fileprivate var words: String {
        switch self {
        case .move(let number, let tour): "\(number) to tour \(tour)"
        case .remove(let number): "\(number) out of its tour"
        case .swap(let first, let second): "tours \(first) and \(second) swapped bikes"
        case .split(let tour, let moment): "tour \(tour) split at \(ServiceDay.timeOfDay(at: moment))"
        }
    }
}

extension Delivery {
    /// The day as it would be.
    func assuming(_ assumptions: [Assumption], on day: DayProblem) async throws -> DayProblem {
        let riders = try await riders(on: day.day)
        return try day.assuming(assumptions, riders: Dictionary(uniqueKeysWithValues: riders.map { ($0.key, $0.id) }))
    }
}
