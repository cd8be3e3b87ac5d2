internal import CLibPQ
internal import DequeModule
internal import Glibc
internal import Logging

/// One connection to the server, in libpq's pipeline mode: statements are sent as they come and answered in order. COPY and texts of
/// several statements take it out of that mode for themselves (``Connection+Exclusive.swift``).
@DatabaseLoop
final class Connection {
    /// Whoever waits for a statement.
    struct Ticket {
        let id: UInt64
        let statement: Statement
        let key: StatementCache.Key
        /// `nil` for what the connection sends on its own account.
        let continuation: CheckedContinuation<Result<QueryResult, DatabaseError>, Never>?
        var sent = ContinuousClock.now
        var isResent = false

        func resume(_ outcome: Result<QueryResult, DatabaseError>) {
            continuation?.resume(returning: outcome)
        }
    }

    struct Options {
        var statementTimeout: Duration?
        /// Shared by tasks that know nothing of each other, each statement its own transaction. Then a statement that the server
        /// provably did not run may be sent again.
        var isShared: Bool
        /// How many are kept; 0 prepares none.
        var preparedStatements = 256
        var logger: Logger
    }

    /// What the server is given beyond its own time-out before the client gives up on a statement, and then on the connection.
    private static let grace = Duration.seconds(1)
    private static let silenceBeforeLoss = Duration.seconds(5)
    private static let cancelRepeat = Duration.milliseconds(100)
    /// A statement that runs longer is one behind which others should not have to wait.
    private static let stall = Duration.milliseconds(20)

    let handle: OpaquePointer
    let options: Options
    private let socket: Int32
    private let onLost: @DatabaseLoop (Connection) -> Void
    var onNotification: (@DatabaseLoop (DatabaseNotification) -> Void)?

    private var pipeline = PipelineState<Ticket, QueryResult>()
    private var statements: StatementCache
    /// Prepared statements to be dropped from the server when nothing else is going on.
    private var unneeded: [String] = []
    /// Not sent yet: a cancel request is under way or a COPY is running out.
    private var held: Deque<Ticket> = []
    private(set) var lossReason: String?
    private var wantsWritable = false
    private var interest = SocketLoop.Readiness.readable
    private var deadlineTimer: LoopState.TimerID?
    private var lastID: UInt64 = 0
    private var lastUse = ContinuousClock.now

    var exclusive = ExclusiveUse()

    /// - Parameter handOver: a connection in pipeline mode that nobody else uses.
    init(_ handOver: HandOver, options: Options, onLost: @escaping @DatabaseLoop (Connection) -> Void) {
        handle = handOver.pointer
        self.options = options
        self.onLost = onLost
        socket = PQsocket(handle)
        statements = StatementCache(capacity: max(1, options.preparedStatements))
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        DatabaseLoop.shared.loop.watch(socket, interest: .readable) { [weak self] in self?.socketIsReady($0) }
    }

    var isOpen: Bool { lossReason == nil }
    var isIdle: Bool { pipeline.isEmpty && held.isEmpty && !exclusive.isActive }
    /// Whether what the server is running takes long.
    var isStalled: Bool { pipeline.oldestSent.map { ContinuousClock.now - $0 > Connection.stall } ?? false }
    var processID: Int32 { isOpen ? PQbackendPID(handle) : 0 }
    /// What the server said last about the transaction on this connection.
    var transactionStatus: PGTransactionStatusType { isOpen ? PQtransactionStatus(handle) : PQTRANS_UNKNOWN }

    // MARK: - Running statements

