/// Many-to-many costs: eight sources at once climb the hierarchy, then their costs are swept down to all targets.
///
/// The sweep visits only ranks from which a target can be reached (the restricted PHAST of Delling, Goldberg and Werneck, *Faster
/// Batched Shortest Paths in Road Networks*, ATMOS 2011), renumbered so that it runs through memory in order. Unlike buckets its cost
/// grows hardly with the number of targets, and all eight lanes share every look at the graph.
struct MatrixSweep {
    typealias Lanes = SIMD8<Int32>

    /// The costs of eight sources at one rank.
    private struct Labels {
        var weight: Lanes
        var secondary: Lanes
        var energy: Lanes

        static let unreachable = Labels(weight: Lanes(repeating: TravelCost.noWay), secondary: .zero, energy: .zero)
    }

    private let hierarchy: CustomizedHierarchy
    /// The ranks that lead to targets, the highest first.
    private let ranks: [Int32]
    /// The place of a rank in ``ranks``, or −1.
    private let place: [Int32]
    private let linkFirst: [Int32]
    /// Links with their upper end as a place in ``ranks``.
    private let links: [CustomizedHierarchy.Link]
    private let targetFirst: [Int32]
    /// Arrivals, their ranks as places in ``ranks``.
    private let targets: [SearchSeed]

    init(_ hierarchy: CustomizedHierarchy, targets: [[SearchSeed]]) {
        self.hierarchy = hierarchy
        let reached = Self.ranksLeading(to: targets, hierarchy)
        var place = [Int32](repeating: -1, count: hierarchy.graph.rankCount)
        for (number, rank) in reached.enumerated() { place[Int(rank)] = Int32(number) }
        var linkFirst: [Int32] = [0]
        var links: [CustomizedHierarchy.Link] = []
        linkFirst.reserveCapacity(reached.count + 1)
        links.reserveCapacity(reached.count * 6)
        for rank in reached {
            for slot in Int(hierarchy.downFirst[Int(rank)])..<Int(hierarchy.downFirst[Int(rank) + 1]) {
                var link = hierarchy.down[slot]
                link.upper = place[Int(link.upper)]
                links.append(link)
            }
            linkFirst.append(Int32(links.count))
        }
        var targetFirst: [Int32] = [0]
        var seeds: [SearchSeed] = []
        for target in targets {
            for seed in target { seeds.append(SearchSeed(rank: place[Int(seed.rank)], cost: seed.cost)) }
            targetFirst.append(Int32(seeds.count))
        }
        ranks = reached
        self.place = place
        self.linkFirst = linkFirst
        self.links = links
        self.targetFirst = targetFirst
        self.targets = seeds
    }

    /// All ranks from which links descend to a target, the highest first.
    private static func ranksLeading(to targets: [[SearchSeed]], _ hierarchy: CustomizedHierarchy) -> [Int32] {
        var isReached = [Bool](repeating: false, count: hierarchy.graph.rankCount)
        var pending: [Int32] = []
        for seed in targets.joined() where !isReached[Int(seed.rank)] {
            isReached[Int(seed.rank)] = true
            pending.append(seed.rank)
        }
        while let rank = pending.popLast() {
            for slot in Int(hierarchy.downFirst[Int(rank)])..<Int(hierarchy.downFirst[Int(rank) + 1]) {
                let upper = hierarchy.down[slot].upper
                guard !isReached[Int(upper)] else { continue }
                isReached[Int(upper)] = true
                pending.append(upper)
            }
        }
        return (0..<Int32(isReached.count)).reversed().filter { isReached[Int($0)] }
    }

    /// Computes the costs from every source to every target.
    ///
    /// - Parameters:
    ///   - order: the sources in an order in which neighbours follow each other, since eight at a time share their search.
    ///   - row: receives a source's number and its costs to all targets.
    func run(sources: [[SearchSeed]], order: [Int], row: (Int, UnsafeBufferPointer<TravelCost>) -> Void) {
        let count = targetFirst.count - 1
        var climb = Climb(hierarchy)
        let labels = UnsafeMutablePointer<Labels>.allocate(capacity: max(ranks.count, 1))
        let results = UnsafeMutablePointer<TravelCost>.allocate(capacity: max(8 * count, 1))
        defer {
            labels.deallocate()
            results.deallocate()
        }
        for start in stride(from: 0, to: order.count, by: 8) {
            let batch = order[start..<min(start + 8, order.count)]
            labels.initialize(repeating: .unreachable, count: ranks.count)
            climb.run(batch.map { sources[$0] }, place: place, into: labels)
            sweep(labels)
            collect(labels, into: results, stride: count)
            for (lane, source) in batch.enumerated() {
                row(source, UnsafeBufferPointer(start: results + lane * count, count: count))
            }
        }
    }

