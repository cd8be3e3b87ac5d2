/// What leaving requests out means, while an instance is being compiled.
struct RequestWorth {
    /// In exact cost; -1 for mandatory requests.
    private(set) var prizes: [Int] = []
    /// 0 for optional requests.
    private(set) var weights: [Int] = []

    init(_ problem: Problem) {
        let priorities = problem.jobs.map(\.priority) + problem.pairs.map(\.priority)
        var count: [Int: Int] = [:]
        for case .mandatory(let level) in priorities { count[level, default: 0] += 1 }
        // Each level outweighs the sum of all below it, as long as that can be told in 56 bits.
        var weight: [Int: Int] = [:]
        var below = 0
        for level in count.keys.sorted() {
            let own = min(below + 1, (1 << 56) / max(1, priorities.count))
            weight[level] = own
            below = min(1 << 56, below + own * count[level, default: 0])
        }
        for priority in priorities {
            switch priority {
            case .mandatory(let level):
                prizes.append(-1)
                weights.append(weight[level, default: 1])
            case .optional(let prize):
                prizes.append(prize * CostBreakdown.unitsPerCost)
                weights.append(0)
            }
        }
    }
}
