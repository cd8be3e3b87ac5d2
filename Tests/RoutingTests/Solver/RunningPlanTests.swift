import Routing
import Testing

@Suite("A plan that is being carried out")
struct RunningPlanTests {
    /// A random problem, its plan without some of the requests, and those.
    private func problem(_ seed: UInt64) -> Problem {
        var random = RandomProblem(seed: seed)
        return random.make(requests: 12, vehicles: 3)
    }

    @Test("A request goes where it can, feasibly and at the cost that was said", arguments: 1...40 as ClosedRange<UInt64>)
    func insertionIsFeasibleAndExact(seed: UInt64) throws {
        let problem = problem(seed)
        let solution = try Solver(problem).solve(SolverOptions(timeLimit: nil, iterations: 100, seed: seed))
        for (index, tour) in solution.tours.enumerated() {
            guard case .job(let job)? = tour.stops.last(where: { if case .job = $0 { true } else { false } }),
                !problem.vehicles[tour.vehicle].lockedStops.contains(.job(job))
            else { continue }
            var open = solution
            open.tours[index].stops.removeAll { $0 == .job(job) }
            guard open.tours[index].stops.contains(where: { $0.request != nil }) else { continue }
            open.unserved.append(.init(.job(job)))
            guard Checker.check(problem, open).isEmpty, problem.objective.balancePerHour == 0 else { continue }
            let found = RunningPlan(problem, open).bestInsertion(of: .job(job))
            let insertion = try #require(found, "seed \(seed): job \(job) has just been taken out of vehicle \(tour.vehicle)")

            var filled = open
            filled.unserved.removeLast()
            filled.tours.removeAll { $0.vehicle == insertion.tour.vehicle }
            filled.tours.append(insertion.tour)
            #expect(Checker.check(problem, filled) == [], "seed \(seed)")
            var prize = 0
            if case .optional(let value) = problem.jobs[job].priority { prize = value * CostBreakdown.unitsPerCost }
            let dearer = problem.cost(of: filled).exact - (problem.cost(of: open).exact - prize)
            #expect(insertion.exactCost == dearer, "seed \(seed)")
            #expect(
                filled.tours.count > open.tours.count || dearer <= cost(of: solution, over: open, problem, prize), "seed \(seed)")
        }
    }

    /// What putting the job back where it came from costs.
    private func cost(of solution: Solution, over open: Solution, _ problem: Problem, _ prize: Int) -> Int {
        problem.cost(of: solution).exact - (problem.cost(of: open).exact - prize)
    }

    @Test("A vehicle on the road with nothing left to do comes to the hub for a job, also when it is the only one")
    func emptyVehicleReloads() throws {
        let bike = LineTown.bike {
            $0.start = .location(7)
            $0.end = .hub(0)
            $0.reloadHubs = [0]
        }
        let job = LineTown.job(1, at: 4) {
            $0.hub = 0
            $0.release = 300
        }
        let problem = LineTown(hubs: [Hub(location: 0)], vehicles: [bike], jobs: [job]).problem
        let open = Solution(tours: [], unserved: [.init(.job(0))])
        let insertion = try #require(RunningPlan(problem, open).bestInsertion(of: .job(0)))
        #expect(insertion.tour.stops == [.reload(hub: 0), .job(0)])
        #expect(Checker.check(problem, Solution(tours: [insertion.tour])).isEmpty)
    }

    @Test("What changed between two plans is said for each request")
    func changesAreNamed() {
        let problem = LineTown(
            vehicles: [LineTown.bike { $0.id = 1 }, LineTown.bike { $0.id = 2 }],
            jobs: (1...6).map { LineTown.job($0, at: $0) }
        ).problem
        let old = Solution(
            tours: [.init(vehicle: 0, stops: [.job(0), .job(1), .job(2)]), .init(vehicle: 1, stops: [.job(3)])],
            unserved: [.init(.job(4)), .init(.job(5))])
        let new = Solution(
            tours: [.init(vehicle: 0, stops: [.job(2), .job(0), .job(1)]), .init(vehicle: 1, stops: [.job(4)])],
            unserved: [.init(.job(3)), .init(.job(5))])
        #expect(
            problem.changes(from: old, to: new) == [
                PlanChange(request: .job(2), kind: .reordered(vehicle: 0)),
                PlanChange(request: .job(3), kind: .removed(vehicle: 1)),
                PlanChange(request: .job(4), kind: .added(vehicle: 1)),
            ])
        #expect(problem.changes(from: old, to: old).isEmpty)
    }
}
