import Foundation

/// Computation that keeps a core busy for longer than a request may wait for a thread: on threads of its own, as many as there are cores, so
/// that it takes none of Swift's cooperative threads.
enum HeavyWork {
    // OperationQueue is safe to use from any thread by its documentation; Foundation declares it so.
    private static let queue: OperationQueue = {
        let queue = OperationQueue()
        queue.name = "streets"
        queue.maxConcurrentOperationCount = max(1, ProcessInfo.processInfo.activeProcessorCount)
        return queue
    }()

    static func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.addOperation { continuation.resume(with: Result { try work() }) }
        }
    }
}