    /// Runs a statement and returns its result once the server has passed the statement's sync point.
    /// - Parameter isCancellable: `false` for what must run to its end though the task is cancelled, such as COMMIT.
    func run(_ statement: Statement, isCancellable: Bool = true) async throws -> QueryResult {
        lastID += 1
        let id = lastID
        let key = statement.cacheKey
        guard isCancellable else {
            return try await withCheckedContinuation { continuation in
                submit(Ticket(id: id, statement: statement, key: key, continuation: continuation))
            }.get()
        }
        if Task.isCancelled { throw DatabaseError(.cancelled, "the task was cancelled", statement: "\(statement.name)") }
        return try await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                submit(Ticket(id: id, statement: statement, key: key, continuation: continuation))
            }
        } onCancel: {
            Task { @DatabaseLoop in self.giveUp(id, .cancelled, "the task was cancelled") }
        }.get()
    }

    private func submit(_ ticket: Ticket) {
        if let lossReason { return fail(ticket, .connectionLost, lossReason) }
        if exclusive.isInUse { return fail(ticket, .misuse, "a COPY is running on this transaction; finish it first") }
        guard !pipeline.isCancelRequestUnderWay, !exclusive.isActive else {
            held.append(ticket)
            return
        }
        send(ticket)
    }

    func sendHeld() {
        while isOpen, !pipeline.isCancelRequestUnderWay, !exclusive.isActive, let ticket = held.popFirst() { send(ticket) }
    }

    private func send(_ ticket: Ticket) {
        var ticket = ticket
        ticket.sent = .now
        lastUse = ticket.sent
        guard options.preparedStatements > 0 else { return sendUnprepared(ticket) }
        let lookup = statements.use(ticket.key)
        if let evicted = lookup.evicted { unneeded.append(evicted) }
        let parameters = ticket.statement.parameters
        var isSent = true
        if lookup.isNew {
            isSent = PQsendPrepare(handle, lookup.name, ticket.statement.text, Int32(parameters.count), ticket.key.types) == 1
        }
        isSent =
            isSent
            && parameters.withArrays {
                PQsendQueryPrepared(handle, lookup.name, Int32(parameters.count), $0, $1, $2, 1) == 1
            }
        finishSending(ticket, isSent: isSent, isPreparing: lookup.isNew)
    }

    private func sendUnprepared(_ ticket: Ticket) {
        let statement = ticket.statement
        let isSent = statement.parameters.withArrays {
            PQsendQueryParams(handle, statement.text, Int32(statement.parameters.count), ticket.key.types, $0, $1, $2, 1) == 1
        }
        finishSending(ticket, isSent: isSent, isPreparing: false)
    }

    private func finishSending(_ ticket: Ticket, isSent: Bool, isPreparing: Bool) {
        let isSent = isSent && PQpipelineSync(handle) == 1
        pipeline.sent(ticket.id, ticket, isPreparing: isPreparing, at: ticket.sent)
        guard isSent else { return lost(String(cString: PQerrorMessage(handle)).trimmingNewlines) }
        flush()
        armDeadline()
    }

    // MARK: - The socket

    private func socketIsReady(_ readiness: SocketLoop.Readiness) {
        if readiness.contains(.writable), isOpen { flush() }
        if readiness.contains(.readable), isOpen { receive() }
    }

    /// Sends what libpq has buffered, as far as the socket takes it; the rest follows when the socket is writable.
    /// - Returns: whether all is sent.
    @discardableResult
    func flush() -> Bool {
        guard isOpen else { return true }
        let left = PQflush(handle)
        guard left >= 0 else {
            lost(String(cString: PQerrorMessage(handle)).trimmingNewlines)
            return true
        }
        let isSent = left == 0
        wantsWritable = !isSent
        updateInterest()
        if isSent { exclusive.resumeFlushed() }
        return isSent
    }

    /// While a COPY's reader does other things, what the server sends stays in the socket: that slows the server down.
    func updateInterest() {
        guard isOpen else { return }
        var wanted: SocketLoop.Readiness = exclusive.isActive && !exclusive.isAwaitingReadable ? [] : .readable
        if wantsWritable { wanted.insert(.writable) }
        guard wanted != interest else { return }
        interest = wanted
        DatabaseLoop.shared.loop.change(socket, interest: wanted)
    }

    private func receive() {
        let isAlive = PQconsumeInput(handle) == 1
        if isAlive { deliverNotifications() }
        if exclusive.isActive {
            // What libpq has read before the loss is delivered first: it says why.
            exclusive.resumeReadable()
        } else {
            deliverResults()
        }
        guard isOpen else { return }
        if !isAlive || PQstatus(handle) == CONNECTION_BAD {
            lost(String(cString: PQerrorMessage(handle)).trimmingNewlines)
            return
        }
        flush()
    }

    private func deliverNotifications() {
        guard PQisBusy(handle) >= 0 else { return }
        while let notification = PQnotifies(handle) {
            defer { PQfreemem(notification) }
            onNotification?(
                DatabaseNotification(
                    kind: .notification, channel: String(cString: notification.pointee.relname),
                    payload: String(cString: notification.pointee.extra), processID: notification.pointee.be_pid))
        }
    }

    private func deliverResults() {
        var emptyAnswers = 0
        while isOpen, !pipeline.isEmpty, PQisBusy(handle) == 0 {
            guard let pointer = PQgetResult(handle) else {
                // One stands between two statements. More mean that libpq has lost the connection.
                emptyAnswers += 1
                if emptyAnswers > 2 { return }
                continue
            }
            emptyAnswers = 0
            receive(QueryResult(pointer))
        }
        if pipeline.isEmpty { dropUnneeded() }
    }

    private func receive(_ result: QueryResult) {
        let action: PipelineState<Ticket, QueryResult>.Action?
        switch PQresultStatus(result.pointer) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: action = pipeline.received(.reply(.success(result)))
        case PGRES_PIPELINE_SYNC: action = pipeline.received(.sync)
        case PGRES_PIPELINE_ABORTED: action = pipeline.received(.skipped)
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            return lost("COPY was sent as an ordinary statement; use copyIn or copyOut of a transaction")
        default: action = pipeline.received(.reply(.failure(result.error)))
        }
        switch action {
        case nil: return
        case .complete(let ticket, let outcome, let preparationFailed):
            if preparationFailed { statements.forget(ticket.key) }
            complete(ticket, outcome)
        case .discard(let ticket, let preparationFailed):
            if preparationFailed { statements.forget(ticket.key) }
        case .resend(let ticket):
            resend(ticket)
        }
        if pipeline.mustRequestCancel() { requestCancel() }
    }

    private func complete(_ ticket: Ticket, _ outcome: Result<QueryResult, DatabaseError>) {
        guard case .failure(var error) = outcome else { return finish(ticket, outcome) }
        if error.isLostPreparation {
            statements.forget(ticket.key)
            // Neither error lets the statement begin, so a statement of its own can be sent again.
            if options.isShared, !ticket.isResent { return resend(ticket) }
        }
        if error.sqlState == .queryCancelled { error.code = hasRunOut(ticket) ? .statementTimeout : .cancelled }
        finish(ticket, .failure(error.naming(ticket.statement.name)))
    }

    private func finish(_ ticket: Ticket, _ outcome: Result<QueryResult, DatabaseError>) {
        StatementObservation.shared.finished(ticket.statement, after: .now - ticket.sent, outcome, options.logger)
        ticket.resume(outcome)
    }

    private func hasRunOut(_ ticket: Ticket) -> Bool {
        options.statementTimeout.map { ContinuousClock.now - ticket.sent >= $0 * 0.9 } ?? false
    }

    private func resend(_ ticket: Ticket) {
        var again = ticket
        again.isResent = true
        guard !hasRunOut(ticket) else {
            return fail(ticket, .statementTimeout, "canceled by its time-out", sqlState: .queryCancelled)
        }
        guard options.isShared else { return fail(ticket, .cancelled, "stopped by the cancellation of a statement beside it") }
        submit(again)
    }

    private func fail(_ ticket: Ticket, _ code: DatabaseError.Code, _ message: String, sqlState: SQLState? = nil) {
        let error = DatabaseError(code, message, statement: "\(ticket.statement.name)", sqlState: sqlState)
        finish(ticket, .failure(error))
    }

    private func dropUnneeded() {
        guard !unneeded.isEmpty, isOpen, !exclusive.isActive, held.isEmpty, PQtransactionStatus(handle) == PQTRANS_IDLE else {
            return
        }
        let names = unneeded
        unneeded = []
        for name in names where isOpen {
            guard let statement = try? Statement("database.deallocate", "DEALLOCATE \(identifier: name)") else { continue }
            lastID += 1
            // Not prepared itself: it would take a place in the cache.
            sendUnprepared(Ticket(id: lastID, statement: statement, key: statement.cacheKey, continuation: nil))
        }
    }

    // MARK: - Giving up

    private func giveUp(_ id: UInt64, _ code: DatabaseError.Code, _ message: String) {
        if let index = held.firstIndex(where: { $0.id == id }) {
            return fail(held.remove(at: index), code, message)
        }
        switch pipeline.cancel(id) {
        case .tooLate: return
        case .release(let ticket): fail(ticket, code, message)
        case .releaseAndRequestCancel(let ticket):
            fail(ticket, code, message)
            requestCancel()
        }
    }

    /// Makes the server stop a COPY or a text of several statements.
    func cancelExclusive() {
        guard isOpen, exclusive.isActive else { return }
        exclusive.isCancelled = true
        if pipeline.startCancelRequest() { requestCancel() }
    }

    /// Sends a cancel request that ``PipelineState`` has noted as under way; until it has arrived, nothing new is sent that it might hit.
    private func requestCancel() {
        guard isOpen, let cancel = PQgetCancel(handle) else { return cancelRequestFinished() }
        let handOver = HandOver(pointer: cancel)
        Task {
            await Connector.requestCancel(handOver)
            self.cancelRequestFinished()
        }
    }

    private func cancelRequestFinished() {
        pipeline.cancelRequestFinished()
        sendHeld()
        guard isOpen, !pipeline.isEmpty || exclusive.isCancelled else { return }
        // The request may have come before the statement had begun.
        _ = LoopState.current.schedule(after: Connection.cancelRepeat) { [weak self] in
            guard let self, self.isOpen else { return }
            if self.pipeline.mustRequestCancel() {
                self.requestCancel()
            } else if self.exclusive.isCancelled {
                self.cancelExclusive()
            }
        }
    }

    private func armDeadline() {
        guard deadlineTimer == nil, let timeout = options.statementTimeout, let sent = pipeline.oldestSent else { return }
        let left = max(.milliseconds(20), sent + timeout + Connection.grace - .now)
        deadlineTimer = LoopState.current.schedule(after: left) { [weak self] in self?.deadlineCame() }
    }

    private func deadlineCame() {
        deadlineTimer = nil
        guard isOpen, let timeout = options.statementTimeout else { return }
        let limit = ContinuousClock.now - timeout - Connection.grace
        for id in pipeline.overdue(sentBefore: limit) {
            giveUp(id, .statementTimeout, "no answer within \(timeout)")
        }
        if let sent = pipeline.oldestSent, sent < limit - Connection.silenceBeforeLoss {
            return lost("the server no longer answers")
        }
        armDeadline()
    }

    // MARK: - The end

    /// Whether the connection can be used: one that the server has closed while nobody used it is found out here, before anything
    /// is sent on it.
    func isUsable() -> Bool {
        guard isOpen else { return false }
        if isIdle, ContinuousClock.now - lastUse > .milliseconds(1) {
            var descriptor = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            while isOpen, poll(&descriptor, 1, 0) > 0 { receive() }
        }
        return isOpen
    }

    /// The connection is of no use any more: whoever waits is told, and the owner.
    func lost(_ reason: String) {
        guard isOpen else { return }
        let reason = reason.isEmpty ? "the connection to the database was lost" : reason
        options.logger.warning("database connection lost", metadata: ["reason": "\(reason)"])
        let waiting = pipeline.lost()
        shutDown(reason)
        for (ticket, reply) in waiting {
            // The words of the server on its way out say more than those of the socket.
            if case .failure(let error) = reply {
                fail(ticket, .connectionLost, error.message, sqlState: error.sqlState)
            } else {
                fail(ticket, .connectionLost, reason)
            }
        }
        onLost(self)
    }

    /// Ends a connection that has come too late to be used.
    static func discard(_ handOver: HandOver) { PQfinish(handOver.pointer) }

    /// Ends the connection in order.
    func close() {
        guard isOpen else { return }
        let waiting = pipeline.lost()
        shutDown("the database was closed")
        for (ticket, _) in waiting { fail(ticket, .closed, "the database was closed") }
    }

    private func shutDown(_ reason: String) {
        lossReason = reason
        if let deadlineTimer { LoopState.current.cancel(deadlineTimer) }
        deadlineTimer = nil
        DatabaseLoop.shared.loop.unwatch(socket)
        PQfinish(handle)
        for ticket in held { fail(ticket, .connectionLost, reason) }
        held = []
        exclusive.resumeAll()
    }
}

extension DatabaseError {
    /// The server does not know the prepared statement (a pooler gave us another server), or the tables below it have changed.
    var isLostPreparation: Bool {
        sqlState == .invalidStatementName
            || (sqlState == .featureNotSupported && message.hasPrefix("cached plan must not change"))
    }
}
