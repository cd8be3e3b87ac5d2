import Foundation
import Routing
import Testing

/// How many random problems; more with `SCHAUFENSTER_PROPERTY_ROUNDS`.
private let rounds = ProcessInfo.processInfo.environment["SCHAUFENSTER_PROPERTY_ROUNDS"].flatMap { UInt64($0) } ?? 30

private func solve(_ problem: Problem, iterations: Int, seed: UInt64 = 1) throws -> Solution {
    try Solver(problem).solve(SolverOptions(timeLimit: nil, iterations: iterations, seed: seed))
}

@Suite("The solver on random problems")
struct SolverPropertyTests {
    @Test("A plan is always feasible, whatever mix of constraints", arguments: 1...rounds)
    func alwaysFeasible(seed: UInt64) throws {
        var random = RandomProblem(seed: seed)
        let problem = random.make(requests: 4 + Int(seed % 21), vehicles: 1 + Int(seed % 4))
        try problem.validate()
        let solution = try solve(problem, iterations: 200, seed: seed)
        #expect(Checker.check(problem, solution) == [], "seed \(seed)")
    }

    @Test("A plan never beats the best there is, and reaches it on tiny problems", arguments: 1...rounds)
    func neverBeatsBruteForce(seed: UInt64) throws {
        var random = RandomProblem(seed: 1_000_000 + seed)
        let problem = random.make(requests: 2 + Int(seed % 3), vehicles: 1 + Int(seed % 2), isSeparable: true)
        let best = try #require(BruteForce(problem).best())
        let solution = try solve(problem, iterations: 2000, seed: seed)
        #expect(Checker.check(problem, solution) == [], "seed \(seed)")
        let value = SolutionValue(problem, solution)
        let found = "\(Self.text(value)) by \(solution.tours.map { "\($0.vehicle): \($0.stops)" })"
        let exists = "\(Self.text(best.value)) by \(best.tours)"
        let isBetterThanPossible = value < best.value
        #expect(!isBetterThanPossible, "seed \(seed): \(found) is better than all there is, \(exists)")
        let isBest = value <= best.value
        #expect(isBest, "seed \(seed): \(found), but there is \(exists)")
    }

    private static func text(_ value: SolutionValue) -> String {
        "\(value.leftOut.reduce(0, +)) left out at \(value.exactCost)"
    }

    @Test("Locked stops stay the beginning of their tours, whatever else changes", arguments: 1...rounds)
    func lockedStopsStay(seed: UInt64) throws {
        var random = RandomProblem(seed: 4_000_000 + seed)
        var problem = random.make(requests: 12, vehicles: 3)
        for tour in try solve(problem, iterations: 50, seed: seed).tours {
            problem.vehicles[tour.vehicle].lockedStops = Array(tour.stops.prefix(Int(seed % 4)))
        }
        problem.jobs.append(Job(id: 900, location: 0, visit: Visit(service: 10)))
        try problem.validate()
        let solution = try solve(problem, iterations: 100, seed: seed)
        #expect(Checker.check(problem, solution) == [], "seed \(seed)")
    }

    @Test("Requests that fit only with moved rests or reloads of their own are served", arguments: [72, 121, 232, 242])
    func rearranges(seed: UInt64) throws { try neverBeatsBruteForce(seed: seed) }

    @Test("Plans combined from several stay feasible and keep their own books", arguments: 1...max(2, rounds / 8))
    func combinedPlansAreFeasible(seed: UInt64) throws {
        var random = RandomProblem(seed: 9_000_000 + seed)
        let problem = random.make(requests: 4 + Int(seed % 3), vehicles: 2 + Int(seed % 2))
        // Enough iterations a request for several annealings, whose plans are then combined; the plan's books are asserted on the way.
        let solution = try solve(problem, iterations: 4000 * (problem.jobs.count + problem.pairs.count), seed: seed)
        #expect(Checker.check(problem, solution) == [], "seed \(seed)")
    }

