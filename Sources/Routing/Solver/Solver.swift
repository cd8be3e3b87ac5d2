/// How long and with what a solver works.
public struct SolverOptions: Sendable {
    /// `nil`: until ``iterations`` are done.
    public var timeLimit: Duration?
    public var clock: SolverClock
    /// The most iterations of all threads together; `nil`: until the time is over.
    public var iterations: Int?
    /// The same seed, number of iterations (without a time limit) and number of threads give the same solution.
    public var seed: UInt64
    public var threads: Int

    public init(
        timeLimit: Duration? = .seconds(10), clock: SolverClock = .wall, iterations: Int? = nil, seed: UInt64 = 0,
        threads: Int = 1
    ) {
        self.timeLimit = timeLimit
        self.clock = clock
        self.iterations = iterations
        self.seed = seed
        self.threads = threads
    }
}

/// How far a solver has come.
public struct SolverProgress: Sendable {
    /// Since the solver began, by its clock.
    public var elapsed: Duration
    public var iterations: Int
    /// The best so far in 1/18000 cost units; see ``CostBreakdown/exact``.
    public var cost: Int
    /// How many requests the best so far leaves out.
    public var unserved: Int
    /// How often the best so far was improved.
    public var improvements: Int
}

/// Plans tours: as many requests as can be served, by priority, at the least cost.
///
/// Any-time: a first plan exists within milliseconds and only gets better until the time is over.
/// See `docs/solver.md` for how it works.
public struct Solver: Sendable {
    private let problem: Problem

    /// - Throws: ``ProblemError`` if the problem makes no sense.
    public init(_ problem: Problem) throws {
        self.problem = problem
    }

    /// Solves the problem. Blocks the calling thread until the time is over.
    ///
    /// - Parameters:
    ///   - progress: Called about ten times a second, whether there was an improvement or not, from one solving thread at a time.
    ///   - isCancelled: Asked often; once it says yes, the best so far is returned soon.
    public func solve(
        _ options: SolverOptions = SolverOptions(), progress: (@Sendable (SolverProgress) -> Void)? = nil,
        isCancelled: @Sendable () -> Bool = { false }
    ) -> Solution {
        let threads = max(1, options.threads)
        var span = SearchSpan()
        span.clock = options.clock
        span.threads = threads
        span.began = options.clock.seconds(threads: threads)
        if let limit = options.timeLimit { span.ends = span.began + limit.seconds }
        span.iterations = options.iterations ?? (options.timeLimit == nil ? 0 : nil)

        let instance = Instance(problem)
        let neighbours = Neighbours(instance, count: Self.neighbours)
        let reporter = ProgressReporter(progress, span: span)
        let team = SearchTeam(
            instance, neighbours: neighbours, seed: options.seed, threads: threads, span: span, reporter: reporter)
        let iterations = team.run(isCancelled: isCancelled)
        reporter.report(team.lead, iterations: iterations, isLast: true)
        return team.lead.solution()
    }

    /// How many near visits are known for each.
    private static let neighbours = 100
}

extension Duration {
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
