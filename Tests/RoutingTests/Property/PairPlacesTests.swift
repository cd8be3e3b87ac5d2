import Routing
import Testing

@Suite("Where a pick-up and its drop-off go")
struct PairPlacesTests {
    /// Pairs across a town, each to be brought within a while, on bikes that are all alike.
    private func problem(seed: UInt64, pairs: Int, fixedCost: Int, vehicles: Int) -> Problem {
        var random = SeededGenerator(seed: seed)
        let count = 2 * pairs + 1
        let places = (0..<count).map { _ in (Int.random(in: 0..<600, using: &random), Int.random(in: 0..<600, using: &random)) }
        let durations = places.flatMap { from in places.map { Int32(abs(from.0 - $0.0) + abs(from.1 - $0.1)) } }
        let made = (0..<pairs).map { number in
            let opens = Int.random(in: 1_800..<12_000, using: &random)
            return PickupDelivery(
                pickup: .init(
                    id: 2 * number + 1, location: 2 * number + 1,
                    visit: Visit(service: 600, windows: [TimeWindow(opens, opens + 900)])),
                delivery: .init(
                    id: 2 * number + 2, location: 2 * number + 2,
                    visit: Visit(service: 600, windows: [TimeWindow(opens, opens + 3_600)])),
                amount: [Int.random(in: 1...3, using: &random)])
        }
        let bikes = (0..<vehicles).map { number in
            Vehicle(
                id: number + 1, start: .hub(0), end: .hub(0), capacity: [6], shift: TimeWindow(0, 22_000),
                costs: .init(fixed: fixedCost, perTravelHour: 10))
        }
        return Problem(
            matrices: [TravelMatrix(size: count, durations: durations)], dimensions: ["pieces"], hubs: [Hub(location: 0)],
            vehicles: bikes, pairs: made)
    }

    private func solution(of problem: Problem, seed: UInt64) throws -> Solution {
        let solution = try Solver(problem).solve(SolverOptions(timeLimit: nil, iterations: 5_000, seed: seed))
        #expect(Checker.check(problem, solution) == [], "seed \(seed)")
        #expect(solution.unserved == [], "seed \(seed)")
        return solution
    }

    // Debug builds compare what is known about a pair's place in a tour with the tour as it is.
    @Test("What is known about places in many tours stays right while they change", arguments: 1...6 as ClosedRange<UInt64>)
    func knownPlacesAreRight(seed: UInt64) throws {
        let solution = try solution(of: problem(seed: seed, pairs: 60, fixedCost: 0, vehicles: 60), seed: seed)
        #expect(solution.tours.count > 8, "seed \(seed): only \(solution.tours.count) tours")
    }

    @Test("Where bikes are dear no more of them ride than where they are not", arguments: 1...6 as ClosedRange<UInt64>)
    func dearBikesAreSpared(seed: UInt64) throws {
        let cheap = try solution(of: problem(seed: seed, pairs: 40, fixedCost: 0, vehicles: 40), seed: seed)
        let dear = try solution(of: problem(seed: seed, pairs: 40, fixedCost: 100_000, vehicles: 40), seed: seed)
        #expect(dear.tours.count <= cheap.tours.count, "seed \(seed): \(dear.tours.count) and \(cheap.tours.count) tours")
    }
}
