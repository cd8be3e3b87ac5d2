import Foundation
import Routing
import Synchronization

/// A search on a thread of its own, so that it never takes one of Swift's cooperative threads.
final class SolverRun: Sendable {
    private let latest = Mutex<SolverProgress?>(nil)
    private let isStopped = Atomic<Bool>(false)
    private let isDone = Atomic<Bool>(false)

    /// How far the search is; `nil` before its first report.
    var progress: SolverProgress? { latest.withLock { $0 } }

    /// Lets the search end soon with the best it has.
    func stop() { isStopped.store(true, ordering: .relaxed) }

    /// Says that the search has ended, so that nobody reports of it any more.
    func finish() { isDone.store(true, ordering: .relaxed) }

    var isFinished: Bool { isDone.load(ordering: .relaxed) }

    /// - Throws: `ProblemError` when the problem is not well-formed.
    func solve(_ problem: Problem, _ options: SolverOptions) async throws -> Solution {
        let solver = try Solver(problem)
        return await withCheckedContinuation { continuation in
            let thread = Thread {
                let solution = solver.solve(
                    options, progress: { progress in self.latest.withLock { $0 = progress } },
                    isCancelled: { self.isStopped.load(ordering: .relaxed) })
                continuation.resume(returning: solution)
            }
            thread.name = "planning"
            thread.stackSize = 8 << 20
            thread.start()
        }
    }
}
