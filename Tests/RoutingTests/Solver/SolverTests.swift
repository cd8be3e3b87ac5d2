import Routing
import Synchronization
import Testing

@Suite("The solver")
struct SolverTests {
    private func random(_ seed: UInt64, requests: Int = 15, vehicles: Int = 3) -> Problem {
        var random = RandomProblem(seed: seed)
        return random.make(requests: requests, vehicles: vehicles)
    }

    @Test("Two threads give feasible plans, the same ones for the same seed", arguments: 1...6 as ClosedRange<UInt64>)
    func threadsAreDeterministic(seed: UInt64) throws {
        let problem = random(seed)
        let options = SolverOptions(timeLimit: nil, iterations: 400, seed: seed, threads: 2)
        let solution = try Solver(problem).solve(options)
        #expect(Checker.check(problem, solution) == [], "seed \(seed)")
        #expect(try Solver(problem).solve(options) == solution, "seed \(seed)")
    }

    @Test("Threads that combine what all have found give feasible plans, the same ones for the same seed", arguments: 2...4)
    func threadsCombineTheirPlans(threads: Int) throws {
        for seed in 1...3 as ClosedRange<UInt64> {
            let problem = random(seed + 50, requests: 5)
            // Enough for each thread to anneal once from the top and then to combine.
            let options = SolverOptions(timeLimit: nil, iterations: 2_000 * 5 * threads, seed: seed, threads: threads)
            let solution = try Solver(problem).solve(options)
            #expect(Checker.check(problem, solution) == [], "seed \(seed)")
            #expect(try Solver(problem).solve(options) == solution, "seed \(seed)")
        }
    }

    @Test("What any thread finds is what comes back", arguments: 1...4 as ClosedRange<UInt64>)
    func theBestThreadDecides(seed: UInt64) throws {
        var problem = random(seed + 70, requests: 12)
        problem.objective.balancePerHour = 0
        func value(_ threads: Int, seed: UInt64) throws -> SolutionValue {
            let options = SolverOptions(timeLimit: nil, iterations: 300 * threads, seed: seed, threads: threads)
            return SolutionValue(problem, try Solver(problem).solve(options))
        }
        // With so few iterations each thread anneals once, by itself; the second has a seed of its own.
        let together = try value(2, seed: seed)
        #expect(together <= (try value(1, seed: seed)), "seed \(seed)")
    }

    @Test("Going on from the present plan never makes it worse", arguments: 1...12 as ClosedRange<UInt64>)
    func warmStartKeepsWhatIsGood(seed: UInt64) throws {
        var problem = random(seed)
        for index in problem.vehicles.indices { problem.vehicles[index].plannedStops = [] }
        problem.objective = Objective()
        let before = try Solver(problem).solve(SolverOptions(timeLimit: nil, iterations: 300, seed: seed))
        // A vehicle's rests are placed anew, so only plans without any are taken over as they are.
        guard problem.vehicles.allSatisfy({ $0.breaks.isEmpty }) else { return }
        for tour in before.tours { problem.vehicles[tour.vehicle].plannedStops = tour.stops }
        let after = try Solver(problem).solve(SolverOptions(timeLimit: nil, iterations: 1, seed: seed + 1))
        #expect(Checker.check(problem, after) == [], "seed \(seed)")
        #expect(SolutionValue(problem, after) <= SolutionValue(problem, before), "seed \(seed)")
    }

    @Test("A high change penalty keeps what riders were told")
    func changePenaltyKeepsThePlan() throws {
        let bikes = [LineTown.bike { $0.id = 1 }, LineTown.bike { $0.id = 2 }]
        var problem = LineTown(vehicles: bikes, jobs: (1...6).map { LineTown.job($0, at: $0) }).problem
        // Two tours where one would do, and against the way.
        problem.vehicles[0].plannedStops = [.job(4), .job(0), .job(2)]
        problem.vehicles[1].plannedStops = [.job(1), .job(5), .job(3)]
        let free = try Solver(problem).solve(SolverOptions(timeLimit: nil, iterations: 500))
        #expect(problem.cost(of: free).rounded == 120)
        problem.objective.changePenalty = 1_000_000
        let kept = try Solver(problem).solve(SolverOptions(timeLimit: nil, iterations: 500))
        #expect(problem.changedRequests(in: kept).isEmpty)
    }

