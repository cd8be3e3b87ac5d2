internal import CLibPQ

/// The state of a connection that has left pipeline mode for a COPY or a text of several statements.
@DatabaseLoop
struct ExclusiveUse {
    /// Out of pipeline mode.
    var isActive = false
    /// Its user has gone; only the rest of the server's answer is being read.
    var isRunningOut = false
    /// Its task was cancelled, and the server is asked to stop until it does.
    var isCancelled = false
    private var readable: CheckedContinuation<Void, Never>?
    private var flushed: CheckedContinuation<Void, Never>?

    var isAwaitingReadable: Bool { readable != nil }

    /// Someone is at it, so that a statement beside it would wait for ever.
    var isInUse: Bool { isActive && !isRunningOut }

    mutating func awaitReadable(_ continuation: CheckedContinuation<Void, Never>) { readable = continuation }
    mutating func awaitFlushed(_ continuation: CheckedContinuation<Void, Never>) { flushed = continuation }

    mutating func resumeReadable() {
        readable?.resume()
        readable = nil
    }

    mutating func resumeFlushed() {
        flushed?.resume()
        flushed = nil
    }

    mutating func resumeAll() {
        resumeReadable()
        resumeFlushed()
    }
}

extension Connection {
    /// Leaves pipeline mode.
    /// - Throws: ``DatabaseError/Code/misuse`` while statements are on their way.
    func beginExclusive(_ name: StaticString) throws {
        if let lossReason { throw DatabaseError(.connectionLost, lossReason, statement: "\(name)") }
        guard isIdle, PQexitPipelineMode(handle) == 1 else {
            throw DatabaseError(.misuse, "other statements of this transaction are still running", statement: "\(name)")
        }
        exclusive.isActive = true
    }

    func endExclusive() {
        guard isOpen, exclusive.isActive else { return }
        exclusive.isActive = false
        exclusive.isRunningOut = false
        exclusive.isCancelled = false
        updateInterest()
        guard PQenterPipelineMode(handle) == 1 else { return lost("the connection did not return to pipeline mode") }
        sendHeld()
    }

    /// Runs a step of an exclusive use so that cancelling the task makes the server stop.
    func cancellingExclusive<Value: Sendable>(_ body: @DatabaseLoop () async throws -> Value) async throws -> Value {
        try await withTaskCancellationHandler {
            try await body()
        } onCancel: {
            Task { @DatabaseLoop in self.cancelExclusive() }
        }
    }

    /// The next result of what was sent with `PQsendQuery`; `nil` after the last.
    func nextResult() async throws -> QueryResult? {
        while isOpen, PQisBusy(handle) == 1 { await readable() }
        try checkOpen()
        guard let pointer = PQgetResult(handle) else { return nil }
        return QueryResult(pointer)
    }

    func readable() async {
        guard isOpen else { return }
        await withCheckedContinuation {
            exclusive.awaitReadable($0)
            updateInterest()
        }
    }

    /// Returns when the socket has taken all that libpq had buffered: the back-pressure of COPY.
    func flushed() async throws {
        try checkOpen()
        if !flush(), isOpen { await withCheckedContinuation { exclusive.awaitFlushed($0) } }
        try checkOpen()
    }

    func checkOpen() throws {
        if let lossReason { throw DatabaseError(.connectionLost, lossReason) }
    }

    /// Runs a text of one or more statements without parameters in the simple protocol.
    func runSimple(_ name: StaticString, _ text: String) async throws {
        try beginExclusive(name)
        defer { endExclusive() }
        guard PQsendQuery(handle, text) == 1 else {
            throw DatabaseError(.connectionLost, String(cString: PQerrorMessage(handle)).trimmingNewlines, statement: "\(name)")
        }
        flush()
        try await cancellingExclusive {
            var failure: DatabaseError?
            while let result = try await nextResult() {
                switch PQresultStatus(result.pointer) {
                case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE: failure = failure ?? result.error.naming(name)
                case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                    lost("a text of several statements must not contain COPY FROM STDIN or TO STDOUT")
                default: continue
                }
            }
            if var failure {
                if failure.sqlState == .queryCancelled, Task.isCancelled { failure.code = .cancelled }
                throw failure
            }
        }
    }
}