    @Test(
        "When the time is over before the first plan is, that plan comes back",
        arguments: [1, 100, 1_000, 3_000, 10_000], 1...4 as ClosedRange<UInt64>)
    func hardlyAnyTime(microseconds: Int, seed: UInt64) throws {
        var random = RandomProblem(seed: 8_000_000 + seed)
        let problem = random.make(requests: 60, vehicles: 6)
        let solution = try Solver(problem).solve(SolverOptions(timeLimit: .microseconds(microseconds), seed: seed))
        #expect(Checker.check(problem, solution) == [], "seed \(seed)")
    }

    @Test("With a time limit of 0 a valid plan comes back", arguments: 1...10 as ClosedRange<UInt64>)
    func timeLimitZero(seed: UInt64) throws {
        var random = RandomProblem(seed: 2_000_000 + seed)
        let problem = random.make(requests: 20, vehicles: 3)
        let solution = try Solver(problem).solve(SolverOptions(timeLimit: .zero, seed: seed))
        #expect(Checker.check(problem, solution) == [], "seed \(seed)")
    }

    @Test("The same seed and iterations give the same plan", arguments: 1...5 as ClosedRange<UInt64>)
    func deterministic(seed: UInt64) throws {
        var random = RandomProblem(seed: 3_000_000 + seed)
        let problem = random.make(requests: 15, vehicles: 3)
        #expect(try solve(problem, iterations: 300, seed: seed) == solve(problem, iterations: 300, seed: seed), "seed \(seed)")
    }

    struct Impossible: Sendable, CustomTestStringConvertible {
        var constraint: Constraint
        var change: @Sendable (inout Problem) -> Void
        var testDescription: String { constraint.rawValue }
    }

    static let impossible: [Impossible] = [
        Impossible(constraint: .capacity) { $0.jobs[1].delivery = [99] },
        Impossible(constraint: .timeWindow) { $0.jobs[1].visit.windows = [TimeWindow(0, 1)] },
        Impossible(constraint: .shift) { $0.jobs[1].visit.windows = [TimeWindow(9_999, 10_000)] },
        Impossible(constraint: .skills) { $0.jobs[1].skills = [5] },
        Impossible(constraint: .hub) { $0.jobs[1].hub = 1 },
        Impossible(constraint: .release) { $0.jobs[1].release = 20_000 },
        Impossible(constraint: .durationLimit) { $0.vehicles[0].limits.duration = 100 },
        Impossible(constraint: .travelTimeLimit) { $0.vehicles[0].limits.travelTime = 100 },
        Impossible(constraint: .distanceLimit) { $0.vehicles[0].limits.distance = 1000 },
        Impossible(constraint: .battery) { $0.vehicles[0].battery = .init(capacity: 1000) },
        Impossible(constraint: .unreachable) { problem in
            var durations = problem.matrices[0].durations
            for from in 0..<10 { durations[from * 10 + 9] = TravelMatrix.unreachable }
            problem.matrices[0] = TravelMatrix(
                size: 10, durations: durations, distances: problem.matrices[0].distances,
                energies: problem.matrices[0].energies)
        },
        Impossible(constraint: .prize) { $0.jobs[1].priority = .optional(prize: 1) },
    ]

    @Test("An impossible request is unserved, with the constraint that forbids it", arguments: impossible)
    func impossibleRequestIsExplained(impossible: Impossible) throws {
        let bike = LineTown.bike { ($0.start, $0.end, $0.shift) = (.hub(0), .hub(0), TimeWindow(0, 10_000)) }
        var problem = LineTown(
            hubs: [Hub(location: 0), Hub(location: 5)], vehicles: [bike],
            jobs: [LineTown.job(1, at: 1), LineTown.job(2, at: 9)]
        ).problem
        impossible.change(&problem)
        let solution = try solve(problem, iterations: 100)
        #expect(Checker.check(problem, solution) == [])
        #expect(solution.unserved.map(\.request) == [.job(1)])
        let reasons = solution.unserved.first?.reasons ?? []
        #expect(reasons.first == impossible.constraint || (impossible.constraint == .prize && reasons.isEmpty), "\(reasons)")
    }
}