    @Test("Searching longer leaves nothing out that all can be served", arguments: [20, 400, 2000])
    func longerSearchServesAll(iterations: Int) throws {
        var random = SeededGenerator(seed: 500)
        let places = (0..<41).map { _ in (Int.random(in: 0..<1000, using: &random), Int.random(in: 0..<1000, using: &random)) }
        let durations = places.flatMap { from in places.map { Int32(abs(from.0 - $0.0) + abs(from.1 - $0.1)) } }
        let matrix = TravelMatrix(size: 41, durations: durations)
        // Alike bikes, reloads, set-up, and costs of waiting and of tasks beside which ways are cheap.
        let bikes = (0..<10).map { number in
            Vehicle(
                id: number + 1, start: .hub(0), end: .hub(0), reloadHubs: [0], capacity: [8], shift: TimeWindow(0, 30_000),
                costs: .init(fixed: 100, perTravelHour: 10, perTaskHour: 9000, perWaitingHour: 9000, perTask: 500))
        }
        let jobs = (1..<41).map { number in
            let opens = Int.random(in: 0..<4, using: &random) * 5000
            return Job(
                id: number, location: number, delivery: [Int.random(in: 1...4, using: &random)],
                visit: Visit(setup: 60, service: 180, windows: [TimeWindow(opens, opens + 7000)]))
        }
        let problem = Problem(
            matrices: [matrix], dimensions: ["pieces"], hubs: [Hub(location: 0, reloadTime: 300)], vehicles: bikes, jobs: jobs)
        let solution = try Solver(problem).solve(SolverOptions(timeLimit: nil, iterations: iterations))
        #expect(Checker.check(problem, solution) == [])
        #expect(solution.unserved == [])
    }

    @Test("The last report says how far the search went")
    func progressTellsIterations() throws {
        let problem = LineTown(vehicles: [LineTown.bike()], jobs: [LineTown.job(1, at: 1)]).problem
        let latest = Mutex<SolverProgress?>(nil)
        _ = try Solver(problem).solve(
            SolverOptions(timeLimit: nil, iterations: 5000), progress: { progress in latest.withLock { $0 = progress } })
        let last = try #require(latest.withLock { $0 })
        #expect(last.iterations >= 5000 && last.unserved == 0 && last.cost > 0)
    }

    @Test("A cancelled solver returns a valid plan at once")
    func cancelled() throws {
        let problem = random(3, requests: 30)
        let solution = try Solver(problem).solve(SolverOptions(timeLimit: nil, iterations: .max), isCancelled: { true })
        #expect(Checker.check(problem, solution) == [])
    }

    @Test("Of what cannot all be served the higher priority is")
    func priorityDecides() throws {
        let jobs = (1...4).map { number in LineTown.job(number, at: number) { $0.priority = .mandatory(number == 4 ? 10 : 0) } }
        let bike = LineTown.bike { $0.capacity = [1] }
        let solution = try Solver(LineTown(vehicles: [bike], jobs: jobs).problem).solve(
            SolverOptions(timeLimit: nil, iterations: 300))
        #expect(solution.tours.flatMap(\.stops) == [.job(3)])
        #expect(solution.unserved.count == 3)
        #expect(solution.unserved.allSatisfy { $0.reasons == [.capacity] })
    }

    @Test("Optional stops that only pay together are served together")
    func prizesTogether() throws {
        // The way there and back costs 180; each of three stops there is worth 70.
        let jobs = (1...3).map { LineTown.job($0, at: 9) { $0.priority = .optional(prize: 70) } }
        let solution = try Solver(LineTown(vehicles: [LineTown.bike()], jobs: jobs).problem)
            .solve(SolverOptions(timeLimit: nil, iterations: 500))
        #expect(solution.unserved.isEmpty)
    }

    @Test("Where vehicles are dear, few are used")
    func fewVehicles() throws {
        let bikes = (1...6).map { number in LineTown.bike { ($0.id, $0.costs.fixed, $0.capacity) = (number, 100_000, [2]) } }
        let jobs = (1...6).map { LineTown.job($0, at: $0) }
        let solution = try Solver(LineTown(vehicles: bikes, jobs: jobs).problem).solve(
            SolverOptions(timeLimit: nil, iterations: 500))
        #expect(solution.tours.count == 3)
        #expect(solution.unserved.isEmpty)
    }

    @Test("No requests, no vehicles: no tours", arguments: [true, false])
    func emptyProblems(hasJobs: Bool) throws {
        let problem = LineTown(vehicles: hasJobs ? [] : [LineTown.bike()], jobs: hasJobs ? [LineTown.job(1, at: 1)] : []).problem
        let solution = try Solver(problem).solve(SolverOptions(timeLimit: nil, iterations: 10))
        #expect(solution.tours.isEmpty)
        #expect(solution.unserved.count == problem.jobs.count)
    }
}
