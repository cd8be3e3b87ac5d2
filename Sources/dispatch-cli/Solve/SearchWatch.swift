import Routing
import Synchronization

/// What the solving thread tells the one that shows it.
final class SearchWatch: Sendable {
    struct State: Sendable {
        var latest: SolverProgress?
        /// The cost before the latest improvement.
        var costBefore: Int?
        var solution: Solution?

        /// "best 35979, last gain 0.12 %, all served, 48210 iterations".
        var label: String {
            guard let latest else { return "first plan" }
            var parts = ["best \(CostBreakdown.round(latest.cost))"]
            if let costBefore, costBefore > latest.cost, latest.cost > 0 {
                let hundredths = (costBefore - latest.cost) * 10_000 / latest.cost
                parts.append("last gain \(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100) %")
            }
            parts.append(latest.unserved == 0 ? "all served" : "\(latest.unserved) left out")
            parts.append("\(latest.iterations) iterations")
            return parts.joined(separator: ", ")
        }

        /// How much of the time, or of the iterations if there is no time limit, is used up.
        func fraction(of limit: Double?, iterations: Int?) -> Double {
            guard let latest else { return 0 }
            let ofTime = limit.map { $0 > 0 ? latest.elapsed.inSeconds / $0 : 1 } ?? 0
            let ofIterations = iterations.map { $0 > 0 ? Double(latest.iterations) / Double($0) : 1 } ?? 0
            return max(ofTime, ofIterations)
        }
    }

    private let mutex = Mutex(State())

    var state: State { mutex.withLock { $0 } }

    func note(_ progress: SolverProgress) {
        mutex.withLock { state in
            if let latest = state.latest, latest.unserved == progress.unserved, latest.cost > progress.cost {
                state.costBefore = latest.cost
            }
            state.latest = progress
        }
    }

    func finish(_ solution: Solution) {
        mutex.withLock { $0.solution = solution }
    }
}

/// What came of a search.
struct SolveOutcome: Sendable {
    var solution: Solution
    var progress: SolverProgress?
    var solving: Duration

    /// One line for people: "cost 13332, 6 tours, all served, in 10.0 s and 412345 iterations".
    func summary(_ problem: Problem) -> String {
        let tours = solution.tours.filter { !$0.stops.isEmpty }.count
        let served = solution.unserved.isEmpty ? "all served" : "\(solution.unserved.count) left out"
        let tenths = (solving.milliseconds + 50) / 100
        let iterations = progress.map { " and \($0.iterations) iterations" } ?? ""
        return "cost \(problem.cost(of: solution).rounded), \(tours) \(tours == 1 ? "tour" : "tours"), \(served), "
            + "in \(tenths / 10).\(tenths % 10) s\(iterations)"
    }
}
