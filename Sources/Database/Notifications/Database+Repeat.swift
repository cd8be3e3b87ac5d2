extension Database {
    /// Does `work` at once, on each notification of a channel and at least once an interval, one time after the other, until the task is
    /// cancelled. However many notifications come while it works, it is done once more.
    ///
    /// - Parameter whenDeaf: told the reason when notifications cannot be heard any more; the interval remains.
    public func repeating(
        on channel: String, atLeastEvery interval: Duration, whenDeaf: @escaping @Sendable (any Error) -> Void,
        _ work: @Sendable () async -> Void
    ) async {
        let (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    // Also after a reconnection: notifications may have been missed.
                    for try await _ in self.listen(to: [channel]) { wake.yield() }
                } catch {
                    whenDeaf(error)
                }
            }
            group.addTask {
                while (try? await Task.sleep(for: interval)) != nil { wake.yield() }
                wake.finish()
            }
            wake.yield()
            for await _ in wakes { await work() }
            group.cancelAll()
        }
    }
}
