import Routing
import Testing

@Suite("Which bike rides which tour")
struct FleetChoiceTests {
    /// Bikes of a few kinds and hubs, with nothing else to decide by than their size, price and place.
    private func problem(seed: UInt64, jobs: Int, kinds: Int, ofEach: Int, hubs: Int = 1, isTimed: Bool = false) -> Problem {
        var random = SeededGenerator(seed: seed)
        let count = jobs + hubs
        let places = (0..<count).map { _ in (Int.random(in: 0..<300, using: &random), Int.random(in: 0..<300, using: &random)) }
        let durations = places.flatMap { from in places.map { Int32(abs(from.0 - $0.0) + abs(from.1 - $0.1)) } }
        let vehicles = (0..<hubs * kinds * ofEach).map { number in
            let (hub, kind) = (number % hubs, number / hubs % kinds)
            return Vehicle(
                id: number + 1, start: .hub(hub), end: .hub(hub), capacity: [4 + 4 * kind], shift: TimeWindow(0, 10_000),
                costs: .init(fixed: 1 + kind, perTravelHour: 10 + 2 * kind),
                limits: isTimed ? .init(duration: 2_000) : .init())
        }
        let made = (0..<jobs).map { number in
            let opens = isTimed ? Int.random(in: 0..<8_000, using: &random) : 0
            return Job(
                id: number + 1, location: hubs + number, delivery: [Int.random(in: 1...4, using: &random)],
                visit: Visit(service: 60, windows: isTimed ? [TimeWindow(opens, opens + 2_000)] : [.always]))
        }
        return Problem(
            matrices: [TravelMatrix(size: count, durations: durations)], dimensions: ["pieces"],
            hubs: (0..<hubs).map { Hub(location: $0) }, vehicles: vehicles, jobs: made)
    }

    @Test("Small days get bikes within a twentieth of the best there are", arguments: 1...20 as ClosedRange<UInt64>)
    func smallDaysAreGood(seed: UInt64) throws {
        let problem = problem(seed: seed, jobs: 4, kinds: 3, ofEach: 1)
        let best = try #require(BruteForce(problem).best())
        let solution = try Solver(problem).solve(SolverOptions(timeLimit: nil, iterations: 4_000, seed: seed))
        #expect(Checker.check(problem, solution) == [], "seed \(seed)")
        let (cost, least) = (problem.cost(of: solution).exact, best.value.exactCost)
        #expect(solution.unserved == [], "seed \(seed)")
        #expect(20 * cost <= 21 * least, "seed \(seed): costs \(cost), there is \(least)")
    }

    @Test("Tours that change bikes or hubs stay feasible, and the plan's books right", arguments: 1...8 as ClosedRange<UInt64>)
    func mixedFleetsAreFeasible(seed: UInt64) throws {
        let problem = problem(
            seed: 100 + seed, jobs: 40, kinds: seed % 2 == 0 ? 3 : 1, ofEach: seed % 2 == 0 ? 6 : 40, hubs: 1 + Int(seed / 2 % 3),
            isTimed: seed % 3 == 0)
        let solution = try Solver(problem).solve(SolverOptions(timeLimit: nil, iterations: 4_000, seed: seed))
        #expect(Checker.check(problem, solution) == [], "seed \(seed)")
        #expect(solution.unserved == [], "seed \(seed)")
    }

    @Test(
        "Tours of days without hours that exchange their ends, turned round or not, stay feasible, and the plan's books right",
        arguments: 1...6 as ClosedRange<UInt64>)
    func tourDirectionsAreFeasible(seed: UInt64) throws {
        var open = problem(seed: 300 + seed, jobs: 60, kinds: seed % 2 == 0 ? 2 : 1, ofEach: 60)
        for index in open.vehicles.indices { open.vehicles[index].shift = .always }
        for index in open.jobs.indices { open.jobs[index].visit.service = 0 }
        let solution = try Solver(open).solve(SolverOptions(timeLimit: nil, iterations: 6_000, seed: seed))
        #expect(Checker.check(open, solution) == [], "seed \(seed)")
        #expect(solution.unserved == [], "seed \(seed)")
    }

    @Test(
        "Tours of several trips that exchange their ends stay feasible, and the plan's books right",
        arguments: 1...6 as ClosedRange<UInt64>)
    func severalTripsAreFeasible(seed: UInt64) throws {
        let hubs = 1 + Int(seed % 2)
        var trips = problem(seed: 400 + seed, jobs: 40, kinds: 1 + Int(seed % 3), ofEach: 12, hubs: hubs, isTimed: true)
        for index in trips.vehicles.indices {
            trips.vehicles[index].limits = .init()
            trips.vehicles[index].reloadHubs = [index % hubs]
        }
        for index in trips.jobs.indices where index % 3 == 0 {
            trips.jobs[index].release = trips.jobs[index].visit.windows[0].start / 2
        }
        let solution = try Solver(trips).solve(SolverOptions(timeLimit: nil, iterations: 6_000, seed: seed))
        #expect(Checker.check(trips, solution) == [], "seed \(seed)")
        #expect(solution.unserved == [], "seed \(seed)")
    }

    @Test(
        "Tours of alike bikes that exchange their ends stay feasible, and the plan's books right",
        arguments: 1...6 as ClosedRange<UInt64>)
    func alikeFleetsAreFeasible(seed: UInt64) throws {
        let problem = problem(seed: 200 + seed, jobs: 60, kinds: 1, ofEach: 40, isTimed: seed % 2 == 0)
        var plain = problem
        for index in plain.vehicles.indices { plain.vehicles[index].limits = .init() }
        let solution = try Solver(plain).solve(SolverOptions(timeLimit: nil, iterations: 6_000, seed: seed))
        #expect(Checker.check(plain, solution) == [], "seed \(seed)")
        #expect(solution.unserved == [], "seed \(seed)")
    }
}
