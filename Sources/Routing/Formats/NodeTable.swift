/// What all benchmark formats have in common: nodes with demand, window and service, and a fleet.
///
/// Travel time equals distance in every set, so costs are per second of travel and no distances are kept.
struct NodeTable {
    struct Node {
        var x = 0.0
        var y = 0.0
        var demand = 0
        var window = TimeWindow.always
        var service = 0
        var release = 0
        /// Scaled; 0 is mandatory.
        var prize = 0
        /// The other node of a pair.
        var dropoff: Int?
    }

    var nodes: [Node]
    var depots: Int
    /// Scaled travel times; from the coordinates if `nil`.
    var durations: [Int32]?
    var vehicles: [Vehicle]
    var isPaired = false

    var problem: Problem {
        let windows = nodes[..<depots].map(\.window)
        // A vehicle's shift is its depot's window; an opening says no more than that where all depots have the same.
        let isUniform = windows.allSatisfy { $0 == windows[0] }
        let hubs = (0..<depots).map {
            Hub(location: $0, opening: isUniform ? .always : nodes[$0].window, reloadTime: nodes[$0].service)
        }
        let matrix = TravelMatrix(size: nodes.count, durations: durations ?? [])
        var problem = Problem(matrices: [matrix], dimensions: ["load"], hubs: hubs, vehicles: vehicles)
        for (index, node) in nodes.enumerated().dropFirst(depots) {
            let visit = Visit(service: node.service, windows: [node.window])
            if !isPaired {
                problem.jobs.append(
                    Job(
                        id: index, location: index, delivery: [node.demand], release: node.release, visit: visit,
                        priority: node.prize > 0 ? .optional(prize: node.prize) : .mandatory(0)))
            } else if let dropoff = node.dropoff {
                let end = nodes[dropoff]
                problem.pairs.append(
                    PickupDelivery(
                        pickup: .init(id: index, location: index, visit: visit),
                        delivery: .init(
                            id: dropoff, location: dropoff, visit: Visit(service: end.service, windows: [end.window])),
                        amount: [node.demand]))
            }
        }
        return problem
    }

    /// Euclidean distances, scaled and rounded as the set does.
    mutating func measureDistances(_ set: BenchmarkSet) {
        var table = [Int32](repeating: 0, count: nodes.count * nodes.count)
        for (from, a) in nodes.enumerated() {
            for (to, b) in nodes.enumerated() {
                let (dx, dy) = (a.x - b.x, a.y - b.y)
                table[from * nodes.count + to] = Int32(clamping: set.scaled((dx * dx + dy * dy).squareRoot()))
            }
        }
        durations = table
    }
}
