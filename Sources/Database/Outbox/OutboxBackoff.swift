/// How long a failed event waits for its next delivery: twice as long after each failure, up to a limit. It is never given up.
public struct OutboxBackoff: Sendable {
    public var first: Duration
    public var maximum: Duration

    public init(first: Duration = .seconds(1), maximum: Duration = .seconds(3600)) {
        self.first = first
        self.maximum = maximum
    }

    /// The wait after `failures` failures in a row.
    /// - Parameter jitter: 0…1; spreads the wait over its second half, so that what failed together is not tried together.
    public func delay(afterFailures failures: Int, jitter: Double = .random(in: 0...1)) -> Duration {
        var delay = first
        for _ in 1..<max(1, failures) {
            guard delay < maximum else { break }
            delay = delay * 2
        }
        return min(delay, maximum) * (0.5 + jitter / 2)
    }
}
