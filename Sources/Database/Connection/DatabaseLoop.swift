internal import CEpoll
internal import Dispatch
internal import Foundation
internal import Glibc
internal import Synchronization

/// Everything that touches a connection runs on one thread, that of ``SocketLoop``; the compiler holds it to that. Pool and connections
/// call each other directly, and no thread of Swift's cooperative pool ever waits for a socket.
@globalActor
actor DatabaseLoop {
    static let shared = DatabaseLoop()

    nonisolated let loop = SocketLoop()
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
}

/// A thread that runs the jobs of ``DatabaseLoop``, watches its sockets with epoll and fires its timers.
final class SocketLoop: SerialExecutor {
    /// Which of the socket's sides is ready.
    struct Readiness: OptionSet {
        let rawValue: UInt8
        static let readable = Readiness(rawValue: 1)
        static let writable = Readiness(rawValue: 2)
    }

    private struct Queue {
        var jobs: [UnownedJob] = []
        /// Whether the thread will look at the queue again without being woken.
        var awake = false
    }

    private let epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    private let wake = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    private let queue = Mutex(Queue())
    private let threadID = Atomic<UInt>(0)

    init() {
        precondition(epoll >= 0 && wake >= 0, "the operating system refused epoll (errno \(errno))")
        add(wake, interest: [.readable])
        let thread = Thread { self.run() }
        thread.name = "database"
        thread.start()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let mustWake = queue.withLock { queue in
            queue.jobs.append(job)
            defer { queue.awake = true }
            return !queue.awake
        }
        if mustWake {
            var one: UInt64 = 1
            _ = write(wake, &one, 8)
        }
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

    func checkIsolated() {
        precondition(threadID.load(ordering: .relaxed) == UInt(pthread_self()), "not on the database thread")
    }

    func isIsolatingCurrentContext() -> Bool? {
        threadID.load(ordering: .relaxed) == UInt(pthread_self())
    }

    // MARK: - Sockets

    private func add(_ socket: Int32, interest: Readiness) {
        var event = epollEvent(socket, interest)
        epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event)
    }

    /// Calls `handler` whenever the socket is ready for what `interest` names.
    @DatabaseLoop
    func watch(_ socket: Int32, interest: Readiness, handler: @escaping @DatabaseLoop (Readiness) -> Void) {
        LoopState.current.handlers[socket] = handler
        add(socket, interest: interest)
    }

    @DatabaseLoop
    func change(_ socket: Int32, interest: Readiness) {
        var event = epollEvent(socket, interest)
        // Without interest it must go altogether: epoll reports a hang-up to whoever is registered, over and over.
        if interest.isEmpty {
            epoll_ctl(epoll, EPOLL_CTL_DEL, socket, &event)
        } else if epoll_ctl(epoll, EPOLL_CTL_MOD, socket, &event) != 0 {
            epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event)
        }
    }

    @DatabaseLoop
    func unwatch(_ socket: Int32) {
        guard LoopState.current.handlers.removeValue(forKey: socket) != nil else { return }
        var event = epoll_event()
        epoll_ctl(epoll, EPOLL_CTL_DEL, socket, &event)
    }

    private func epollEvent(_ socket: Int32, _ interest: Readiness) -> epoll_event {
        var event = epoll_event()
        if interest.contains(.readable) { event.events |= EPOLLIN.rawValue }
        if interest.contains(.writable) { event.events |= EPOLLOUT.rawValue }
        event.data.fd = socket
        return event
    }

    // MARK: - The thread

    private func run() {
        threadID.store(UInt(pthread_self()), ordering: .relaxed)
        var events = [epoll_event](repeating: epoll_event(), count: 64)
        var batch: [UnownedJob] = []
        while true {
            let timeout = isolated { LoopState.current.millisecondsToNextTimer() }
            let ready = Int(epoll_wait(epoll, &events, Int32(events.count), timeout))
            if ready > 0 {
                for event in events[..<ready] {
                    if event.data.fd == wake {
                        var count: UInt64 = 0
                        _ = read(wake, &count, 8)
                    } else {
                        dispatch(event)
                    }
                }
            }
            isolated { LoopState.current.fireTimers() }
            runJobs(&batch)
        }
    }

    private func dispatch(_ event: epoll_event) {
        var readiness: Readiness = []
        // A hang-up or an error shows itself to whoever reads.
        if event.events & (EPOLLIN.rawValue | EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 { readiness.insert(.readable) }
        if event.events & EPOLLOUT.rawValue != 0 { readiness.insert(.writable) }
        let socket = event.data.fd
        isolated { LoopState.current.handlers[socket]?(readiness) }
    }

    private func runJobs(_ batch: inout [UnownedJob]) {
        while true {
            queue.withLock { queue in
                swap(&batch, &queue.jobs)
                if batch.isEmpty { queue.awake = false }
            }
            if batch.isEmpty { return }
            for job in batch { job.runSynchronously(on: asUnownedSerialExecutor()) }
            batch.removeAll(keepingCapacity: true)
        }
    }

    /// Runs code of the actor from the thread's own loop.
    private func isolated<Result: Sendable>(_ body: @DatabaseLoop () -> Result) -> Result {
        typealias Nonisolated = () -> Result
        return withoutActuallyEscaping(body) { escaping in
            // Only `run` calls this, on the thread that is the actor's executor: the isolation holds.
            unsafeBitCast(escaping, to: Nonisolated.self)()
        }
    }
}
