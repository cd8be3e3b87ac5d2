import Routing

/// The best plan of a tiny problem, found by trying all: the yardstick for the solver.
///
/// Every set of requests in every order, with the breaks and at most one reload at every place, on every vehicle; then the best
/// way to share the requests out. For problems whose cost is the sum over the tours and whose tours have at most two trips.
struct BruteForce {
    private let problem: Problem
    private let requests: [Request]
    /// Exact cost of the cheapest feasible tour of each vehicle (row) for each set of requests (column); nil: there is none.
    private var cheapest: [[Int?]] = []

    init(_ problem: Problem) {
        self.problem = problem
        requests = problem.jobs.indices.map { .job($0) } + problem.pairs.indices.map { .pair($0) }
        for vehicle in problem.vehicles.indices {
            var costs = [Int?](repeating: nil, count: 1 << requests.count)
            // An unused vehicle changes only what its riders were told.
            costs[0] = penalty(vehicle, [])
            for subset in 1..<(1 << requests.count) {
                let stops = requests.indices.filter { subset & (1 << $0) != 0 }.flatMap { Self.stops(of: requests[$0]) }
                var best: Int?
                visitOrders(vehicle, done: [], remaining: stops) { order in
                    if let cost = cost(vehicle, order), cost < best ?? .max { best = cost }
                }
                costs[subset] = best
            }
            cheapest.append(costs)
        }
    }

    /// The value of the best plan.
    func best() -> SolutionValue? {
        var best: SolutionValue?
        share(vehicle: 0, left: (1 << requests.count) - 1, cost: 0, &best)
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

    private func share(vehicle: Int, left: Int, cost: Int, _ best: inout SolutionValue?) {
        guard vehicle < problem.vehicles.count else {
            let value = SolutionValue(
                problem, leftOut: requests.indices.filter { left & (1 << $0) != 0 }.map { requests[$0] }, cost)
            if best.map({ value < $0 }) ?? true { best = value }
            return
        }
        var subset = left
        while true {
            if let tour = cheapest[vehicle][subset] {
                share(vehicle: vehicle + 1, left: left & ~subset, cost: cost + tour, &best)
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