    /// From the highest rank down, each takes the least of its own cost and those over its links.
    @inline(never)
    private func sweep(_ labels: UnsafeMutablePointer<Labels>) {
        links.withUnsafeBufferPointer { links in
            linkFirst.withUnsafeBufferPointer { linkFirst in
                for number in 0..<ranks.count {
                    var best = labels[number]
                    for slot in Int(linkFirst[number])..<Int(linkFirst[number + 1]) {
                        let link = links[slot]
                        let above = labels + Int(link.upper)
                        let weight = above.pointee.weight &+ Lanes(repeating: link.weight)
                        let isBetter = weight .< best.weight
                        if any(isBetter) {
                            best.weight.replace(with: weight, where: isBetter)
                            best.secondary.replace(
                                with: above.pointee.secondary &+ Lanes(repeating: link.secondary), where: isBetter)
                            best.energy.replace(with: above.pointee.energy &+ Lanes(repeating: link.energy), where: isBetter)
                        }
                    }
                    labels[number] = best
                }
            }
        }
    }

    private func collect(_ labels: UnsafePointer<Labels>, into results: UnsafeMutablePointer<TravelCost>, stride: Int) {
        for target in 0..<targetFirst.count - 1 {
            var best = Labels.unreachable
            for slot in Int(targetFirst[target])..<Int(targetFirst[target + 1]) {
                let seed = targets[slot]
                let at = labels[Int(seed.rank)]
                let weight = at.weight &+ Lanes(repeating: seed.cost.weight)
                let isBetter = weight .< best.weight
                best.weight.replace(with: weight, where: isBetter)
                best.secondary.replace(with: at.secondary &+ Lanes(repeating: seed.cost.secondary), where: isBetter)
                best.energy.replace(with: at.energy &+ Lanes(repeating: seed.cost.energy), where: isBetter)
            }
            for lane in 0..<8 {
                results[lane * stride + target] = TravelCost(
                    weight: best.weight[lane], secondary: best.secondary[lane], energy: best.energy[lane])
            }
        }
    }

    /// The way up from eight sources, over all ranks that any of them reaches, in ascending order.
    private struct Climb {
        let hierarchy: CustomizedHierarchy
        private var labels: [Labels]
        /// One bit a rank: what is still to be visited.
        private var pending: [UInt64]

        init(_ hierarchy: CustomizedHierarchy) {
            self.hierarchy = hierarchy
            labels = Array(repeating: .unreachable, count: hierarchy.graph.rankCount)
            pending = Array(repeating: 0, count: (hierarchy.graph.rankCount + 63) / 64)
        }

        /// Leaves the costs at ranks that lead to targets in `result` and itself blank again.
        mutating func run(_ sources: [[SearchSeed]], place: [Int32], into result: UnsafeMutablePointer<Labels>) {
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
                            if place[rank] >= 0 { result[Int(place[rank])] = own }
                            Self.climb(hierarchy, from: rank, own, labels, pending)
                        }
                    }
                }
            }
        }

        @inline(__always)
        private static func climb(
            _ hierarchy: CustomizedHierarchy, from rank: Int, _ own: Labels, _ labels: UnsafeMutableBufferPointer<Labels>,
            _ pending: UnsafeMutableBufferPointer<UInt64>
        ) {
            for slot in Int(hierarchy.upFirst[rank])..<Int(hierarchy.upFirst[rank + 1]) {
                let link = hierarchy.up[slot]
                let upper = Int(link.upper)
                let weight = own.weight &+ Lanes(repeating: link.weight)
                let isBetter = weight .< labels[upper].weight
                guard any(isBetter) else { continue }
                labels[upper].weight.replace(with: weight, where: isBetter)
                labels[upper].secondary.replace(with: own.secondary &+ Lanes(repeating: link.secondary), where: isBetter)
                labels[upper].energy.replace(with: own.energy &+ Lanes(repeating: link.energy), where: isBetter)
                pending[upper / 64] |= 1 << UInt64(upper & 63)
            }
        }
    }
}
