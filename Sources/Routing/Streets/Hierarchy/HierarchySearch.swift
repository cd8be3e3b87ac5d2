/// The way between two positions through the hierarchy: both ends climb, and the best rank that both reach joins them.
struct HierarchySearch {
    /// The arcs ridden between the first and the last position, whose own arcs are not part of it.
    struct Path {
        var cost: TravelCost
        /// Arcs whose beginnings are passed, the last being the one that leads to the target; empty when both lie on one edge.
        var arcs: [Int]
    }

    private struct Label {
        var cost = TravelCost.unreachable
        /// The entry that led here and the rank it came from; −1 at a seed.
        var entry: Int32 = -1
        var previous: Int32 = -1
    }

    private let metric: StreetMetric
    private let hierarchy: CustomizedHierarchy
    private var forward: [Label]
    private var backward: [Label]
    private var pending: [UInt64]
    private var forwardReached: [Int32] = []
    private var backwardReached: [Int32] = []

    init(_ metric: StreetMetric, _ hierarchy: CustomizedHierarchy) {
        self.metric = metric
        self.hierarchy = hierarchy
        forward = Array(repeating: Label(), count: metric.graph.rankCount)
        backward = forward
        pending = Array(repeating: 0, count: (metric.graph.rankCount + 63) / 64)
    }

    /// The least cost between two positions and the rank where both climbs meet (−1 when the way stays on one edge).
    mutating func cost(from: StreetPosition, to: StreetPosition) -> (cost: TravelCost, meeting: Int32) {
        for rank in forwardReached { forward[Int(rank)] = Label() }
        for rank in backwardReached { backward[Int(rank)] = Label() }
        forwardReached.removeAll(keepingCapacity: true)
        backwardReached.removeAll(keepingCapacity: true)
        Self.climb(
            metric.departures(from: from), hierarchy.upFirst, hierarchy.up, hierarchy.upEntry, &forward, &forwardReached, &pending
        )
        Self.climb(
            metric.arrivals(at: to), hierarchy.downFirst, hierarchy.down, hierarchy.downEntry, &backward, &backwardReached,
            &pending)
        var best = metric.directCost(from: from, to: to)
        var meeting: Int32 = -1
        for rank in forwardReached {
            let cost = forward[Int(rank)].cost + backward[Int(rank)].cost
            if cost.weight < best.weight {
                best = cost
                meeting = rank
            }
        }
        return (best, meeting)
    }

    /// The way itself; `nil` when there is none.
    mutating func path(from: StreetPosition, to: StreetPosition) -> Path? {
        let (cost, meeting) = cost(from: from, to: to)
        guard cost.isReachable else { return nil }
        guard meeting >= 0 else { return Path(cost: cost, arcs: []) }
        var upward: [Int32] = []
        var rank = meeting
        while forward[Int(rank)].entry >= 0 {
            upward.append(forward[Int(rank)].entry)
            rank = forward[Int(rank)].previous
        }
        var ranks = [rank]
        for entry in upward.reversed() { unpack(entry, into: &ranks) }
        rank = meeting
        while backward[Int(rank)].entry >= 0 {
            unpack(backward[Int(rank)].entry, into: &ranks)
            rank = backward[Int(rank)].previous
        }
        return Path(cost: cost, arcs: ranks.map { Int(metric.graph.rankArc[Int($0)]) })
    }

    /// Appends the heads of the turns that an entry stands for.
    private func unpack(_ entry: Int32, into ranks: inout [Int32]) {
        var pending = [entry]
        while let next = pending.popLast() {
            let first = hierarchy.firstHalf[Int(next)]
            if first < 0 {
                ranks.append(metric.graph.rowHead[Int(next)])
            } else {
                pending.append(hierarchy.secondHalf[Int(next)])
                pending.append(first)
            }
        }
    }

    private static func climb(
        _ seeds: [SearchSeed], _ first: [Int32], _ links: [CustomizedHierarchy.Link], _ entries: [Int32], _ labels: inout [Label],
        _ reached: inout [Int32], _ pending: inout [UInt64]
    ) {
        for seed in seeds where seed.cost.weight < labels[Int(seed.rank)].cost.weight {
            labels[Int(seed.rank)].cost = seed.cost
            pending[Int(seed.rank) / 64] |= 1 << UInt64(seed.rank & 63)
        }
        for word in pending.indices {
            while pending[word] != 0 {
                let rank = word * 64 + pending[word].trailingZeroBitCount
                pending[word] &= pending[word] &- 1
                reached.append(Int32(rank))
                let own = labels[rank].cost
                for slot in Int(first[rank])..<Int(first[rank + 1]) {
                    let link = links[slot]
                    let upper = Int(link.upper)
                    let weight = own.weight &+ link.weight
                    guard weight < labels[upper].cost.weight else { continue }
                    labels[upper] = Label(
                        cost: TravelCost(
                            weight: weight, secondary: own.secondary &+ link.secondary, energy: own.energy &+ link.energy),
                        entry: entries[slot], previous: Int32(rank))
                    pending[upper / 64] |= 1 << UInt64(upper & 63)
                }
            }
        }
    }
}
