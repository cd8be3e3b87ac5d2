import Glibc
import Synchronization

/// Notices Ctrl-C instead of ending the process, so that long work can be stopped in good order. A second one ends it.
struct Interruption: Sendable {
    // A lock-free atomic is among the few things a signal handler may touch.
    private static let count = Atomic<Int>(0)

    init() {
        signal(SIGINT) { _ in
            if Interruption.count.add(1, ordering: .relaxed).newValue > 1 { _exit(130) }
        }
    }

    var happened: Bool { Self.count.load(ordering: .relaxed) > 0 }
}
