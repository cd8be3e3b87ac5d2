/// Finds what keeps requests out of a plan.
struct UnservedReasons {
    private let instance: Instance
    /// With nothing but what is locked.
    private let empty: Plan
    /// In which the requests are missing.
    private let full: Plan

    init(_ instance: Instance, full: Plan) {
        self.instance = instance
        self.full = full
        empty = Plan(instance)
    }

    /// The constraints that forbid a request, the most frequent first: those that no vehicle could keep even with nothing else to do
    /// or, if one could, those that its place beside the others would break.
    func reasons(_ request: Int) -> [Constraint] {
        var alone = Tally()
        if tryEverywhere(request, in: empty, &alone) { return crowded(request) }
        if alone.isEmpty { return statically(request) }
        return alone.sorted
    }

    private func crowded(_ request: Int) -> [Constraint] {
        var tally = Tally()
        let fits = tryEverywhere(request, in: full, &tally)
        // It would fit and is left out all the same: it is not worth its cost.
        return fits && instance.prizes[request] >= 0 ? [.prize] : tally.sorted
    }

    /// For a request that no vehicle may take: what the vehicles lack.
    private func statically(_ request: Int) -> [Constraint] {
        let problem = instance.problem
        let skills: Set<Int> =
            switch instance.modelRequest(request) {
            case .job(let index): problem.jobs[index].skills
            case .pair(let index): problem.pairs[index].skills
            }
        let able = problem.vehicles.contains { skills.isSubset(of: $0.skills) }
        return [able || problem.vehicles.isEmpty ? .capacity : .skills]
    }

    private struct Tally {
        private var counts: [Constraint: Int] = [:]
        var isEmpty: Bool { counts.isEmpty }
        mutating func add(_ constraint: Constraint) { counts[constraint, default: 0] += 1 }
        var sorted: [Constraint] {
            counts.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }.map(\.key)
        }
    }

    /// Tries every place of every vehicle (one of each class without a tour). Returns whether one is feasible.
    private func tryEverywhere(_ request: Int, in plan: Plan, _ tally: inout Tally) -> Bool {
        var vehicles = (0..<plan.usedCount).map { Int(plan.used[$0]) }
        for vehicleClass in 0..<instance.classCount {
            let free = plan.freeVehicle(ofClass: vehicleClass)
            if free >= 0 { vehicles.append(free) }
        }
        for vehicle in vehicles {
            let vehicleClass = Int(instance.vehicles[vehicle].vehicleClass)
            guard instance.compatible[vehicleClass * instance.requestCount + request] else { continue }
            if tryTour(request, vehicle, in: plan, &tally) { return true }
        }
        return false
    }

    private func tryTour(_ request: Int, _ vehicle: Int, in plan: Plan, _ tally: inout Tally) -> Bool {
        let node = instance.node(of: request)
        let mate = Int(instance.stops[node].mate)
        let end = Int(instance.vehicles[vehicle].end)
        var after = Int(instance.vehicles[vehicle].start)
        while after != end {
            let next = Int(plan.states[after].next)
            if !instance.stops[after].isSealed {
                plan.link(node, after: after, vehicle: vehicle)
                var feasible = mate < 0 && judge(vehicle, plan, &tally)
                var behind = node
                while mate >= 0, !feasible, behind != end {
                    plan.link(mate, after: behind, vehicle: vehicle)
                    feasible = judge(vehicle, plan, &tally)
                    plan.unlink(mate)
                    behind = Int(plan.states[behind].next)
                }
                plan.unlink(node)
                if feasible { return true }
            }
            after = next
        }
        return false
    }

    private func judge(_ vehicle: Int, _ plan: Plan, _ tally: inout Tally) -> Bool {
        if plan.simulate(vehicle) >= 0 { return true }
        if let violation = plan.firstViolation { tally.add(violation) }
        return false
    }
}
