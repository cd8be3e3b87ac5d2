import Catalog
import Foundation
import Routing

/// A day's tours as they stand with everything that is promised: what delivery windows are sold from. Pure.
struct LiveDay: Sendable {
    let model: DayModel
    let tables: TravelTables
    let closures: [NetworkClosure]
    /// What the tours could not take is unserved in it.
    let solution: Solution

    /// Lays tours over the day and finds places for what is in none of them, the most urgent first.
    ///
    /// What its tour brings in the reserve of its window keeps its place, and what finds no other place may use its reserve.
    ///
    /// - Parameter restoringReserve: also what was to come in its reserve looks for another place.
    init(
        _ day: DayProblem, tables: TravelTables, closures: [NetworkClosure], laying tours: LiveTours,
        restoringReserve: Bool = false
    ) {
        var model = DayModel(day, matrices: tables.matrices)
        let laid: [Solution.Tour]
        if day.reserve == nil || restoringReserve {
            laid = tours.laid(over: model)
        } else {
            laid = tours.laid(over: DayModel(day.withoutReserve, matrices: tables.matrices))
            let spent = laid.reduce(into: Set<ShipmentID>()) { $0.formUnion(model.reserveSpent(by: $1)) }
            model = model.spendingReserve(of: spent)
        }
        model = model.locking(laid)
        var solution = Self.completed(model, laid)
        if day.reserve != nil, !solution.unserved.isEmpty {
            model = model.spendingReserve(of: model.shipments(leftOutBy: solution))
            solution = Self.completed(model, solution.tours)
        }
        self.model = model
        self.tables = tables
        self.closures = closures
        self.solution = solution
    }

    private init(_ model: DayModel, tables: TravelTables, closures: [NetworkClosure], solution: Solution) {
        self.model = model
        self.tables = tables
        self.closures = closures
        self.solution = solution
    }

    /// Shipments that are in no tour.
    var homeless: Set<ShipmentID> { model.shipments(leftOutBy: solution) }

    /// Whether a plan of the same day leaves out what these tours bring.
    func isBroken(by plan: Solution) -> Bool {
        let homeless = homeless
        return plan.unserved.contains { !homeless.contains(model.shipment(of: $0.request).id) }
    }

    /// The tours with places for what is in none of them, the most urgent first.
    static func completed(_ model: DayModel, _ tours: [Solution.Tour]) -> Solution {
        let problem = model.problem
        let toured = Set(tours.flatMap { $0.stops.compactMap(\.request) })
        let requests: [Request] = problem.jobs.indices.map { .job($0) } + problem.pairs.indices.map { .pair($0) }
        let missing = requests.filter { !toured.contains($0) }.sorted {
            let (left, right) = (model.shipment(of: $0), model.shipment(of: $1))
            return (left.windowEnd, left.number) < (right.windowEnd, right.number)
        }
        guard !missing.isEmpty else { return Solution(tours: tours) }
        let running = RunningPlan(problem, Solution(tours: tours, unserved: missing.map { Solution.Unserved($0) }))
        var byVehicle = Dictionary(uniqueKeysWithValues: tours.map { ($0.vehicle, $0) })
        var unserved: [Solution.Unserved] = []
        for request in missing {
            if let insertion = running.bestInsertion(of: request) {
                running.accept(insertion)
                byVehicle[insertion.tour.vehicle] = insertion.tour
            } else {
                unserved.append(Solution.Unserved(request))
            }
        }
        return Solution(tours: byVehicle.values.sorted { $0.vehicle < $1.vehicle }, unserved: unserved)
    }
}

extension LiveDay {
    /// What becomes of the day with some more shipments.
    struct Fit: Sendable {
        /// The tours that change, as they would be.
        let tours: [Solution.Tour]
        /// At the door, one for each of the shipments.
        let arrivals: [Date]
        /// Of CO₂ against a van, by what the tours save more than before.
        let savedGrams: Int
    }

    enum Answer: Sendable {
        case fits(Fit)
        case fitsNot([Constraint])
    }

