/// A plan as a bare sequence of nodes: the best one found so far.
final class PlanSnapshot {
    private let instance: Instance
    private let next: UnsafeMutablePointer<Int32>
    /// Lexicographic value: what is left out, then cost.
    private(set) var leftOut = Int.max
    private(set) var cost = Int.max
    /// How many requests it leaves out.
    private(set) var unserved = 0

    init(_ instance: Instance) {
        self.instance = instance
        next = .allocate(capacity: max(1, instance.nodeCount))
        next.initialize(repeating: -1, count: max(1, instance.nodeCount))
    }

    deinit {
        next.deallocate()
    }

    /// - Parameter newCost: The plan's cost with what balancing adds.
    func save(_ plan: Plan, cost newCost: Int) {
        assert(plan.inconsistency() == nil, plan.inconsistency() ?? "")
        let states = plan.states
        for node in 0..<instance.nodeCount { next[node] = states[node].vehicle >= 0 ? states[node].next : -1 }
        leftOut = plan.leftOut
        unserved = plan.bankCount
        cost = newCost
    }

    func copy(_ other: PlanSnapshot) {
        next.update(from: other.next, count: instance.nodeCount)
        leftOut = other.leftOut
        unserved = other.unserved
        cost = other.cost
    }

    /// Forgets the plan: every other is better.
    func clear() {
        leftOut = Int.max
        cost = Int.max
    }

    var isEmpty: Bool { leftOut == Int.max }

    @inline(__always)
    func isWorse(thanLeftOut otherLeftOut: Int, cost otherCost: Int) -> Bool {
        otherLeftOut < leftOut || (otherLeftOut == leftOut && otherCost < cost)
    }

    /// The nodes of a vehicle's tour, without start and end.
    func sequence(of vehicle: Int) -> [Int32] {
        var sequence: [Int32] = []
        let data = instance.vehicles[vehicle]
        var node = next[Int(data.start)]
        while node >= 0, node != data.end {
            sequence.append(node)
            node = next[Int(node)]
        }
        return sequence
    }
}
