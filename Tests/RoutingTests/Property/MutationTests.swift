import Routing
import Testing

/// A feasible plan that becomes infeasible by one change of the plan, or of the problem by the smallest amount that matters.
struct Mutation: Sendable, CustomTestStringConvertible {
    var name: String
    var constraint: Constraint
    /// Makes the change; `nil` where the plan offers nothing to change. Limits are set to what the schedule says, less one.
    var apply: @Sendable (Problem, Solution, inout SeededGenerator) -> (Problem, Solution)?

    var testDescription: String { name }

    init(
        _ name: String, _ constraint: Constraint,
        _ apply: @escaping @Sendable (Problem, Solution, inout SeededGenerator) -> (Problem, Solution)?
    ) {
        self.name = name
        self.constraint = constraint
        self.apply = apply
    }

    /// Changes the stops of a random tour.
    static func stops(
        _ name: String, _ constraint: Constraint,
        _ change: @escaping @Sendable (Problem, inout [Stop], inout SeededGenerator) -> Bool
    ) -> Mutation {
        Mutation(name, constraint) { problem, solution, random in
            var solution = solution
            guard let tour = solution.tours.indices.randomElement(using: &random) else { return nil }
            return change(problem, &solution.tours[tour].stops, &random) ? (problem, solution) : nil
        }
    }

    /// Changes the vehicle of a random tour, whose schedule is given.
    static func vehicle(
        _ name: String, _ constraint: Constraint, _ change: @escaping @Sendable (inout Vehicle, Schedule) -> Bool
    ) -> Mutation {
        Mutation(name, constraint) { problem, solution, random in
            var problem = problem
            guard let tour = solution.tours.randomElement(using: &random) else { return nil }
            return change(&problem.vehicles[tour.vehicle], Schedule(problem, tour)) ? (problem, solution) : nil
        }
    }

    /// Changes the visit of a random job whose step is given.
    static func job(
        _ name: String, _ constraint: Constraint, _ change: @escaping @Sendable (inout Job, Schedule.Step) -> Bool
    ) -> Mutation {
        Mutation(name, constraint) { problem, solution, random in
            var problem = problem
            guard let tour = solution.tours.randomElement(using: &random) else { return nil }
            let steps = Schedule(problem, tour).steps
            guard
                let step = steps.filter({ if case .stop(.job) = $0.kind { true } else { false } }).randomElement(using: &random),
                case .stop(.job(let index)) = step.kind
            else { return nil }
            return change(&problem.jobs[index], step) ? (problem, solution) : nil
        }
    }
}

extension Mutation {
    static let all: [Mutation] = ofPlans + ofVehicles + ofRequests

    private static let ofPlans: [Mutation] = [
        stops("a job is forgotten", .completeness) { _, stops, random in
            let jobs = stops.indices.filter { if case .job = stops[$0] { true } else { false } }
            guard let position = jobs.randomElement(using: &random) else { return false }
            stops.remove(at: position)
            return true
        },
        stops("a stop is done twice", .completeness) { _, stops, random in
            guard let stop = stops.filter({ $0.request != nil }).randomElement(using: &random) else { return false }
            stops.append(stop)
            return true
        },
        Mutation("a served request is also listed as unserved", .completeness) { problem, solution, random in
            var solution = solution
            guard let request = solution.tours.flatMap(\.stops).compactMap(\.request).randomElement(using: &random) else {
                return nil
            }
            solution.unserved.append(.init(request))
            return (problem, solution)
        },
        stops("a drop-off comes before its pick-up", .pairing) { _, stops, random in
            guard
                let from = stops.indices.filter({ if case .pickup = stops[$0] { true } else { false } }).randomElement(
                    using: &random),
                case .pickup(let pair) = stops[from], let to = stops.firstIndex(of: .dropoff(pair))
            else { return false }
            stops.swapAt(from, to)
            return true
        },
        Mutation("a drop-off is done by another bike", .pairing) { problem, solution, random in
            var solution = solution
            guard solution.tours.count > 1, let from = solution.tours.indices.randomElement(using: &random),
                let position = solution.tours[from].stops.firstIndex(where: { if case .dropoff = $0 { true } else { false } })
            else { return nil }
            let stop = solution.tours[from].stops.remove(at: position)
            solution.tours[(from + 1) % solution.tours.count].stops.append(stop)
            return (problem, solution)
        },
        stops("a break is left out", .rest) { _, stops, _ in
            guard let position = stops.firstIndex(where: { if case .rest = $0 { true } else { false } }) else { return false }
            stops.remove(at: position)
            return true
        },
        stops("a reload at a hub that does not exist", .reload) { _, stops, random in
            stops.insert(.reload(hub: 99), at: Int.random(in: 0...stops.count, using: &random))
            return true
        },
    ]

