/// The hierarchy with the costs of one metric: every entry of the rows has the least cost over lower ranks.
///
/// A shortest way climbs in rank and then descends, so both searches only look upwards. Made anew for each bike and each change of the
/// closures; that is the customization of Dibbelt, Strasser and Wagner, *Customizable Contraction Hierarchies* (arXiv 1402.0402).
struct CustomizedHierarchy: Sendable {
    /// A shortcut or turn as the searches use it.
    struct Link: Sendable {
        /// The rank at the upper end.
        var upper: Int32
        var weight: Int32
        var secondary: Int32
        var energy: Int32
    }

    let graph: StreetGraph
    /// By entry of the rows.
    private(set) var weight: [Int32]
    /// The two entries that a shortcut stands for, or −1 for a turn itself.
    private(set) var firstHalf: [Int32]
    private(set) var secondHalf: [Int32]
    /// Links from each rank upwards, those of rank `n` from `upFirst[n]` to `upFirst[n + 1]`.
    private(set) var upFirst: [Int32] = []
    private(set) var up: [Link] = []
    private(set) var upEntry: [Int32] = []
    /// Links from above down to each rank.
    private(set) var downFirst: [Int32] = []
    private(set) var down: [Link] = []
    private(set) var downEntry: [Int32] = []

    init(_ metric: StreetMetric) {
        graph = metric.graph
        let count = graph.rowHead.count
        weight = Array(repeating: TravelCost.noWay, count: count)
        firstHalf = Array(repeating: -1, count: count)
        secondHalf = Array(repeating: -1, count: count)
        var secondary = [Int32](repeating: 0, count: count)
        var energy = [Int32](repeating: 0, count: count)
        for rank in 0..<graph.rankCount {
            let arc = metric.cost(ofArc: Int(graph.rankArc[rank]))
            for turn in Int(graph.turnFirst[rank])..<Int(graph.turnFirst[rank + 1]) {
                let entry = Int(graph.turnEntry[turn])
                guard entry >= 0 else { continue }
                let cost = arc + metric.cost(ofTurn: turn)
                guard cost.weight < weight[entry] else { continue }
                weight[entry] = cost.weight
                secondary[entry] = cost.secondary
                energy[entry] = cost.energy
            }
        }
        eliminate()
        for entry in 0..<count where firstHalf[entry] >= 0 {
            let first = Int(firstHalf[entry])
            let second = Int(secondHalf[entry])
            secondary[entry] = secondary[first] &+ secondary[second]
            energy[entry] = energy[first] &+ energy[second]
        }
        collectLinks(secondary: secondary, energy: energy)
    }

    /// Lowers every entry to its least cost over lower ranks, row by row.
    private mutating func eliminate() {
        let graph = graph
        // One slot more: the place of a row's own rank, which no cost is low enough to change.
        var place = [Int32](repeating: 0, count: graph.rankCount)
        weight.append(-1)
        firstHalf.append(-1)
        secondHalf.append(-1)
        let own = Int32(weight.count - 1)
        weight.withUnsafeMutableBufferPointer { weight in
            firstHalf.withUnsafeMutableBufferPointer { firstHalf in
                secondHalf.withUnsafeMutableBufferPointer { secondHalf in
                    place.withUnsafeMutableBufferPointer { place in
                        for row in 0..<graph.rankCount {
                            let first = Int(graph.rowFirst[row])
                            let upper = Int(graph.rowUpper[row])
                            for entry in first..<Int(graph.rowFirst[row + 1]) { place[Int(graph.rowHead[entry])] = Int32(entry) }
                            place[row] = own
                            for entry in first..<upper {
                                let toVia = weight[entry]
                                if toVia >= TravelCost.noWay { continue }
                                let via = Int(graph.rowHead[entry])
                                for onward in Int(graph.rowUpper[via])..<Int(graph.rowFirst[via + 1]) {
                                    let cost = toVia &+ weight[onward]
                                    let target = Int(place[Int(graph.rowHead[onward])])
                                    if cost < weight[target] {
                                        weight[target] = cost
                                        firstHalf[target] = Int32(entry)
                                        secondHalf[target] = Int32(onward)
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        weight.removeLast()
        firstHalf.removeLast()
        secondHalf.removeLast()
    }

    /// Keeps the entries that some shortest way can need, sorted for the searches.
    private mutating func collectLinks(secondary: [Int32], energy: [Int32]) {
        let isNeeded = LinkPruning(graph, weight: weight).isNeeded
        upFirst = Array(repeating: 0, count: graph.rankCount + 1)
        downFirst = upFirst
        for row in 0..<graph.rankCount {
            for entry in Int(graph.rowFirst[row])..<Int(graph.rowFirst[row + 1]) where isNeeded[entry] {
                let head = Int(graph.rowHead[entry])
                if head > row { upFirst[row + 1] += 1 } else { downFirst[head + 1] += 1 }
            }
        }
        for rank in 0..<graph.rankCount {
            upFirst[rank + 1] += upFirst[rank]
            downFirst[rank + 1] += downFirst[rank]
        }
        let blank = Link(upper: 0, weight: 0, secondary: 0, energy: 0)
        up = Array(repeating: blank, count: Int(upFirst[graph.rankCount]))
        down = Array(repeating: blank, count: Int(downFirst[graph.rankCount]))
        upEntry = Array(repeating: 0, count: up.count)
        downEntry = Array(repeating: 0, count: down.count)
        var nextUp = upFirst
        var nextDown = downFirst
        for row in 0..<graph.rankCount {
            for entry in Int(graph.rowFirst[row])..<Int(graph.rowFirst[row + 1]) where isNeeded[entry] {
                let head = Int(graph.rowHead[entry])
                if head > row {
                    let slot = Int(nextUp[row])
                    nextUp[row] += 1
                    up[slot] = Link(upper: Int32(head), weight: weight[entry], secondary: secondary[entry], energy: energy[entry])
                    upEntry[slot] = Int32(entry)
                } else {
                    let slot = Int(nextDown[head])
                    nextDown[head] += 1
                    down[slot] = Link(
                        upper: Int32(row), weight: weight[entry], secondary: secondary[entry], energy: energy[entry])
                    downEntry[slot] = Int32(entry)
                }
            }
        }
    }
}
