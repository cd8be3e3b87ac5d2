import Routing
import Testing

@Suite("Optional requests that pay only together")
struct OptionalToursTests {
    /// A village out of town with eight jobs, of which three cost more than they bring and eight bring more than they cost; in town
    /// scattered jobs that must be served, and many optional ones that pay for nothing.
    private func problem(seed: UInt64) -> Problem {
        var random = SeededGenerator(seed: seed)
        var places = [(0, 0)]
        var jobs: [Job] = []
        func add(_ place: (Int, Int), _ priority: Priority) {
            let opens = Int.random(in: 0..<6_000, using: &random)
            jobs.append(
                Job(
                    id: jobs.count + 1, location: places.count, delivery: [1],
                    visit: Visit(service: 30, windows: [TimeWindow(opens, opens + 6_000)]), priority: priority))
            places.append(place)
        }
        func near(_ x: Int, _ y: Int, _ range: Int) -> (Int, Int) {
            (x + Int.random(in: -range...range, using: &random), y + Int.random(in: -range...range, using: &random))
        }
        for _ in 0..<20 { add(near(0, 0, 400), .mandatory(0)) }
        for _ in 0..<8 { add(near(2_000, 1_000, 20), .optional(prize: 4)) }
        for _ in 0..<20 { add(near(0, 0, 4_000), .optional(prize: 0)) }
        let durations = places.flatMap { from in places.map { Int32(abs(from.0 - $0.0) + abs(from.1 - $0.1)) } }
        let bikes = (0..<8).map { number in
            Vehicle(
                id: number + 1, start: .hub(0), end: .hub(0), capacity: [8], shift: TimeWindow(0, 30_000),
                costs: .init(perTravelHour: 10))
        }
        return Problem(
            matrices: [TravelMatrix(size: places.count, durations: durations)], dimensions: ["pieces"], hubs: [Hub(location: 0)],
            vehicles: bikes, jobs: jobs)
    }

    @Test(
        "A village that pays only as a whole gets its tour, and the plan's books stay right",
        arguments: 1...6 as ClosedRange<UInt64>)
    func villagesAreServed(seed: UInt64) throws {
        let problem = problem(seed: seed)
        let solution = try Solver(problem).solve(SolverOptions(timeLimit: nil, iterations: 24_000, seed: seed))
        #expect(Checker.check(problem, solution) == [], "seed \(seed)")
        let leftOut = Set(solution.unserved.map(\.request))
        for job in 0..<28 {
            let place = job < 20 ? "the town" : "the village"
            #expect(!leftOut.contains(.job(job)), "seed \(seed): job \(job) of \(place) is left out")
        }
    }
}
