extension Checker {
    /// What is wrong with one tour by itself; whether all requests are served is not asked. Its stops must exist.
    ///
    /// O(stops · log horizon).
    public static func check(_ problem: Problem, _ tour: Solution.Tour) -> [Violation] { TourCheck(problem, tour).run() }
}
