/// How the nodes of an instance are numbered; see ``Instance``.
struct NodeLayout {
    let jobs: Int
    let pairs: Int
    let firstRest: Int
    /// The first rest node of each vehicle.
    let rests: [Int]
    let firstReload: Int
    /// For each hub its supply of reload nodes; empty for a hub at which nobody reloads.
    let reloads: [Range<Int>]
    let firstStart: Int
    let nodeCount: Int

    init(_ problem: Problem) {
        jobs = problem.jobs.count
        pairs = problem.pairs.count
        firstRest = jobs + 2 * pairs
        var next = firstRest
        var rests: [Int] = []
        for vehicle in problem.vehicles {
            rests.append(next)
            next += vehicle.breaks.count
        }
        self.rests = rests
        firstReload = next

        // Every trip but a vehicle's first needs one; a trip serves at least one request, save those that are locked.
        var needed = [Int](repeating: 0, count: problem.hubs.count)
        for vehicle in problem.vehicles {
            for stop in vehicle.lockedStops {
                if case .reload(let hub) = stop { needed[hub] += 1 }
            }
        }
        let usable = Set(problem.vehicles.flatMap(\.reloadHubs))
        var reloads: [Range<Int>] = []
        for hub in problem.hubs.indices {
            let planned = problem.vehicles.reduce(0) { sum, vehicle in
                sum + vehicle.plannedStops.reduce(0) { $1 == .reload(hub: hub) ? $0 + 1 : $0 }
            }
            let count = needed[hub] + (usable.contains(hub) ? jobs + pairs + 2 : 0) + planned
            reloads.append(next..<next + count)
            next += count
        }
        self.reloads = reloads
        firstStart = next
        nodeCount = next + 2 * problem.vehicles.count
    }

    func start(_ vehicle: Int) -> Int { firstStart + 2 * vehicle }
    func end(_ vehicle: Int) -> Int { firstStart + 2 * vehicle + 1 }
}
