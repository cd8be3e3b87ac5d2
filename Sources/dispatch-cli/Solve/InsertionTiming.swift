import Routing

/// How quickly a plan answers where one more order would fit (``RunningPlan/bestInsertion(of:)``).
struct InsertionTiming {
    /// One for each request asked about, ascending.
    let durations: [Duration]

    /// Takes up to a hundred served requests out of a plan, evenly spread, and asks where each would fit into the rest.
    init(_ problem: Problem, _ solution: Solution) {
        let served = solution.tours.flatMap(\.stops).compactMap { stop -> Request? in
            switch stop {
            case .job, .pickup: stop.request
            case .dropoff, .reload, .rest: nil
            }
        }
        let step = max(1, served.count / 100)
        let asked = Set(stride(from: 0, to: served.count, by: step).map { served[$0] })
        var rest = solution
        for index in rest.tours.indices {
            rest.tours[index].stops.removeAll { $0.request.map(asked.contains) ?? false }
        }
        rest.unserved += asked.map { Solution.Unserved($0) }
        let plan = RunningPlan(problem, rest)
        let clock = ContinuousClock()
        durations = asked.map { request in clock.measure { _ = plan.bestInsertion(of: request) } }.sorted()
    }

    /// "100 insertions asked for: median 81.2 µs, longest 140.7 µs".
    var summary: String {
        guard let longest = durations.last else { return "No insertion was asked for: nothing is served." }
        let median = durations[durations.count / 2]
        return "\(durations.count) insertions asked for: median \(Self.text(median)), longest \(Self.text(longest))"
    }

    private static func text(_ duration: Duration) -> String {
        let tenths = duration.components.seconds * 10_000_000 + duration.components.attoseconds / 100_000_000_000
        return "\(tenths / 10).\(tenths % 10) µs"
    }
}
