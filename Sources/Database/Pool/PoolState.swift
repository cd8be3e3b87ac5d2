internal import DequeModule

/// Which connections there are, who uses them and who waits for one.
///
/// A pure state machine without clock, socket or lock: it is told what happened and returns what to do. A connection carries up to
/// `streams` users at once: 1 makes it a pool of leased connections, more one of shared, pipelined connections.
struct PoolState {
    typealias Slot = Int
    typealias WaiterID = UInt64

    struct Limits {
        /// The most connections.
        var connections: Int
        /// The most users of one connection at once.
        var streams: Int
        var leaseTimeout: Duration
        var idleTimeout: Duration
        /// The wait before the second attempt to connect; it doubles with each failure up to `longestBackoff`.
        var shortestBackoff: Duration = .milliseconds(50)
        var longestBackoff: Duration = .seconds(5)
    }

    enum Action: Equatable {
        case connect(Slot, after: Duration)
        case grant(WaiterID, Slot)
        case fail(WaiterID, Failure)
        case close(Slot)
        /// The last connection of a closing pool is gone.
        case drained
    }

    enum Failure: Equatable {
        /// No connection became free in time; with the reason if the last attempt to connect failed.
        case timeout(lastConnectFailure: String?)
        /// The server refuses for a reason that waiting does not mend.
        case refused(String)
        case closed
    }

    private enum Connection {
        case absent
        case connecting
        /// `idleSince` counts when `streams` is 0.
        case open(streams: Int, idleSince: ContinuousClock.Instant)
    }

    private enum Phase {
        case running
        case closing
        case closed
    }

    let limits: Limits
    private var slots: [Connection]
    private var phase = Phase.running
    private var waiters: Deque<WaiterID> = []
    /// The waiters that have not given up, with their deadlines. Those who have stay in the queue until their turn.
    private var deadlines: [WaiterID: ContinuousClock.Instant] = [:]
    private var failedAttempts = 0
    private var lastConnectFailure: String?

    init(limits: Limits) {
        self.limits = limits
        slots = Array(repeating: .absent, count: limits.connections)
    }

    // MARK: - Leasing

    /// A connection with room, least used first; nobody who waits is overtaken.
    ///
    /// As long as there may be more connections, one in use is not shared: whoever comes then waits for a new one, or for this one to
    /// become free. That takes milliseconds and only a few times.
    /// - Parameter isStalled: a connection in use whose statement takes long, behind which nothing should be queued.
    mutating func leaseNow(isStalled: (Slot) -> Bool = { _ in false }) -> Slot? {
        guard phase == .running, deadlines.isEmpty else { return nil }
        var best: (slot: Slot, streams: Int)?
        var canGrow = false
        for (slot, connection) in slots.enumerated() {
            guard case .open(let streams, _) = connection else {
                canGrow = true
                continue
            }
            guard streams < (best?.streams ?? limits.streams), streams == 0 || !isStalled(slot) else { continue }
            best = (slot, streams)
            if streams == 0 { break }
        }
        guard let best, case .open(_, let since) = slots[best.slot] else { return nil }
        guard best.streams == 0 || !canGrow || failedAttempts > 0 else { return nil }
        slots[best.slot] = .open(streams: best.streams + 1, idleSince: since)
        return best.slot
    }

    /// Puts a waiter in the queue, after ``leaseNow(isStalled:)`` had nothing.
    mutating func wait(_ waiter: WaiterID, now: ContinuousClock.Instant) -> [Action] {
        guard phase == .running else { return [.fail(waiter, .closed)] }
        waiters.append(waiter)
        deadlines[waiter] = now + limits.leaseTimeout
        return connectForWaiters()
    }

    /// - Returns: whether the waiter was still waiting.
    mutating func cancel(_ waiter: WaiterID) -> Bool {
        defer { dropDeadWaiters() }
        return deadlines.removeValue(forKey: waiter) != nil
    }

    /// The earliest deadline of a waiter.
    var nextDeadline: ContinuousClock.Instant? {
        // All wait equally long, so the first in the queue is the first to run out.
        waiters.first { deadlines[$0] != nil }.flatMap { deadlines[$0] }
    }

    mutating func expire(now: ContinuousClock.Instant) -> [Action] {
        var actions: [Action] = []
        while let waiter = waiters.first {
            if let deadline = deadlines[waiter] {
                guard deadline <= now else { break }
                deadlines.removeValue(forKey: waiter)
                actions.append(.fail(waiter, .timeout(lastConnectFailure: lastConnectFailure)))
            }
            waiters.removeFirst()
        }
        return actions
    }

