/// What the loop's thread keeps: the sockets' handlers and the timers.
@DatabaseLoop
final class LoopState {
    static let current = LoopState()

    struct TimerID: Hashable {
        fileprivate let number: Int
    }

    private struct Timer {
        let due: ContinuousClock.Instant
        let action: @DatabaseLoop () -> Void
    }

    var handlers: [Int32: @DatabaseLoop (SocketLoop.Readiness) -> Void] = [:]
    private var timers: [TimerID: Timer] = [:]
    private var lastTimer = 0
    /// The earliest timer's time, found anew when a timer fires or goes. There are a few timers for each pool and connection.
    private var nextDue: ContinuousClock.Instant?

    /// Calls `action` once, `delay` from now.
    func schedule(after delay: Duration, _ action: @escaping @DatabaseLoop () -> Void) -> TimerID {
        lastTimer += 1
        let id = TimerID(number: lastTimer)
        let due = ContinuousClock.now + delay
        timers[id] = Timer(due: due, action: action)
        if nextDue.map({ due < $0 }) ?? true { nextDue = due }
        return id
    }

    func cancel(_ id: TimerID) {
        guard let timer = timers.removeValue(forKey: id) else { return }
        if timer.due == nextDue { nextDue = timers.values.map(\.due).min() }
    }

    /// The argument for `epoll_wait`: -1 without timers.
    func millisecondsToNextTimer() -> Int32 {
        guard let nextDue else { return -1 }
        let wait = nextDue - ContinuousClock.now
        if wait <= .zero { return 0 }
        // Rounded up, or the loop would spin through the last fraction of a millisecond.
        return Int32(min(wait / .milliseconds(1), 3_600_000).rounded(.up))
    }

    func fireTimers() {
        guard let due = nextDue, due <= ContinuousClock.now else { return }
        let now = ContinuousClock.now
        let expired = timers.filter { $0.value.due <= now }.sorted { $0.value.due < $1.value.due }
        for (id, _) in expired { timers.removeValue(forKey: id) }
        nextDue = timers.values.map(\.due).min()
        for (_, timer) in expired { timer.action() }
    }
}
