/// Checks one tour, all of whose indices exist.
struct TourCheck {
    let problem: Problem
    let index: Int
    let vehicle: Vehicle
    let stops: [Stop]
    var violations: [Violation] = []

    init(_ problem: Problem, _ tour: Solution.Tour) {
        self.problem = problem
        index = tour.vehicle
        vehicle = problem.vehicles[tour.vehicle]
        stops = tour.stops
    }

    func run() -> [Violation] {
        var check = self
        check.checkLockedStops()
        check.checkSkills()
        check.checkPairing()
        check.checkTrips()
        check.checkLoad()
        check.checkBreaks()
        check.checkWays()
        check.checkTimes()
        return check.violations
    }

    mutating func report(
        _ constraint: Constraint, at position: Int? = nil, request: Request? = nil, by amount: Int = 0, _ text: String
    ) {
        violations.append(
            Violation(
                constraint, vehicle: index, position: position, request: request, amount: amount,
                description: "vehicle \(vehicle.id)\(request.map { ", \(problem.name(of: $0))" } ?? ""): \(text)"))
    }

    // MARK: The sequence

    private mutating func checkLockedStops() {
        let kept = zip(vehicle.lockedStops, stops).prefix { $0 == $1 }.count
        let missing = vehicle.lockedStops.count - kept
        if missing > 0 {
            report(.lockedStops, at: kept, by: missing, "\(missing) of its locked stops are not where they are locked")
        }
    }

    private mutating func checkSkills() {
        var tasks = 0
        for (position, stop) in stops.enumerated() {
            let needed: Set<Int>
            switch stop {
            case .job(let job): needed = problem.jobs[job].skills
            case .pickup(let pair), .dropoff(let pair): needed = problem.pairs[pair].skills
            case .reload, .rest: continue
            }
            tasks += 1
            let lacking = needed.subtracting(vehicle.skills)
            if !lacking.isEmpty {
                report(.skills, at: position, request: stop.request, by: lacking.count, "lacks the skills \(lacking.sorted())")
            }
        }
        if let limit = vehicle.limits.tasks, tasks > limit {
            report(.taskLimit, by: tasks - limit, "\(tasks) tasks, at most \(limit)")
        }
    }

    private mutating func checkPairing() {
        var pickedUpInTrip: [Int: Int] = [:]
        var open: Set<Int> = []
        var trip = 0
        for (position, stop) in stops.enumerated() {
            switch stop {
            case .pickup(let pair):
                pickedUpInTrip[pair] = trip
                open.insert(pair)
            case .dropoff(let pair):
                open.remove(pair)
                if pickedUpInTrip[pair] == nil {
                    report(.pairing, at: position, request: .pair(pair), "dropped off without having been picked up before")
                } else if pickedUpInTrip[pair] != trip {
                    report(.pairing, at: position, request: .pair(pair), "picked up in another trip than dropped off")
                }
            case .reload: trip += 1
            case .job, .rest: break
            }
        }
        for pair in open.sorted() { report(.pairing, request: .pair(pair), "picked up but never dropped off") }
    }

    private mutating func checkTrips() {
        let reloads = stops.filter(\.isReload).count
        if let limit = vehicle.limits.trips, reloads + 1 > limit {
            report(.tripLimit, by: reloads + 1 - limit, "\(reloads + 1) trips, at most \(limit)")
        }
        for (position, stop) in stops.enumerated() {
            if case .reload(let hub) = stop, !vehicle.reloadHubs.contains(hub) {
                report(.reload, at: position, "may not reload at hub \(hub)")
            }
        }
        for (position, stop) in stops.enumerated() {
            guard case .job(let number) = stop, let hub = problem.jobs[number].hub else { continue }
            let job = problem.jobs[number]
            let picksUp = job.pickup.contains { $0 > 0 }
            if job.delivery.contains(where: { $0 > 0 }) || !picksUp, hubBefore(position) != hub {
                report(.hub, at: position, request: stop.request, "its trip does not start at hub \(hub)")
            }
            if picksUp, hubAfter(position) != hub {
                report(.hub, at: position, request: stop.request, "its trip does not end at hub \(hub)")
            }
        }
    }

    /// The hub at which the trip that has this position started.
    private func hubBefore(_ position: Int) -> Int? {
        for stop in stops[..<position].reversed() {
            if case .reload(let hub) = stop { return hub }
        }
        if case .hub(let hub)? = vehicle.start { return hub }
        return nil
    }

    /// The hub at which the trip that has this position ends.
    private func hubAfter(_ position: Int) -> Int? {
        for stop in stops[(position + 1)...] {
            if case .reload(let hub) = stop { return hub }
        }
        if case .hub(let hub)? = vehicle.end { return hub }
        return nil
    }

    private mutating func checkBreaks() {
        for (number, rest) in vehicle.breaks.enumerated() {
            let count = stops.filter { $0 == .rest(number) }.count
            if count == 0 { report(.rest, by: 1, "break \(rest.id) is not taken") }
            if count > 1 { report(.rest, by: count - 1, "break \(rest.id) is taken \(count) times") }
        }
    }

    // MARK: Load

    private mutating func checkLoad() {
        for dimension in 0..<problem.dimensionCount {
            let capacity = vehicle.capacity[dimension]
            var load = 0
            for (position, stop) in ([nil] + stops.map { $0 }).enumerated() {
                switch stop {
                case nil, .reload?: load = deliveries(from: position, dimension)
                case .job(let job)?:
                    load -= amount(problem.jobs[job].delivery, dimension)
                    load += amount(problem.jobs[job].pickup, dimension)
                case .pickup(let pair)?: load += amount(problem.pairs[pair].amount, dimension)
                case .dropoff(let pair)?: load -= amount(problem.pairs[pair].amount, dimension)
                case .rest(let number)?:
                    if let most = vehicle.breaks[number].maximumLoad, load > most[dimension] {
                        report(
                            .rest, at: position - 1, by: load - most[dimension],
                            "\(load) of \(name(of: dimension)) on board in break \(vehicle.breaks[number].id), at most \(most[dimension])"
                        )
                    }
                }
                if load > capacity {
                    report(
                        .capacity, at: max(0, position - 1), request: stop?.request, by: load - capacity,
                        "\(load) of \(name(of: dimension)) on board, capacity \(capacity)")
                }
            }
        }
    }

    /// What the trip that begins before `stops[begin]` brings to its jobs.
    private func deliveries(from begin: Int, _ dimension: Int) -> Int {
        var sum = 0
        for stop in stops[begin...] {
            if stop.isReload { break }
            if case .job(let job) = stop { sum += amount(problem.jobs[job].delivery, dimension) }
        }
        return sum
    }

    private func amount(_ amounts: [Int], _ dimension: Int) -> Int {
        amounts.isEmpty ? 0 : amounts[dimension]
    }

    private func name(of dimension: Int) -> String {
        dimension < problem.dimensions.count ? problem.dimensions[dimension] : "dimension \(dimension)"
    }
}
