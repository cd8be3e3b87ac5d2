/// The shape of the hierarchy, which does not depend on speeds: which shortcuts elimination in rank order can ever need.
///
/// Arcs are vertices here, turns lead from one to the next. Eliminating a vertex `x` joins every `y` that leads to it with every `z`
/// that it leads to, if both rank higher. That is the fill of an LU factorisation, found row by row. Only directed shortcuts that can
/// exist are kept, as most pairs of arcs are joined in one direction only.
///
/// Source: Dibbelt, Strasser and Wagner, *Customizable Contraction Hierarchies* (arXiv 1402.0402); row by row as in Gustavson's
/// sparse elimination.
struct HierarchyBuilder {
    private(set) var rowFirst: [Int32] = [0]
    private(set) var rowUpper: [Int32] = []
    private(set) var rowHead: [Int32] = []

    /// - Parameters:
    ///   - turnFirst: where the turns from each rank start, with one entry more than ranks.
    ///   - turnHead: the rank that each turn leads to.
    init(turnFirst: [Int32], turnHead: [Int32]) {
        let count = turnFirst.count - 1
        var mark = [Int32](repeating: -1, count: count)
        var lower = LeastFirst()
        var upper: [Int32] = []
        rowHead.reserveCapacity(turnHead.count * 6)
        for row in 0..<Int32(count) {
            upper.removeAll(keepingCapacity: true)
            mark[Int(row)] = row
            for turn in Int(turnFirst[Int(row)])..<Int(turnFirst[Int(row) + 1]) {
                let head = turnHead[turn]
                guard mark[Int(head)] != row else { continue }
                mark[Int(head)] = row
                if head < row { lower.insert(head) } else { upper.append(head) }
            }
            while let via = lower.popLeast() {
                rowHead.append(via)
                for entry in Int(rowUpper[Int(via)])..<Int(rowFirst[Int(via) + 1]) {
                    let head = rowHead[entry]
                    guard mark[Int(head)] != row else { continue }
                    mark[Int(head)] = row
                    if head < row { lower.insert(head) } else { upper.append(head) }
                }
            }
            upper.sort()
            rowUpper.append(Int32(rowHead.count))
            rowHead += upper
            rowFirst.append(Int32(rowHead.count))
        }
    }

    /// A binary heap of ranks.
    private struct LeastFirst {
        private var items: [Int32] = []

        mutating func insert(_ item: Int32) {
            items.append(item)
            var child = items.count - 1
            while child > 0 {
                let parent = (child - 1) / 2
                if items[parent] <= item { break }
                items[child] = items[parent]
                child = parent
            }
            items[child] = item
        }

        mutating func popLeast() -> Int32? {
            guard let least = items.first, let last = items.popLast() else { return nil }
            if items.isEmpty { return least }
            var parent = 0
            while true {
                var child = 2 * parent + 1
                if child >= items.count { break }
                if child + 1 < items.count, items[child + 1] < items[child] { child += 1 }
                if items[child] >= last { break }
                items[parent] = items[child]
                parent = child
            }
            items[parent] = last
            return least
        }
    }
}
