internal import Logging

/// Does what ``PoolState`` says: makes connections, hands them out, closes them.
@DatabaseLoop
final class Pool {
    private typealias Waiter = CheckedContinuation<Result<Connection, DatabaseError>, Never>

    private let configuration: DatabaseConfiguration
    private let options: Connection.Options
    private let logger: Logger
    private var state: PoolState
    private var connections: [Connection?]
    private var waiters: [PoolState.WaiterID: Waiter] = [:]
    private var drained: [CheckedContinuation<Void, Never>] = []
    private var lastWaiter: PoolState.WaiterID = 0
    private var deadlineTimer: LoopState.TimerID?
    private var idleTimer: LoopState.TimerID?

    nonisolated init(_ configuration: DatabaseConfiguration, limits: PoolState.Limits, options: Connection.Options) {
        self.configuration = configuration
        self.options = options
        logger = options.logger
        state = PoolState(limits: limits)
        connections = Array(repeating: nil, count: limits.connections)
    }

    var usage: PoolState.Usage { state.usage }

    /// A connection for the caller alone or, in a pool of shared connections, for one more statement. It must be released.
    func lease() async throws -> Connection {
        while true {
            let connection = try await leaseAny()
            if connection.isUsable() { return connection }
            // It was found dead on the way and has left the pool by itself; nothing was sent on it.
            release(connection)
        }
    }

    private func leaseAny() async throws -> Connection {
        let slot = state.leaseNow(isStalled: { connections[$0]?.isStalled ?? false })
        if let slot, let connection = connections[slot] { return connection }
        if Task.isCancelled { throw DatabaseError(.cancelled, "the task was cancelled") }
        lastWaiter += 1
        let id = lastWaiter
        return try await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                waiters[id] = continuation
                perform(state.wait(id, now: .now))
                armDeadline()
            }
        } onCancel: {
            Task { @DatabaseLoop in self.cancel(id) }
        }.get()
    }

    private func cancel(_ id: PoolState.WaiterID) {
        guard state.cancel(id) else { return }
        waiters.removeValue(forKey: id)?.resume(returning: .failure(DatabaseError(.cancelled, "the task was cancelled")))
    }

    func release(_ connection: Connection) {
        // A lost connection has left its slot, perhaps to another.
        guard let slot = connections.firstIndex(where: { $0 === connection }) else { return }
        perform(state.release(slot, now: .now))
        armIdleTimer()
    }

    /// Closes a leased connection whose state is not known.
    func discard(_ connection: Connection, _ reason: String) {
        connection.lost(reason)
    }

    /// Opens a connection if there is none, so that the first request need not.
    func warmUp() async {
        guard let connection = try? await lease() else { return }
        release(connection)
    }

    /// Fails those who wait and returns when all connections are back and closed.
    func close() async {
        perform(state.close())
        while !isDrained { await withCheckedContinuation { drained.append($0) } }
    }

    /// Closes everything at once.
    func abandon() {
        perform(state.close())
        for connection in connections { connection?.close() }
        if let idleTimer { LoopState.current.cancel(idleTimer) }
    }

    private var isDrained = false

    // MARK: - Actions

    private func perform(_ actions: [PoolState.Action]) {
        for action in actions {
            switch action {
            case .connect(let slot, let delay): connect(slot, after: delay)
            case .grant(let waiter, let slot): grant(waiter, slot)
            case .fail(let waiter, let failure): waiters.removeValue(forKey: waiter)?.resume(returning: .failure(error(failure)))
            case .close(let slot):
                connections[slot]?.close()
                connections[slot] = nil
            case .drained:
                isDrained = true
                for continuation in drained { continuation.resume() }
                drained = []
            }
        }
    }

    private func grant(_ waiter: PoolState.WaiterID, _ slot: PoolState.Slot) {
        guard let continuation = waiters.removeValue(forKey: waiter), let connection = connections[slot] else {
            return perform(state.release(slot, now: .now))
        }
        continuation.resume(returning: .success(connection))
    }

    private func error(_ failure: PoolState.Failure) -> DatabaseError {
        switch failure {
        case .timeout(nil): DatabaseError(.leaseTimeout, "no connection became free within \(configuration.leaseTimeout)")
        case .timeout(let reason?): DatabaseError(.connectionLost, "the database cannot be reached: \(reason)")
        case .refused(let reason): DatabaseError(.connectionLost, "the database refuses the connection: \(reason)")
        case .closed: DatabaseError(.closed, "the database was closed")
        }
    }

    private func connect(_ slot: PoolState.Slot, after delay: Duration) {
        guard delay > .zero else { return connect(slot) }
        _ = LoopState.current.schedule(after: delay) { [weak self] in self?.connect(slot) }
    }

    private func connect(_ slot: PoolState.Slot) {
        Task { [weak self, configuration] in
            let attempt = await Connector.connect(configuration)
            guard let self else {
                if case .success(let handOver) = attempt { Connection.discard(handOver) }
                return
            }
            self.finishConnecting(slot, attempt)
        }
    }

    private func finishConnecting(_ slot: PoolState.Slot, _ attempt: Result<HandOver, Connector.Failure>) {
        switch attempt {
        case .success(let handOver):
            let connection = Connection(handOver, options: options) { [weak self] in self?.lost($0) }
            connections[slot] = connection
            logger.debug("database connection open", metadata: ["pid": "\(connection.processID)"])
            perform(state.connected(slot, now: .now))
            armIdleTimer()
        case .failure(let failure):
            logger.warning("database connection failed", metadata: ["reason": "\(failure.reason)"])
            perform(state.connectFailed(slot, reason: failure.reason, isPermanent: failure.isPermanent))
        }
    }

    private func lost(_ connection: Connection) {
        guard let slot = connections.firstIndex(where: { $0 === connection }) else { return }
        connections[slot] = nil
        perform(state.lost(slot))
    }

    // MARK: - Time

    private func armDeadline() {
        guard deadlineTimer == nil, let deadline = state.nextDeadline else { return }
        deadlineTimer = LoopState.current.schedule(after: max(.milliseconds(1), deadline - .now)) { [weak self] in
            guard let self else { return }
            self.deadlineTimer = nil
            self.perform(self.state.expire(now: .now))
            self.armDeadline()
        }
    }

    private func armIdleTimer() {
        guard idleTimer == nil, state.usage.open > 0 else { return }
        idleTimer = LoopState.current.schedule(after: max(.milliseconds(10), configuration.idleTimeout / 4)) { [weak self] in
            guard let self else { return }
            self.idleTimer = nil
            self.perform(self.state.closeIdle(now: .now))
            self.armIdleTimer()
        }
    }
}
