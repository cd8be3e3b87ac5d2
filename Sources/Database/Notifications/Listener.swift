internal import Logging

/// One consumer's dedicated connection for LISTEN: connects, listens, and does so again whenever the connection is lost.
@DatabaseLoop
final class Listener {
    /// A connection that says nothing for so long is asked whether it still lives.
    private static let pingInterval = Duration.seconds(30)
    private static let longestBackoff = Duration.seconds(5)

    private let configuration: DatabaseConfiguration
    private let channels: [String]
    private let logger: Logger
    private let continuation: AsyncThrowingStream<DatabaseNotification, any Error>.Continuation
    private var connection: Connection?
    private var lossWaiter: CheckedContinuation<Void, Never>?
    private var isEnded = false

    nonisolated init(
        _ configuration: DatabaseConfiguration, channels: [String], logger: Logger,
        continuation: AsyncThrowingStream<DatabaseNotification, any Error>.Continuation
    ) {
        var configuration = configuration
        configuration.url = configuration.listenURL ?? configuration.url
        self.configuration = configuration
        self.channels = channels
        self.logger = logger
        self.continuation = continuation
    }

    func run() async {
        var backoff = Duration.zero
        var marker = DatabaseNotification.listening
        while !isEnded {
            if backoff > .zero { try? await Task.sleep(for: backoff) }
            guard !isEnded else { break }
            backoff = max(.milliseconds(50), min(backoff * 2, Listener.longestBackoff))
            guard let connection = await connect() else { continue }
            if await listen(on: connection) {
                backoff = .zero
                continuation.yield(marker)
                marker = .reconnected
                await untilLost(connection)
            }
            connection.close()
        }
        continuation.finish()
    }

    /// Ends the stream.
    func end() {
        isEnded = true
        connection?.close()
        connection = nil
        lossWaiter?.resume()
        lossWaiter = nil
    }

    private func connect() async -> Connection? {
        switch await Connector.connect(configuration) {
        case .failure(let failure):
            logger.warning("listener cannot connect", metadata: ["reason": "\(failure.reason)"])
            return nil
        case .success(let handOver):
            guard !isEnded else {
                Connection.discard(handOver)
                return nil
            }
            let options = Connection.Options(
                statementTimeout: configuration.statementTimeout, isShared: false, logger: logger)
            let connection = Connection(handOver, options: options) { [weak self] _ in
                self?.lossWaiter?.resume()
                self?.lossWaiter = nil
            }
            connection.onNotification = { [continuation] in continuation.yield($0) }
            self.connection = connection
            return connection
        }
    }

    private func listen(on connection: Connection) async -> Bool {
        do {
            for channel in channels {
                _ = try await connection.run(
                    try Statement("database.listen", "LISTEN \(identifier: channel)"), isCancellable: false)
            }
            return true
        } catch {
            logger.warning("LISTEN failed", metadata: ["reason": "\(error)"])
            return false
        }
    }

    private func untilLost(_ connection: Connection) async {
        let pings = Task { [weak connection] in
            while let alive = connection, alive.isOpen, !Task.isCancelled {
                // No answer within the statement's limit makes the connection count as lost.
                _ = try? await alive.run(try Statement("database.ping", "SELECT 1"), isCancellable: false)
                try? await Task.sleep(for: Listener.pingInterval)
            }
        }
        if connection.isOpen, !isEnded { await withCheckedContinuation { lossWaiter = $0 } }
        pings.cancel()
    }
}
