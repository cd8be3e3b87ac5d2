/// The plain algorithm of Dijkstra on arcs and turns: the oracle of the tests, and the search behind isochrones.
struct DijkstraSearch {
    let metric: StreetMetric
    /// By rank; the cost of standing at the arc's beginning.
    private(set) var costs: [TravelCost]
    /// The rank from which each was reached, or −1.
    private(set) var parents: [Int32]

    private var heap: [(weight: Int32, rank: Int32)] = []
    private var touched: [Int32] = []

    init(_ metric: StreetMetric) {
        self.metric = metric
        costs = Array(repeating: .unreachable, count: metric.graph.rankCount)
        parents = Array(repeating: -1, count: metric.graph.rankCount)
    }

    /// Finds the least costs from the seeds to every arc's beginning, up to a weight.
    mutating func run(from seeds: [SearchSeed], upTo limit: Int32 = TravelCost.noWay) {
        for rank in touched {
            costs[Int(rank)] = .unreachable
            parents[Int(rank)] = -1
        }
        touched.removeAll(keepingCapacity: true)
        heap.removeAll(keepingCapacity: true)
        for seed in seeds { reach(seed.rank, seed.cost, from: -1) }
        let graph = metric.graph
        while let (weight, rank32) = pop() {
            let rank = Int(rank32)
            if weight > costs[rank].weight { continue }
            if weight > limit { break }
            let arc = metric.cost(ofArc: Int(graph.rankArc[rank]))
            guard arc.isReachable else { continue }
            let atEnd = costs[rank] + arc
            for turn in Int(graph.turnFirst[rank])..<Int(graph.turnFirst[rank + 1]) {
                let cost = atEnd + metric.cost(ofTurn: turn)
                if cost.isReachable { reach(graph.turnHead[turn], cost, from: rank32) }
            }
        }
    }

    /// The cost of getting to a position after ``run(from:upTo:)``.
    func cost(to position: StreetPosition) -> TravelCost {
        metric.arrivals(at: position).reduce(.unreachable) { best, seed in
            let cost = costs[Int(seed.rank)] + seed.cost
            return cost.weight < best.weight ? cost : best
        }
    }

    private mutating func reach(_ rank: Int32, _ cost: TravelCost, from parent: Int32) {
        let known = costs[Int(rank)].weight
        guard cost.weight < known else { return }
        if known == TravelCost.noWay { touched.append(rank) }
        costs[Int(rank)] = cost
        parents[Int(rank)] = parent
        push(cost.weight, rank)
    }

    private mutating func push(_ weight: Int32, _ rank: Int32) {
        heap.append((weight, rank))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            if heap[parent].weight <= weight { break }
            heap[child] = heap[parent]
            child = parent
        }
        heap[child] = (weight, rank)
    }

    private mutating func pop() -> (weight: Int32, rank: Int32)? {
        guard let least = heap.first, let last = heap.popLast() else { return nil }
        if heap.isEmpty { return least }
        var parent = 0
        while true {
            var child = 2 * parent + 1
            if child >= heap.count { break }
            if child + 1 < heap.count, heap[child + 1].weight < heap[child].weight { child += 1 }
            if heap[child].weight >= last.weight { break }
            heap[parent] = heap[child]
            parent = child
        }
        heap[parent] = last
        return least
    }
}