    /// The day with more shipments in its problem, none of them in a tour yet.
    func knowing(_ shipments: [DayProblem.OpenShipment], travel: any TravelSource) async throws -> LiveDay {
        let day = model.day.adding(shipments)
        let places = DayModel.places(of: day)
        var tables = tables
        if places.count > model.places.count {
            tables = try await travel.tables(
                tables, between: model.places, adding: Array(places[model.places.count...]), for: model.bikeTypes,
                closures: closures)
        }
        return knowing(shipments, tables: tables)
    }

    /// The same with the tables for all places at hand.
    func knowing(_ shipments: [DayProblem.OpenShipment], tables: TravelTables) -> LiveDay {
        let larger = DayModel(model.day.adding(shipments), matrices: tables.matrices).locking(solution.tours)
        // The new ones come last, so all indices stay what they were.
        let added =
            (model.problem.jobs.count..<larger.problem.jobs.count).map { Request.job($0) }
            + (model.problem.pairs.count..<larger.problem.pairs.count).map { .pair($0) }
        return LiveDay(
            larger, tables: tables, closures: closures,
            solution: Solution(tours: solution.tours, unserved: solution.unserved + added.map { Solution.Unserved($0) }))
    }

    /// For each group of shipments that the day knows: whether all of it can be taken, each group asked for by itself.
    ///
    /// O(groups · places in all tours), after what ``RunningPlan`` costs once.
    func answers(for groups: [[ShipmentID]]) -> [Answer] {
        let running = RunningPlan(model.problem, solution)
        let before = Dictionary(uniqueKeysWithValues: solution.tours.map { ($0.vehicle, $0) })
        return groups.map { group in
            var isChanged = false
            defer { if isChanged { running.reset(to: solution) } }
            var changed: [Int: Solution.Tour] = [:]
            // What is hardest to place comes first: the heaviest.
            let requests = group.compactMap { model.request(of: $0) }.sorted {
                (model.shipment(of: $0).weight, model.shipment(of: $0).number)
                    > (model.shipment(of: $1).weight, model.shipment(of: $1).number)
            }
            for (index, request) in requests.enumerated() {
                guard let insertion = running.bestInsertion(of: request) else {
                    return .fitsNot(UnservedDiagnosis.reasons(for: request, in: model.problem))
                }
                changed[insertion.tour.vehicle] = insertion.tour
                // Nothing is asked after the last one, so the plan need not know it.
                guard index < requests.count - 1 else { break }
                running.accept(insertion)
                isChanged = true
            }
            return .fits(fit(changed, before: before, of: requests))
        }
    }

    private func fit(_ changed: [Int: Solution.Tour], before: [Int: Solution.Tour], of requests: [Request]) -> Fit {
        let asked = Set(requests.map { model.shipment(of: $0).id })
        var arrivals: [Date] = []
        var saved = 0
        for (vehicle, tour) in changed {
            let planned = model.plannedTour(tour)
            saved += VanComparison.savedGrams(tour: planned.stops)
            if let old = before[vehicle] { saved -= VanComparison.savedGrams(tour: model.plannedTour(old).stops) }
            for stop in planned.stops where stop.isPromised {
                if let id = stop.shipmentID, asked.contains(id) { arrivals.append(stop.serviceStart) }
            }
        }
        return Fit(tours: changed.values.sorted { $0.vehicle < $1.vehicle }, arrivals: arrivals, savedGrams: saved)
    }

    /// The day with a fit taken.
    func taking(_ fit: Fit) -> LiveDay {
        let changed = Set(fit.tours.map(\.vehicle))
        let tours = (solution.tours.filter { !changed.contains($0.vehicle) } + fit.tours).sorted { $0.vehicle < $1.vehicle }
        let served = Set(fit.tours.flatMap { $0.stops.compactMap(\.request) })
        let unserved = solution.unserved.filter { !served.contains($0.request) }
        return LiveDay(model, tables: tables, closures: closures, solution: Solution(tours: tours, unserved: unserved))
    }
}

extension DayModel {
    /// The request that stands for a shipment.
    func request(of id: ShipmentID) -> Request? {
        if let index = jobShipments.firstIndex(where: { day.shipments[$0].id == id }) { return .job(index) }
        return pairShipments.firstIndex { day.shipments[$0].id == id }.map { .pair($0) }
    }
}
