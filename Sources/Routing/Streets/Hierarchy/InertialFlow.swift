/// Cuts a part of the network in two along few edges: minimum cuts between the outer quarters in four directions.
///
/// Source: Schild and Sommer, *On Balanced Separators in Road Networks* (SEA 2015).
struct InertialFlow {
    /// The part of the nodes that is tied to each end.
    static let tiedPart = 0.25

    private let nodeCount: Int
    private let first: [Int32]
    /// Twice the edge, plus one where it is walked from its head to its tail.
    private let slotEdge: [Int32]
    private let slotNode: [Int32]
    private var flow: [Int8]
    private var parentSlot: [Int32]
    private var parentNode: [Int32]
    private var queue: [Int32]
    /// 1 for nodes tied to the one end, 2 for those tied to the other.
    private var tie: [UInt8]

    /// - Parameters:
    ///   - tails: local numbers of the nodes that the edges join, `heads` likewise; loops are ignored.
    init(nodeCount: Int, tails: [Int32], heads: [Int32]) {
        self.nodeCount = nodeCount
        var first = [Int32](repeating: 0, count: nodeCount + 1)
        for edge in 0..<tails.count where tails[edge] != heads[edge] {
            first[Int(tails[edge]) + 1] += 1
            first[Int(heads[edge]) + 1] += 1
        }
        for node in 0..<nodeCount { first[node + 1] += first[node] }
        var next = first
        var slotEdge = [Int32](repeating: 0, count: Int(first[nodeCount]))
        var slotNode = slotEdge
        for edge in 0..<tails.count where tails[edge] != heads[edge] {
            for isReversed in 0..<2 {
                let from = Int(isReversed == 0 ? tails[edge] : heads[edge])
                slotEdge[Int(next[from])] = Int32(2 * edge + isReversed)
                slotNode[Int(next[from])] = isReversed == 0 ? heads[edge] : tails[edge]
                next[from] += 1
            }
        }
        self.first = first
        self.slotEdge = slotEdge
        self.slotNode = slotNode
        flow = Array(repeating: 0, count: tails.count)
        parentSlot = Array(repeating: -1, count: nodeCount)
        parentNode = Array(repeating: -1, count: nodeCount)
        queue = Array(repeating: 0, count: nodeCount)
        tie = Array(repeating: 0, count: nodeCount)
    }

    /// The connected component of each node, and how many there are.
    mutating func components() -> (ofNode: [Int32], count: Int) {
        var component = [Int32](repeating: -1, count: nodeCount)
        var count = 0
        for start in 0..<nodeCount where component[start] < 0 {
            component[start] = Int32(count)
            queue[0] = Int32(start)
            var read = 0
            var write = 1
            while read < write {
                let node = Int(queue[read])
                read += 1
                for slot in Int(first[node])..<Int(first[node + 1]) where component[Int(slotNode[slot])] < 0 {
                    component[Int(slotNode[slot])] = Int32(count)
                    queue[write] = slotNode[slot]
                    write += 1
                }
            }
            count += 1
        }
        return (component, count)
    }

    /// For each node whether it lies on the first side of the best cut found.
    ///
    /// - Precondition: at least two nodes, connected.
    mutating func bisect(east: [Double], north: [Double]) -> [Bool] {
        var best: [Bool] = []
        var bestScore = Double.infinity
        let directions: [(Double, Double)] = [(1, 0), (0, 1), (1, 1), (1, -1)]
        for (x, y) in directions {
            let keys = (0..<nodeCount).map { x * east[$0] + y * north[$0] }
            let sorted = (0..<Int32(nodeCount)).sorted { keys[Int($0)] < keys[Int($1)] }
            let tied = max(1, Int(Double(nodeCount) * Self.tiedPart))
            for node in 0..<nodeCount { tie[node] = 0 }
            for node in sorted.prefix(tied) { tie[Int(node)] = 1 }
            for node in sorted.suffix(tied) { tie[Int(node)] = 2 }
            guard let cut = minimumCut(worseThan: bestScore) else { continue }
            for isFirst in [true, false] {
                let side = reached(from: isFirst ? 1 : 2)
                let size = side.count { $0 }
                let score = Double(cut) / Double(min(size, nodeCount - size))
                if score < bestScore {
                    bestScore = score
                    best = isFirst ? side : side.map { !$0 }
                }
            }
        }
        return best
    }

    // MARK: - Flow

    /// The size of the minimum cut between the tied ends; `nil` as soon as it cannot beat `score` even in the middle.
    private mutating func minimumCut(worseThan score: Double) -> Int? {
        for edge in 0..<flow.count { flow[edge] = 0 }
        var value = 0
        while let end = search(from: 1, to: 2) {
            augment(to: end)
            value += 1
            if Double(value) / Double(nodeCount / 2) >= score { return nil }
        }
        return value
    }

    /// Breadth-first through the residual network; the first node of the other end, or `nil` when it cannot be reached.
    private mutating func search(from source: UInt8, to target: UInt8) -> Int? {
        var write = 0
        for node in 0..<nodeCount {
            parentNode[node] = -1
            if tie[node] == source {
                parentNode[node] = Int32(node)
                queue[write] = Int32(node)
                write += 1
            }
        }
        var read = 0
        while read < write {
            let node = Int(queue[read])
            read += 1
            for slot in Int(first[node])..<Int(first[node + 1]) {
                let next = Int(slotNode[slot])
                guard parentNode[next] < 0 else { continue }
                // Searching from the far end walks against the flow.
                let isReversed = (slotEdge[slot] & 1 == 1) != (source == 2)
                let along = flow[Int(slotEdge[slot] >> 1)]
                guard (isReversed ? -along : along) < 1 else { continue }
                parentNode[next] = Int32(node)
                parentSlot[next] = Int32(slot)
                if tie[next] == target { return next }
                queue[write] = Int32(next)
                write += 1
            }
        }
        return nil
    }

    private mutating func augment(to end: Int) {
        var node = end
        while parentNode[node] != Int32(node) {
            let slot = slotEdge[Int(parentSlot[node])]
            flow[Int(slot >> 1)] += slot & 1 == 1 ? -1 : 1
            node = Int(parentNode[node])
        }
    }

    /// The nodes on one end's side of the cut, once no path is left.
    private mutating func reached(from source: UInt8) -> [Bool] {
        _ = search(from: source, to: 0xFF)
        return parentNode.map { $0 >= 0 }
    }
}
