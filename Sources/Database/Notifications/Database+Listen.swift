extension Database {
    /// Notifications on the channels, on a connection of their own that is made anew when it is lost.
    ///
    /// The stream begins with ``DatabaseNotification/Kind/listening`` as soon as the server listens and has ``DatabaseNotification/Kind/reconnected`` after
    /// each loss; at both, look at the tables themselves, for what came before was not heard. It ends when its task is cancelled or the
    /// database is closed. Of unread notifications the newest 10,000 are kept.
    public func listen(to channels: [String]) -> AsyncThrowingStream<DatabaseNotification, any Error> {
        let (stream, continuation) = AsyncThrowingStream.makeStream(
            of: DatabaseNotification.self, throwing: (any Error).self, bufferingPolicy: .bufferingNewest(10_000))
        let listener = Listener(configuration, channels: channels, logger: logger, continuation: continuation)
        let listeners = listeners
        continuation.onTermination = { _ in
            Task { @DatabaseLoop in listeners.remove(listener) }
        }
        Task { @DatabaseLoop in
            guard listeners.add(listener) else { return continuation.finish() }
            await listener.run()
        }
        return stream
    }
}

/// The listeners of a database, which end when it is closed.
@DatabaseLoop
final class Listeners {
    private var all: [ObjectIdentifier: Listener] = [:]
    private var isClosed = false

    nonisolated init() {}

    /// - Returns: `false` when the database has been closed.
    func add(_ listener: Listener) -> Bool {
        guard !isClosed else { return false }
        all[ObjectIdentifier(listener)] = listener
        return true
    }

    func remove(_ listener: Listener) {
        all.removeValue(forKey: ObjectIdentifier(listener))
        listener.end()
    }

    func close() {
        isClosed = true
        for listener in all.values { listener.end() }
        all = [:]
    }
}
