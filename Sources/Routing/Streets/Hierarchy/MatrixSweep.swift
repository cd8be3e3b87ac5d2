/// Many-to-many costs: eight sources at once climb the hierarchy, then their costs are swept down to all targets.
///
/// The sweep visits only ranks from which a target can be reached (the restricted PHAST of Delling, Goldberg and Werneck, *Faster
/// Batched Shortest Paths in Road Networks*, ATMOS 2011), renumbered so that it runs through memory in order. Unlike buckets its cost
/// grows hardly with the number of targets, and all eight lanes share every look at the graph.
struct MatrixSweep {
    private typealias Lanes = LaneCosts.Lanes

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
        var climb = LaneClimb(hierarchy)
        withLabels { labels, results in
            for start in stride(from: 0, to: order.count, by: LaneCosts.count) {
                let batch = order[start..<min(start + LaneCosts.count, order.count)]
                labels.initialize(repeating: .unreachable, count: ranks.count)
                climb.run(batch.map { sources[$0] }) { rank, costs in
                    if place[rank] >= 0 { labels[Int(place[rank])] = costs }
                }
                finish(Array(batch), labels, results, row)
            }
        }
    }

    /// The same for climbs that were kept: the very same costs.
    func run(_ climbs: [KeptClimb], row: (Int, UnsafeBufferPointer<TravelCost>) -> Void) {
        withLabels { labels, results in
            for climb in climbs {
                labels.initialize(repeating: .unreachable, count: ranks.count)
                for (rank, costs) in zip(climb.ranks, climb.costs) where place[Int(rank)] >= 0 {
                    labels[Int(place[Int(rank)])] = costs
                }
                finish(climb.sources, labels, results, row)
            }
        }
    }

    private func withLabels(_ work: (UnsafeMutablePointer<LaneCosts>, UnsafeMutablePointer<TravelCost>) -> Void) {
        let labels = UnsafeMutablePointer<LaneCosts>.allocate(capacity: max(ranks.count, 1))
        let results = UnsafeMutablePointer<TravelCost>.allocate(capacity: max(LaneCosts.count * (targetFirst.count - 1), 1))
        defer {
            labels.deallocate()
            results.deallocate()
        }
        work(labels, results)
    }

    private func finish(
        _ batch: [Int], _ labels: UnsafeMutablePointer<LaneCosts>, _ results: UnsafeMutablePointer<TravelCost>,
        _ row: (Int, UnsafeBufferPointer<TravelCost>) -> Void
    ) {
        let count = targetFirst.count - 1
        sweep(labels)
        collect(labels, into: results, stride: count)
        for (lane, source) in batch.enumerated() {
            row(source, UnsafeBufferPointer(start: results + lane * count, count: count))
        }
    }

    /// From the highest rank down, each takes the least of its own cost and those over its links.
    @inline(never)
    private func sweep(_ labels: UnsafeMutablePointer<LaneCosts>) {
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

    private func collect(_ labels: UnsafePointer<LaneCosts>, into results: UnsafeMutablePointer<TravelCost>, stride: Int) {
        for target in 0..<targetFirst.count - 1 {
            var best = LaneCosts.unreachable
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
}
