import Foundation
import Synchronization

/// Where simulated days are worked out: one at a time in a process, behind everything else, on none of Swift's cooperative threads and none of
/// those on which windows are sold.
enum SimulationThread {
    // OperationQueue is safe to use from any thread by its documentation; Foundation declares it so.
    private static let queue: OperationQueue = {
        let queue = OperationQueue()
        queue.name = "simulation"
        queue.maxConcurrentOperationCount = 1
        queue.qualityOfService = .background
        return queue
    }()

    private final class Stop: Sendable {
        let isSet = Atomic<Bool>(false)
    }

    /// - Parameter work: is told by a closure whether the task was cancelled.
    static func run<Value: Sendable>(_ work: @escaping @Sendable (@escaping @Sendable () -> Bool) throws -> Value) async throws
        -> Value
    {
        let stop = Stop()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                queue.addOperation {
                    continuation.resume(
                        with: Result {
                            if stop.isSet.load(ordering: .relaxed) { throw CancellationError() }
                            return try work { stop.isSet.load(ordering: .relaxed) }
                        })
                }
            }
        } onCancel: {
            stop.isSet.store(true, ordering: .relaxed)
        }
    }
}
