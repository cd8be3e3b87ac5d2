/// The costs of eight sources at one rank, searched together.
struct LaneCosts: Sendable {
    typealias Lanes = SIMD8<Int32>

    static let count = 8

    var weight: Lanes
    var secondary: Lanes
    var energy: Lanes

    static let unreachable = LaneCosts(weight: Lanes(repeating: TravelCost.noWay), secondary: .zero, energy: .zero)
}

/// The way up from eight sources at once, over all ranks that any of them reaches, in ascending order.
///
/// What one source costs at a rank does not depend on the others that climb with it.
struct LaneClimb {
    private let hierarchy: CustomizedHierarchy
    private var labels: [LaneCosts]
    /// One bit a rank: what is still to be visited.
    private var pending: [UInt64]

    init(_ hierarchy: CustomizedHierarchy) {
        self.hierarchy = hierarchy
        labels = Array(repeating: .unreachable, count: hierarchy.graph.rankCount)
        pending = Array(repeating: 0, count: (hierarchy.graph.rankCount + 63) / 64)
    }

    /// Hands over every rank that is reached with its final costs and leaves itself blank again.
    @inline(__always)
    mutating func run(_ sources: [[SearchSeed]], reach: (Int, LaneCosts) -> Void) {
        for (lane, seeds) in sources.enumerated() {
            for seed in seeds where seed.cost.weight < labels[Int(seed.rank)].weight[lane] {
                labels[Int(seed.rank)].weight[lane] = seed.cost.weight
                labels[Int(seed.rank)].secondary[lane] = seed.cost.secondary
                labels[Int(seed.rank)].energy[lane] = seed.cost.energy
                pending[Int(seed.rank) / 64] |= 1 << UInt64(seed.rank & 63)
            }
        }
        let hierarchy = hierarchy
        labels.withUnsafeMutableBufferPointer { labels in
            pending.withUnsafeMutableBufferPointer { pending in
                for word in 0..<pending.count {
                    while pending[word] != 0 {
                        let rank = word * 64 + pending[word].trailingZeroBitCount
                        pending[word] &= pending[word] &- 1
                        let own = labels[rank]
                        labels[rank] = .unreachable
                        reach(rank, own)
                        Self.climb(hierarchy, from: rank, own, labels, pending)
                    }
                }
            }
        }
    }

    @inline(__always)
    private static func climb(
        _ hierarchy: CustomizedHierarchy, from rank: Int, _ own: LaneCosts, _ labels: UnsafeMutableBufferPointer<LaneCosts>,
        _ pending: UnsafeMutableBufferPointer<UInt64>
    ) {
        for slot in Int(hierarchy.upFirst[rank])..<Int(hierarchy.upFirst[rank + 1]) {
            let link = hierarchy.up[slot]
            let upper = Int(link.upper)
            let weight = own.weight &+ LaneCosts.Lanes(repeating: link.weight)
            let isBetter = weight .< labels[upper].weight
            guard any(isBetter) else { continue }
            labels[upper].weight.replace(with: weight, where: isBetter)
            labels[upper].secondary.replace(with: own.secondary &+ LaneCosts.Lanes(repeating: link.secondary), where: isBetter)
            labels[upper].energy.replace(with: own.energy &+ LaneCosts.Lanes(repeating: link.energy), where: isBetter)
            pending[upper / 64] |= 1 << UInt64(upper & 63)
        }
    }
}

/// A climb of up to eight sources that is kept for targets to come: some hundred ranks.
struct KeptClimb: Sendable {
    /// The numbers of the sources, by lane.
    let sources: [Int]
    /// Ascending.
    private(set) var ranks: [Int32] = []
    private(set) var costs: [LaneCosts] = []

    /// - Parameters:
    ///   - order: the numbers of the sources, neighbours after each other.
    static func climbs(_ hierarchy: CustomizedHierarchy, sources: [[SearchSeed]], order: [Int]) -> [KeptClimb] {
        var climb = LaneClimb(hierarchy)
        return stride(from: 0, to: order.count, by: LaneCosts.count).map { start in
            var kept = KeptClimb(sources: Array(order[start..<min(start + LaneCosts.count, order.count)]))
            climb.run(kept.sources.map { sources[$0] }) { rank, costs in
                kept.ranks.append(Int32(rank))
                kept.costs.append(costs)
            }
            return kept
        }
    }

    private init(sources: [Int]) {
        self.sources = sources
    }
}
