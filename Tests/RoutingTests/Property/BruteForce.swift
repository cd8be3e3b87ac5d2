import Routing

/// The best plan of a tiny problem, found by trying all: the yardstick for the solver.
///
/// Every set of requests in every order, with the breaks and at most one reload at every place, on every vehicle; then the best
/// way to share the requests out. For problems whose cost is the sum over the tours and whose tours have at most two trips.
struct BruteForce {
    private let problem: Problem
    private let requests: [Request]
    /// The cheapest feasible tour of each vehicle (row) for each set of requests (column); nil: there is none.
    private var cheapest: [[Option?]] = []

    private struct Option {
        /// Exact.
        var cost: Int
        var stops: [Stop]
    }

    /// A way to share out all requests.
    struct Plan {
        var value: SolutionValue
        var tours: [[Stop]]
    }

    init(_ problem: Problem) {
        self.problem = problem
        requests = problem.jobs.indices.map { .job($0) } + problem.pairs.indices.map { .pair($0) }
        for vehicle in problem.vehicles.indices {
            var options = [Option?](repeating: nil, count: 1 << requests.count)
            // An unused vehicle changes only what its riders were told.
            options[0] = Option(cost: penalty(vehicle, []), stops: [])
            for subset in 1..<(1 << requests.count) {
                let stops = requests.indices.filter { subset & (1 << $0) != 0 }.flatMap { Self.stops(of: requests[$0]) }
                visitOrders(vehicle, done: [], remaining: stops) { order in
                    guard let cost = cost(vehicle, order), cost < options[subset]?.cost ?? .max else { return }
                    options[subset] = Option(cost: cost, stops: order)
                }
            }
            cheapest.append(options)
        }
    }

    func best() -> Plan? {
        var best: Plan?
        share([], left: (1 << requests.count) - 1, cost: 0, &best)
        return best
    }

    private static func stops(of request: Request) -> [Stop] {
        switch request {
        case .job(let index): [.job(index)]
        case .pair(let index): [.pickup(index), .dropoff(index)]
        }
    }

    private func visitOrders(_ vehicle: Int, done: [Stop], remaining: [Stop], _ visit: ([Stop]) -> Void) {
        guard !remaining.isEmpty else { return addBreaks(vehicle, 0, done, visit) }
        for (index, stop) in remaining.enumerated() {
            if case .dropoff(let pair) = stop, remaining.contains(.pickup(pair)) { continue }
            var rest = remaining
            rest.remove(at: index)
            visitOrders(vehicle, done: done + [stop], remaining: rest, visit)
        }
    }

    private func addBreaks(_ vehicle: Int, _ number: Int, _ stops: [Stop], _ visit: ([Stop]) -> Void) {
        guard number < problem.vehicles[vehicle].breaks.count else { return addReload(vehicle, stops, visit) }
        for position in 0...stops.count {
            var with = stops
            with.insert(.rest(number), at: position)
            addBreaks(vehicle, number + 1, with, visit)
        }
    }

    private func addReload(_ vehicle: Int, _ stops: [Stop], _ visit: ([Stop]) -> Void) {
        visit(stops)
        for hub in problem.vehicles[vehicle].reloadHubs {
            for position in 0...stops.count {
                var with = stops
                with.insert(.reload(hub: hub), at: position)
                visit(with)
            }
        }
    }

    /// Exact cost of a feasible tour; `nil` if it is not.
    private func cost(_ vehicle: Int, _ stops: [Stop]) -> Int? {
        let served = Set(stops.compactMap { $0.request })
        let unserved = requests.filter { !served.contains($0) }.map { Solution.Unserved($0) }
        let solution = Solution(tours: [.init(vehicle: vehicle, stops: stops)], unserved: unserved)
        guard Checker.check(problem, solution).isEmpty else { return nil }
        return problem.cost(of: Schedule(problem, vehicle: vehicle, stops: stops)).exact + penalty(vehicle, stops)
    }

    private func penalty(_ vehicle: Int, _ stops: [Stop]) -> Int {
        let changed = Problem.changedRequests(planned: problem.vehicles[vehicle].plannedStops, now: stops)
        return changed.count * problem.objective.changePenalty * CostBreakdown.unitsPerCost
    }

    /// Tries all ways to share what is left out among the vehicles that have no tour yet.
    private func share(_ tours: [[Stop]], left: Int, cost: Int, _ best: inout Plan?) {
        guard tours.count < problem.vehicles.count else {
            let value = SolutionValue(
                problem, leftOut: requests.indices.filter { left & (1 << $0) != 0 }.map { requests[$0] }, cost)
            if best.map({ value < $0.value }) ?? true { best = Plan(value: value, tours: tours) }
            return
        }
        var subset = left
        while true {
            if let tour = cheapest[tours.count][subset] {
                share(tours + [tour.stops], left: left & ~subset, cost: cost + tour.cost, &best)
            }
            if subset == 0 { return }
            subset = (subset - 1) & left
        }
    }
}

extension SolutionValue {
    /// The value of a plan that leaves out `requests` and whose tours cost `tours`.
    init(_ problem: Problem, leftOut requests: [Request], _ tours: Int) {
        let nothing = SolutionValue(problem, Solution(unserved: requests.map { Solution.Unserved($0) }))
        let untold = problem.vehicles.indices.reduce(0) { sum, vehicle in
            sum + Problem.changedRequests(planned: problem.vehicles[vehicle].plannedStops, now: []).count
        }
        let prizes = nothing.exactCost - untold * problem.objective.changePenalty * CostBreakdown.unitsPerCost
        self.init(leftOut: nothing.leftOut, exactCost: prizes + tours)
    }
}
