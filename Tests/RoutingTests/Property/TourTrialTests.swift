import Testing

@testable import Routing

@Suite("Tours opened and closed on trial")
struct TourTrialTests {
    /// Orders in villages round about a hub, for bikes that cost something to send and hold ten pieces each.
    private func problem(seed: UInt64, jobs: Int, fixed: Int) -> Problem {
        var random = SeededGenerator(seed: seed)
        var places = [(0, 0)]
        var made: [Job] = []
        for number in 0..<jobs {
            let village = (800 * (number % 5) - 1_600, 700 * (number % 3) - 700)
            let (east, north) = (Int.random(in: -300...300, using: &random), Int.random(in: -300...300, using: &random))
            places.append((village.0 + east, village.1 + north))
            made.append(Job(id: number + 1, location: number + 1, delivery: [1 + number % 3], visit: Visit(service: 60)))
        }
        let durations = places.flatMap { from in places.map { Int32(abs(from.0 - $0.0) + abs(from.1 - $0.1)) } }
        let bikes = (0..<jobs).map { number in
            Vehicle(
                id: number + 1, start: .hub(0), end: .hub(0), capacity: [10], shift: TimeWindow(0, 40_000),
                costs: .init(fixed: fixed, perTravelHour: 3_600))
        }
        return Problem(
            matrices: [TravelMatrix(size: places.count, durations: durations)], dimensions: ["pieces"], hubs: [Hub(location: 0)],
            vehicles: bikes, jobs: made)
    }

    @Test(
        "Where a bike costs as much as its way, no more ride than it takes to hold the goods",
        arguments: 1...4 as ClosedRange<UInt64>)
    func fewBikes(seed: UInt64) throws {
        let problem = problem(seed: seed, jobs: 45, fixed: 3_000)
        let solution = try Solver(problem).solve(SolverOptions(timeLimit: nil, iterations: 40_000, seed: seed))
        #expect(Checker.check(problem, solution) == [], "seed \(seed)")
        #expect(solution.unserved == [], "seed \(seed)")
        let pieces = problem.jobs.reduce(0) { $0 + $1.delivery[0] }
        #expect(solution.tours.count == (pieces + 9) / 10, "seed \(seed)")
    }

    @Test("What pays for its way is served and what does not is left out, however much prizes count while hot")
    func prizesCountAsTheyAre() throws {
        // A way of 1,000 seconds there and back for each of three, at 10 an hour: 5.56 units.
        let places = [(0, 0), (1_000, 0), (-1_000, 0), (0, 1_000)]
        let durations = places.flatMap { from in places.map { Int32(abs(from.0 - $0.0) + abs(from.1 - $0.1)) } }
        let jobs = [5, 6, 4].enumerated().map { index, prize in
            Job(id: index + 1, location: index + 1, delivery: [1], visit: Visit(), priority: .optional(prize: prize))
        }
        let bikes = (1...3).map { Vehicle(id: $0, start: .hub(0), end: .hub(0), capacity: [1], costs: .init(perTravelHour: 10)) }
        let problem = Problem(
            matrices: [TravelMatrix(size: places.count, durations: durations)], dimensions: ["pieces"], hubs: [Hub(location: 0)],
            vehicles: bikes, jobs: jobs)
        let solution = try Solver(problem).solve(SolverOptions(timeLimit: nil, iterations: 12_000, seed: 1))
        #expect(Set(solution.unserved.map(\.request)) == [.job(0), .job(2)])
    }

    @Test("A trial is given up when what remains of it cannot make up for what it costs, and the next waits as long as it took")
    func hopelessTrials() {
        var trial = TourTrial(Instance(problem(seed: 1, jobs: 3, fixed: 3_000)))
        trial.begin(objective: 1_000, heat: (1, 0.01))
        var givenUp: [Double: Int] = [:]
        for passed in 1...TourTrial.length {
            _ = trial.nextTemperature()
            for dearer in [1_000.0, 30, 10, 1] where givenUp[dearer] == nil {
                if trial.isHopeless(objective: 1_000 + Int(dearer * 100), unit: 100) { givenUp[dearer] = passed }
            }
            #expect(!trial.isHopeless(objective: 1_000, unit: 100) && !trial.isHopeless(objective: 900, unit: 100))
        }
        #expect(!trial.isOn)
        #expect(givenUp == [1_000: 200, 30: 300, 10: 550, 1: 800])
        trial.end(in: 5_000, isWarm: true)
        #expect(trial.next == 6_000)
        trial.begin(objective: 1_000, heat: (1, 0.01))
        for _ in 1...200 { _ = trial.nextTemperature() }
        trial.end(in: 7_000, isWarm: false)
        #expect(!trial.isOn && trial.next == 7_600)
    }
}