    private static let ofVehicles: [Mutation] = [
        vehicle("one piece too much on board", .capacity) { vehicle, schedule in
            let most = schedule.steps.map { $0.load[0] }.max() ?? 0
            vehicle.capacity[0] = most - 1
            return most > 0
        },
        vehicle("a second over the shift", .shift) { vehicle, schedule in
            guard schedule.completion > vehicle.shift.start else { return false }
            vehicle.shift.end = schedule.completion - 1
            return true
        },
        vehicle("a second over the travel time", .travelTimeLimit) { vehicle, schedule in
            vehicle.limits.travelTime = schedule.travelTime - 1
            return schedule.travelTime > 0
        },
        vehicle("a metre over the distance", .distanceLimit) { vehicle, schedule in
            vehicle.limits.distance = schedule.distance - 1
            return schedule.distance > 0
        },
        vehicle("a second over the duration", .durationLimit) { vehicle, schedule in
            vehicle.limits.duration = schedule.duration - 1
            return schedule.duration > 0
        },
        vehicle("a task too many", .taskLimit) { vehicle, schedule in
            vehicle.limits.tasks = schedule.tasks - 1
            return schedule.tasks > 0
        },
        vehicle("a trip too many", .tripLimit) { vehicle, schedule in
            vehicle.limits.trips = schedule.trips - 1
            return true
        },
        vehicle("a reload where it may not", .reload) { vehicle, schedule in
            vehicle.reloadHubs = []
            return schedule.trips > 1
        },
        vehicle("a locked stop that is elsewhere", .lockedStops) { vehicle, schedule in
            guard case .stop(let first) = schedule.steps[1].kind, schedule.steps.count > 3 else { return false }
            guard case .stop(let second) = schedule.steps[2].kind, first != second else { return false }
            vehicle.lockedStops = [second]
            return true
        },
        vehicle("a milliwatt hour too little", .battery) { vehicle, schedule in
            // Without reloads the battery is lowest at the end.
            guard vehicle.battery != nil, schedule.trips == 1, let last = schedule.steps.last?.battery else { return false }
            guard last < vehicle.battery?.initial ?? 0 else { return false }
            vehicle.battery?.reserve = last + 1
            return true
        },
    ]

    private static let ofRequests: [Mutation] = [
        job("a window that is over before the day begins", .timeWindow) { job, step in
            guard step.begin > 0 else { return false }
            job.visit.windows = [TimeWindow(-1, -1)]
            return true
        },
        job("a skill that nobody has", .skills) { job, _ in
            job.skills.insert(77)
            return true
        },
        Mutation("a second too long on the bike", .rideTime) { problem, solution, random in
            var problem = problem
            guard let tour = solution.tours.randomElement(using: &random) else { return nil }
            let steps = Schedule(problem, tour).steps
            for step in steps {
                guard case .stop(.dropoff(let pair)) = step.kind,
                    let pickup = steps.first(where: { $0.kind == .stop(.pickup(pair)) }), step.arrival > pickup.departure
                else { continue }
                problem.pairs[pair].maximumRideTime = step.arrival - pickup.departure - 1
                return (problem, solution)
            }
            return nil
        },
        Mutation("a way that does not exist", .unreachable) { problem, solution, random in
            var problem = problem
            guard let tour = solution.tours.randomElement(using: &random) else { return nil }
            let locations = Schedule(problem, tour).steps.compactMap(\.location)
            guard let (from, to) = zip(locations, locations.dropFirst()).first(where: { $0 != $1 }) else { return nil }
            let profile = problem.vehicles[tour.vehicle].profile
            let matrix = problem.matrices[profile]
            var durations = matrix.durations
            durations[from * matrix.size + to] = TravelMatrix.unreachable
            problem.matrices[profile] = TravelMatrix(
                size: matrix.size, durations: durations, distances: matrix.distances, energies: matrix.energies,
                costs: matrix.costs)
            return (problem, solution)
        },
        Mutation("a hub that closes a second too early", .hubOpening) { problem, solution, random in
            var problem = problem
            guard let tour = solution.tours.randomElement(using: &random) else { return nil }
            guard case .hub(let hub)? = problem.vehicles[tour.vehicle].end, let last = Schedule(problem, tour).steps.last else {
                return nil
            }
            guard last.arrival > problem.hubs[hub].opening.start else { return nil }
            problem.hubs[hub].opening.end = last.arrival - 1
            return (problem, solution)
        },
    ]
}

@Suite("Mutated plans")
struct MutationTests {
    /// Feasible plans of random problems.
    private static let plans: [(seed: UInt64, problem: Problem, solution: Solution)] = (UInt64(1)...40).compactMap { seed in
        var random = RandomProblem(seed: 5_000_000 + seed)
        let problem = random.make(requests: 12, vehicles: 3)
        guard let solution = try? Solver(problem).solve(SolverOptions(timeLimit: nil, iterations: 50, seed: seed)) else {
            return nil
        }
        return (seed, problem, solution)
    }

    @Test("Every mutation of a feasible plan is caught", arguments: Mutation.all)
    func mutationIsCaught(mutation: Mutation) {
        var tried = 0
        for (seed, problem, solution) in Self.plans {
            var random = SeededGenerator(seed: seed)
            #expect(Checker.check(problem, solution) == [], "seed \(seed)")
            guard let (changedProblem, changedSolution) = mutation.apply(problem, solution, &random) else { continue }
            tried += 1
            let found = Set(Checker.check(changedProblem, changedSolution).map(\.constraint))
            #expect(found.contains(mutation.constraint), "seed \(seed): found only \(found)")
        }
        #expect(tried > 0, "no plan offered anything to change")
    }
}
