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
    ///   - progress: Called now and then from the solving threads.
    ///   - isCancelled: Asked often; once it says yes, the best so far is returned soon.
    public func solve(
        _ options: SolverOptions = SolverOptions(), progress: (@Sendable (SolverProgress) -> Void)? = nil,
        isCancelled: @Sendable () -> Bool = { false }
    ) -> Solution {
        let began = options.clock.seconds(threads: 1)
        let instance = Instance(problem)
        let neighbours = Neighbours(instance, count: 100)
        let search = Search(instance, neighbours: neighbours, seed: options.seed)
        search.construct()
        var span = SearchSpan()
        span.began = began
        span.clock = options.clock
        if let limit = options.timeLimit {
            span.ends = began + Double(limit.components.seconds) + Double(limit.components.attoseconds) * 1e-18
        }
        span.iterations = options.iterations
        let done = search.anneal(span, isCancelled: isCancelled)
        progress?(
            SolverProgress(
                elapsed: .seconds(options.clock.seconds(threads: 1) - began), iterations: done, cost: search.best.cost,
                unserved: search.plan.bankCount, improvements: search.improvements))
        return search.best.solution(instance)
    }
}
