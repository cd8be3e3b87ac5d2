/// How good a solution is: smaller is better.
///
/// First the mandatory requests that are left out, those of the highest priority first, then the exact cost.
public struct SolutionValue: Sendable, Hashable, Comparable {
    /// How many mandatory requests of priority 100, 99, … 0 are left out.
    public let leftOut: [Int]
    /// In 1/18000 cost units; see ``CostBreakdown/exact``.
    public let exactCost: Int

    public init(_ problem: Problem, _ solution: Solution) {
        var leftOut = [Int](repeating: 0, count: 101)
        for unserved in solution.unserved {
            if case .mandatory(let priority) = problem.priority(of: unserved.request) {
                leftOut[100 - min(max(priority, 0), 100)] += 1
            }
        }
        self.leftOut = leftOut
        exactCost = problem.cost(of: solution).exact
    }

    public init(leftOut: [Int], exactCost: Int) {
        self.leftOut = leftOut
        self.exactCost = exactCost
    }

    public static func < (left: SolutionValue, right: SolutionValue) -> Bool {
        for (a, b) in zip(left.leftOut, right.leftOut) where a != b { return a < b }
        return left.exactCost < right.exactCost
    }
}
