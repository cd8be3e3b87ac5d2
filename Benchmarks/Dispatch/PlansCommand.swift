import ArgumentParser
import Delivery
import Foundation
import Routing

/// Plans of days whose orders are all known: ours and CoopCycle's way, and the problem as VROOM's JSON for the others.
struct PlansCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "plans")

    @OptionGroup var city: BenchmarkCity
    @Option(help: "Numbers of orders, with commas.")
    var orders = "300,1000,3000"
    @Option(help: "Orders for which the sample city's own fleet is meant; more orders get as many fleets more.")
    var ordersOfFleet = 100
    @Option(help: "Seconds that our solver has for each.")
    var seconds = 30
    @Option(help: "How many of its threads.")
    var threads = 2
    @Option var seed: UInt64 = 1
    @Option(help: "Where the problems and verdicts go.")
    var folder: String

    func run() async throws {
        let sample = try await city.read()
        print(Verdict.heading)
        for count in orders.split(separator: ",").compactMap({ Int($0) }) {
            let factor = max(1, (count + ordersOfFleet - 1) / ordersOfFleet)
            let problem = try await sample.grown(by: factor).problem(
                orders: count, seed: seed, day: try city.calendarDay(), travel: GreatCircleTravelSource())
            try problem.validate()
            let file = URL(fileURLWithPath: folder).appendingPathComponent("orders-\(count).json")
            try Data(VROOMDocument.input(problem).text.utf8).write(to: file)

            let began = ContinuousClock.now
            let ours = try Solver(problem).solve(SolverOptions(timeLimit: .seconds(seconds), seed: seed, threads: threads))
            try report("Schaufenster \(count)", problem, ours, since: began)
            let again = ContinuousClock.now
            let eased = try Solver(problem.easedForVROOM).solve(
                SolverOptions(timeLimit: .seconds(seconds), seed: seed, threads: threads))
            try report("Schaufenster by VROOM's rules \(count)", problem, eased, since: again)
            let begin = ContinuousClock.now
            let theirs = try CoopCycleWay(problem: problem, iterations: 2000).plan()
            try report("CoopCycle's way \(count)", problem, theirs, since: begin)
        }
    }

    private func report(_ name: String, _ problem: Problem, _ solution: Solution, since began: ContinuousClock.Instant) throws {
        let verdict = Verdict(name, problem, solution, seconds: (ContinuousClock.now - began) / .seconds(1))
        print(verdict.line)
    }
}

extension Problem {
    /// The problem as far as VROOM can express it, for plans that are as free as its own.
    fileprivate var easedForVROOM: Problem {
        var eased = self
        for index in eased.pairs.indices { eased.pairs[index].maximumRideTime = nil }
        for index in eased.vehicles.indices {
            eased.vehicles[index].battery = nil
            eased.vehicles[index].limits = Vehicle.Limits()
        }
        return eased
    }
}

/// Judges another engine's tours by the problem that ``PlansCommand`` wrote.
struct JudgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "judge")

    @Argument(help: "The problem as VROOM's JSON.")
    var problem: String
    @Argument(help: "Tours by the numbers of vehicles and tasks.")
    var tours: String

    /// What another engine's script writes.
    private struct Found: Decodable {
        struct Tour: Decodable {
            let vehicle: Int
            /// "pickup", "delivery" or "break" with the number of the task.
            let steps: [Step]
        }

        struct Step: Decodable {
            let type: String
            let id: Int
        }

        let name: String
        let seconds: Double
        let tours: [Tour]
    }

    func run() throws {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: problem)))
        let problem = try VROOMDocument(bytes).problem
        let found = try JSONDecoder().decode(Found.self, from: try Data(contentsOf: URL(fileURLWithPath: tours)))
        let vehicles = Dictionary(uniqueKeysWithValues: problem.vehicles.enumerated().map { ($1.id, $0) })
        let pickups = Dictionary(uniqueKeysWithValues: problem.pairs.enumerated().map { ($1.pickup.id, $0) })
        let dropoffs = Dictionary(uniqueKeysWithValues: problem.pairs.enumerated().map { ($1.delivery.id, $0) })
        var solution = Solution()
        for tour in found.tours {
            guard let vehicle = vehicles[tour.vehicle] else { throw ValidationError("There is no vehicle \(tour.vehicle).") }
            let stops = tour.steps.compactMap { step -> Stop? in
                switch step.type {
                case "pickup": pickups[step.id].map { .pickup($0) }
                case "delivery": dropoffs[step.id].map { .dropoff($0) }
                case "break": problem.vehicles[vehicle].breaks.firstIndex { $0.id == step.id }.map { .rest($0) }
                default: nil
                }
            }
            solution.tours.append(Solution.Tour(vehicle: vehicle, stops: stops))
        }
        let served = Set(solution.tours.flatMap { $0.stops.compactMap(\.request) })
        solution.unserved = problem.pairs.indices.filter { !served.contains(.pair($0)) }.map { Solution.Unserved(.pair($0)) }
        print(Verdict(found.name, problem, solution, seconds: found.seconds).line)
    }
}
