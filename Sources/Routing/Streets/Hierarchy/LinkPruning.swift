/// Finds the entries of the rows that no shortest way needs, because a way over higher ranks is as short.
///
/// An entry between `y` and `z` goes when another link of the lower of both leads to the same place over a higher rank at no more cost.
/// Weights are positive, so two entries cannot each be dropped in favour of the other. This is the pruning by witnesses of perfect
/// customization, limited to witnesses that stand in the rows; what it misses costs time and never correctness.
struct LinkPruning {
    private(set) var isNeeded: [Bool]

    init(_ graph: StreetGraph, weight: [Int32]) {
        let ranks = graph.rankCount
        isNeeded = weight.map { $0 < TravelCost.noWay }
        // The least cost known between both ends, also over higher ranks.
        var least = weight
        let columns = Columns(graph, isNeeded)
        var fromRow = [Int32](repeating: TravelCost.noWay, count: ranks)
        var place = [Int32](repeating: -1, count: ranks)
        for row in stride(from: ranks - 1, through: 0, by: -1) {
            let upper = Int(graph.rowUpper[row])..<Int(graph.rowFirst[row + 1])
            // Upwards: row → via → head.
            for entry in upper { place[Int(graph.rowHead[entry])] = Int32(entry) }
            for entry in upper where weight[entry] < TravelCost.noWay {
                let via = Int(graph.rowHead[entry])
                for onward in Self.above(row, in: via, graph) {
                    let target = Int(place[Int(graph.rowHead[onward])])
                    guard target >= 0 else { continue }
                    let cost = weight[entry] &+ least[onward]
                    if cost <= least[target] {
                        least[target] = cost
                        isNeeded[target] = false
                    }
                }
            }
            for entry in upper { place[Int(graph.rowHead[entry])] = -1 }
            // Downwards: tail → via → row.
            let column = columns.slots(row)
            for slot in column { fromRow[Int(columns.tail[slot])] = weight[Int(columns.entry[slot])] }
            for slot in column {
                let target = Int(columns.entry[slot])
                for onward in Self.above(row, in: Int(columns.tail[slot]), graph) {
                    let cost = least[onward] &+ fromRow[Int(graph.rowHead[onward])]
                    if cost <= least[target] {
                        least[target] = cost
                        isNeeded[target] = false
                    }
                }
            }
            for slot in column { fromRow[Int(columns.tail[slot])] = TravelCost.noWay }
        }
    }

    /// The entries of a row whose heads rank above `rank`.
    @inline(__always)
    private static func above(_ rank: Int, in row: Int, _ graph: StreetGraph) -> Range<Int> {
        var low = Int(graph.rowFirst[row])
        let end = Int(graph.rowFirst[row + 1])
        var high = end
        while low < high {
            let middle = (low + high) / 2
            if Int(graph.rowHead[middle]) <= rank { low = middle + 1 } else { high = middle }
        }
        return low..<end
    }

    /// The entries that lead down to each rank.
    private struct Columns {
        var first: [Int32]
        var tail: [Int32]
        var entry: [Int32]

        init(_ graph: StreetGraph, _ isUsed: [Bool]) {
            first = Array(repeating: 0, count: graph.rankCount + 1)
            for row in 0..<graph.rankCount {
                for entry in Int(graph.rowFirst[row])..<Int(graph.rowUpper[row]) where isUsed[entry] {
                    first[Int(graph.rowHead[entry]) + 1] += 1
                }
            }
            for rank in 0..<graph.rankCount { first[rank + 1] += first[rank] }
            tail = Array(repeating: 0, count: Int(first[graph.rankCount]))
            entry = tail
            var next = first
            for row in 0..<graph.rankCount {
                for entry in Int(graph.rowFirst[row])..<Int(graph.rowUpper[row]) where isUsed[entry] {
                    let head = Int(graph.rowHead[entry])
                    tail[Int(next[head])] = Int32(row)
                    self.entry[Int(next[head])] = Int32(entry)
                    next[head] += 1
                }
            }
        }

        @inline(__always)
        func slots(_ rank: Int) -> Range<Int> {
            Int(first[rank])..<Int(first[rank + 1])
        }
    }
}
