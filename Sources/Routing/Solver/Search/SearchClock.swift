#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How a solver's time is counted.
public enum SolverClock: Sendable, Hashable {
    /// Time of day.
    case wall
    /// The process's own time on the processor, shared among the solver's threads: fair on a busy machine.
    case cpu

    /// Seconds since some moment.
    func seconds(threads: Int) -> Double {
        var time = timespec()
        switch self {
        case .wall: clock_gettime(CLOCK_MONOTONIC, &time)
        case .cpu: clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        }
        let seconds = Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
        return self == .cpu ? seconds / Double(threads) : seconds
    }
}
