internal import DequeModule

/// The statements on their way on one connection, in the order in which the server answers them: each is an optional PREPARE, an
/// execution and a sync point of its own, so that one statement's error never touches the next.
///
/// A pure state machine: it is told what was sent, what arrived and who gave up, and returns what to do. `Ticket` stands for whoever
/// waits for the reply.
struct PipelineState<Ticket, Reply> {
    typealias StatementID = UInt64

    enum Message {
        /// A result: rows, a command's end, or an error.
        case reply(Result<Reply, DatabaseError>)
        /// The server skips until the next sync point after an error.
        case skipped
        /// The statement's sync point.
        case sync
    }

    enum Action {
        /// The statement is over. `preparationFailed`: the server does not know the prepared statement.
        case complete(Ticket, Result<Reply, DatabaseError>, preparationFailed: Bool)
        /// The statement is over and nobody waits for it any more.
        case discard(Ticket, preparationFailed: Bool)
        /// The statement was stopped by a cancel request meant for another and left no trace: it is to be sent again.
        case resend(Ticket)
    }

    enum Cancellation {
        /// Its reply has been handed out; nothing to do.
        case tooLate
        /// Let go of the waiter. The statement waits behind others on the server; its reply will be discarded.
        case release(Ticket)
        /// Let go of the waiter and ask the server to stop what it is running.
        case releaseAndRequestCancel(Ticket)
    }

    private struct Entry {
        let id: StatementID
        let ticket: Ticket
        let sent: ContinuousClock.Instant
        var isPreparing: Bool
        var preparationFailed = false
        var outcome: Result<Reply, DatabaseError>?
        var isReleased = false
        /// A cancel request meant for one before it may stop it.
        var mayHaveBeenHit = false
    }

    private var entries: Deque<Entry> = []
    /// Whether a cancel request is on its way to the server. Nothing new may be sent meanwhile: it might be hit.
    private(set) var isCancelRequestUnderWay = false

    var count: Int { entries.count }
    var isEmpty: Bool { entries.isEmpty }
    var mayShare: Bool { !isCancelRequestUnderWay }

    /// When the statement that the server is running was sent.
    var oldestSent: ContinuousClock.Instant? { entries.first?.sent }

    mutating func sent(_ id: StatementID, _ ticket: Ticket, isPreparing: Bool, at now: ContinuousClock.Instant) {
        entries.append(Entry(id: id, ticket: ticket, sent: now, isPreparing: isPreparing))
    }

    /// - Returns: `nil` until a statement's sync point has arrived, or when the server sent something unasked.
    mutating func received(_ message: Message) -> Action? {
        guard !entries.isEmpty else { return nil }
        switch message {
        case .reply(let reply):
            if entries[0].isPreparing {
                entries[0].isPreparing = false
                if case .failure = reply {
                    entries[0].preparationFailed = true
                    entries[0].outcome = reply
                }
            } else if entries[0].outcome == nil {
                entries[0].outcome = reply
            } else if case .failure = reply, case .success = entries[0].outcome {
                // The statement ran, but the sync point commits it, and that failed: a deferred constraint, say.
                entries[0].outcome = reply
            }
            return nil
        case .skipped:
            return nil
        case .sync:
            return finishHead()
        }
    }

    private mutating func finishHead() -> Action {
        let head = entries.removeFirst()
        if head.isReleased { return .discard(head.ticket, preparationFailed: head.preparationFailed) }
        let outcome = head.outcome ?? .failure(DatabaseError(.connectionLost, "the server answered without a result"))
        if head.mayHaveBeenHit, case .failure(let error) = outcome, error.sqlState == .queryCancelled {
            return .resend(head.ticket)
        }
        return .complete(head.ticket, outcome, preparationFailed: head.preparationFailed)
    }

    /// The waiter gives up, because its task was cancelled or its time is over.
    mutating func cancel(_ id: StatementID) -> Cancellation {
        guard let index = entries.firstIndex(where: { $0.id == id }), !entries[index].isReleased else { return .tooLate }
        entries[index].isReleased = true
        return index == 0 && startCancelRequest() ? .releaseAndRequestCancel(entries[0].ticket) : .release(entries[index].ticket)
    }

    /// Whether the statement that has become the oldest was given up while it waited, so that the server is to stop it.
    mutating func mustRequestCancel() -> Bool {
        guard let head = entries.first, head.isReleased, head.outcome == nil else { return false }
        return startCancelRequest()
    }

    /// - Returns: `false` when one is under way already.
    mutating func startCancelRequest() -> Bool {
        guard !isCancelRequestUnderWay else { return false }
        isCancelRequestUnderWay = true
        // By the time it arrives the server may be at any of those behind; nothing else is sent until then.
        for index in entries.indices.dropFirst() { entries[index].mayHaveBeenHit = true }
        return true
    }

    mutating func cancelRequestFinished() {
        isCancelRequestUnderWay = false
    }

    /// The statements that were sent before `limit` and are still waited for.
    func overdue(sentBefore limit: ContinuousClock.Instant) -> [StatementID] {
        // They were sent in order.
        entries.prefix { $0.sent < limit }.filter { !$0.isReleased }.map(\.id)
    }

    /// The connection is gone. Whoever still waits is returned, in order, with whether the reply had arrived but for its sync point.
    mutating func lost() -> [(ticket: Ticket, reply: Result<Reply, DatabaseError>?)] {
        defer { entries.removeAll() }
        return entries.filter { !$0.isReleased }.map { ($0.ticket, $0.outcome) }
    }
}
