/// Tells whoever listens how far the search has come, at most ten times a second.
final class ProgressReporter {
    private let listener: (@Sendable (SolverProgress) -> Void)?
    private let span: SearchSpan
    private var reported = -Double.infinity

    init(_ listener: (@Sendable (SolverProgress) -> Void)?, span: SearchSpan) {
        self.listener = listener
        self.span = span
    }

    func report(_ search: Search, iterations: Int, isLast: Bool = false) {
        guard let listener else { return }
        let now = SolverClock.wall.seconds(threads: 1)
        guard isLast || now - reported >= 0.1 else { return }
        reported = now
        listener(
            SolverProgress(
                elapsed: .seconds(span.clock.seconds(threads: span.threads) - span.began), iterations: iterations,
                cost: search.best.cost, unserved: search.best.unserved, improvements: search.improvements))
    }
}