    mutating func release(_ slot: Slot, now: ContinuousClock.Instant) -> [Action] {
        guard case .open(let streams, _) = slots[slot], streams > 0 else { return [] }
        if phase != .running, streams == 1 { return closeSlot(slot) }
        if let waiter = nextWaiter() { return [.grant(waiter, slot)] }
        slots[slot] = .open(streams: streams - 1, idleSince: now)
        return []
    }

    private mutating func nextWaiter() -> WaiterID? {
        while let waiter = waiters.popFirst() {
            if deadlines.removeValue(forKey: waiter) != nil { return waiter }
        }
        return nil
    }

    private mutating func dropDeadWaiters() {
        while let waiter = waiters.first, deadlines[waiter] == nil { waiters.removeFirst() }
    }

    // MARK: - Connections

    private mutating func connectOne() -> [Action] {
        guard let slot = slots.firstIndex(where: { if case .absent = $0 { true } else { false } }) else { return [] }
        slots[slot] = .connecting
        return [.connect(slot, after: backoff)]
    }

    /// As many attempts as there are waiters to serve; while the server cannot be reached, one.
    private mutating func connectForWaiters() -> [Action] {
        let connecting = slots.count { if case .connecting = $0 { true } else { false } }
        let wanted = (deadlines.count + limits.streams - 1) / limits.streams
        let allowed = failedAttempts > 0 ? 1 : wanted
        guard connecting < min(allowed, limits.connections) else { return [] }
        return connectOne()
    }

    private var backoff: Duration {
        guard failedAttempts > 0 else { return .zero }
        var delay = limits.shortestBackoff
        for _ in 1..<failedAttempts {
            delay *= 2
            if delay >= limits.longestBackoff { return limits.longestBackoff }
        }
        return delay
    }

    mutating func connected(_ slot: Slot, now: ContinuousClock.Instant) -> [Action] {
        failedAttempts = 0
        lastConnectFailure = nil
        slots[slot] = .open(streams: 0, idleSince: now)
        guard phase == .running else { return closeSlot(slot) }
        var actions: [Action] = []
        var streams = 0
        while streams < limits.streams, let waiter = nextWaiter() {
            streams += 1
            actions.append(.grant(waiter, slot))
        }
        slots[slot] = .open(streams: streams, idleSince: now)
        if !deadlines.isEmpty { actions += connectForWaiters() }
        return actions
    }

    /// - Parameter isPermanent: waiting will not help, e.g. a wrong password; everybody who waits is told at once.
    mutating func connectFailed(_ slot: Slot, reason: String, isPermanent: Bool) -> [Action] {
        slots[slot] = .absent
        failedAttempts += 1
        lastConnectFailure = reason
        guard phase == .running else { return drainedIfEmpty() }
        if isPermanent {
            var actions: [Action] = []
            while let waiter = nextWaiter() { actions.append(.fail(waiter, .refused(reason))) }
            return actions
        }
        return deadlines.isEmpty ? [] : connectForWaiters()
    }

    /// The connection is gone, whoever used it.
    mutating func lost(_ slot: Slot) -> [Action] {
        slots[slot] = .absent
        guard phase == .running else { return drainedIfEmpty() }
        return deadlines.isEmpty ? [] : connectForWaiters()
    }

    /// Closes connections that nobody has used for the idle time.
    mutating func closeIdle(now: ContinuousClock.Instant) -> [Action] {
        var actions: [Action] = []
        for slot in slots.indices {
            if case .open(streams: 0, let since) = slots[slot], since + limits.idleTimeout <= now { actions += closeSlot(slot) }
        }
        return actions
    }

    /// Fails those who wait, closes what is idle and the rest as it is released.
    mutating func close() -> [Action] {
        guard phase == .running else { return phase == .closed ? [.drained] : [] }
        phase = .closing
        var actions: [Action] = []
        while let waiter = nextWaiter() { actions.append(.fail(waiter, .closed)) }
        for slot in slots.indices {
            if case .open(streams: 0, _) = slots[slot] {
                slots[slot] = .absent
                actions.append(.close(slot))
            }
        }
        return actions + drainedIfEmpty()
    }

    private mutating func closeSlot(_ slot: Slot) -> [Action] {
        slots[slot] = .absent
        return [.close(slot)] + (phase == .running ? [] : drainedIfEmpty())
    }

    private mutating func drainedIfEmpty() -> [Action] {
        let isEmpty = slots.allSatisfy { if case .absent = $0 { true } else { false } }
        guard phase == .closing, isEmpty else { return [] }
        phase = .closed
        return [.drained]
    }

    // MARK: - Figures

    struct Usage: Equatable {
        var open = 0
        var used = 0
        var waiting = 0
    }

    var usage: Usage {
        var usage = Usage(waiting: deadlines.count)
        for case .open(let streams, _) in slots {
            usage.open += 1
            if streams > 0 { usage.used += 1 }
        }
        return usage
    }
}
