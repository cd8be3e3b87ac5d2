/// The referee: finds everything that is wrong with a solution.
///
/// It shares no code with the solver and recomputes loads, times and energy by itself in the plainest way, following the rules that
/// ``Schedule`` states. A plan is stored only if the checker finds nothing.
public enum Checker {
    /// All violations of `solution`; empty means feasible.
    ///
    /// O(stops · log horizon). Costs and reasons for unserved requests are not judged.
    /// - Precondition: `problem` is valid (``Problem/validate()``).
    public static func check(_ problem: Problem, _ solution: Solution) -> [Violation] {
        var violations = checkCompleteness(problem, solution)
        var toured: Set<Int> = []
        for tour in solution.tours {
            guard problem.vehicles.indices.contains(tour.vehicle) else { continue }
            toured.insert(tour.vehicle)
            let vehicle = problem.vehicles[tour.vehicle]
            // A stop that does not exist was reported above or is reported here; nothing else can be said of such a tour.
            let unknown = tour.stops.enumerated().filter { !problem.exists($0.element, on: vehicle) }
            for (position, stop) in unknown where stop.request == nil {
                violations.append(
                    Violation(
                        stop.isReload ? .reload : .rest, vehicle: tour.vehicle, position: position,
                        description: "vehicle \(vehicle.id): \(stop) does not exist"))
            }
            guard unknown.isEmpty, !(tour.stops.isEmpty && vehicle.lockedStops.isEmpty) else { continue }
            violations += TourCheck(problem, tour).run()
        }
        for (index, vehicle) in problem.vehicles.enumerated() where !vehicle.lockedStops.isEmpty && !toured.contains(index) {
            violations.append(
                Violation(
                    .lockedStops, vehicle: index, amount: vehicle.lockedStops.count,
                    description: "vehicle \(vehicle.id): has \(vehicle.lockedStops.count) locked stops but no tour"))
        }
        return violations
    }

    /// Each request is served once or listed as unserved once; each tour has a vehicle of its own.
    private static func checkCompleteness(_ problem: Problem, _ solution: Solution) -> [Violation] {
        var violations: [Violation] = []
        func report(_ vehicle: Int? = nil, _ request: Request? = nil, _ amount: Int, _ text: String) {
            violations.append(
                Violation(.completeness, vehicle: vehicle, request: request, amount: amount, description: text))
        }

        var toured: Set<Int> = []
        var served: [Stop: Int] = [:]
        for tour in solution.tours {
            if !problem.vehicles.indices.contains(tour.vehicle) {
                report(nil, nil, 1, "there is no vehicle at index \(tour.vehicle)")
            } else if !toured.insert(tour.vehicle).inserted {
                report(tour.vehicle, nil, 1, "vehicle \(problem.vehicles[tour.vehicle].id): has more than one tour")
            }
            for stop in tour.stops where stop.request != nil { served[stop, default: 0] += 1 }
        }
        var unserved: [Request: Int] = [:]
        for entry in solution.unserved { unserved[entry.request, default: 0] += 1 }

        for stop in served.keys.sorted(by: { $0.description < $1.description }) {
            let known: Bool
            switch stop {
            case .job(let index): known = problem.jobs.indices.contains(index)
            case .pickup(let index), .dropoff(let index): known = problem.pairs.indices.contains(index)
            case .reload, .rest: known = true
            }
            if !known { report(nil, stop.request, 1, "there is no \(stop)") }
        }
        for entry in solution.unserved where !problem.exists(entry.request) {
            report(nil, entry.request, 1, "the list of unserved requests names one that does not exist")
        }
        for (request, stops) in problem.requests {
            let counts = stops.map { served[$0] ?? 0 }
            let listed = unserved[request] ?? 0
            let name = problem.name(of: request)
            if let most = counts.max(), most > 1 { report(nil, request, most - 1, "\(name) is served \(most) times") }
            if listed > 1 { report(nil, request, listed - 1, "\(name) is listed as unserved \(listed) times") }
            if listed > 0, counts.contains(where: { $0 > 0 }) {
                report(nil, request, 1, "\(name) is served and listed as unserved")
            }
            if listed == 0, counts.allSatisfy({ $0 == 0 }) {
                report(nil, request, 1, "\(name) is neither served nor listed as unserved")
            }
        }
        return violations
    }
}

extension Stop {
    /// Whether the vehicle loads at a hub here, between two trips.
    public var isReload: Bool {
        if case .reload = self { true } else { false }
    }
}

extension Problem {
    /// Every request with the stops that serve it.
    var requests: [(request: Request, stops: [Stop])] {
        jobs.indices.map { (.job($0), [.job($0)]) } + pairs.indices.map { (.pair($0), [.pickup($0), .dropoff($0)]) }
    }

    func exists(_ request: Request) -> Bool {
        switch request {
        case .job(let index): jobs.indices.contains(index)
        case .pair(let index): pairs.indices.contains(index)
        }
    }

    /// What a request is called in messages: the caller's own number, and name if there is one.
    public func name(of request: Request) -> String {
        switch request {
        case .job(let index):
            jobs[index].name.isEmpty ? "job \(jobs[index].id)" : "job \(jobs[index].id) (\(jobs[index].name))"
        case .pair(let index):
            "pair \(pairs[index].pickup.id)→\(pairs[index].delivery.id)"
                + (pairs[index].name.isEmpty ? "" : " (\(pairs[index].name))")
        }
    }
}
