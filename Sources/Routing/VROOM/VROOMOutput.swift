extension VROOMDocument {
    /// A solution as VROOM writes it, with what we add: reloads, battery, trips, and why a task is unassigned.
    ///
    /// - Parameters:
    ///   - loading: milliseconds that reading took.
    ///   - solving: milliseconds that solving took.
    public func output(_ solution: Solution, loading: Int = 0, solving: Int = 0) -> JSONValue {
        let violations = Checker.check(problem, solution)
        let routes = solution.tours.filter { !$0.stops.isEmpty }.map { tour in
            RouteOutput(self, tour, violations.filter { $0.vehicle == tour.vehicle })
        }
        let cost = problem.cost(of: solution)
        var summary: [JSONValue.Member] = [
            .init("cost", .integer(cost.rounded)),
            .init("routes", .integer(routes.count)),
            .init("unassigned", .integer(unassigned(solution).count)),
        ]
        for key in ["delivery", "pickup"] {
            let amounts = routes.reduce([Int](repeating: 0, count: problem.dimensionCount)) { sum, route in
                zip(sum, key == "delivery" ? route.delivery : route.pickup).map { $0 + $1 }
            }
            if !amounts.isEmpty { summary.append(.init(key, .integers(amounts))) }
        }
        for key in ["setup", "service", "duration", "waiting_time", "priority"] {
            summary.append(.init(key, .integer(routes.reduce(0) { $0 + ($1.totals[key] ?? 0) })))
        }
        if hasDistances { summary.append(.init("distance", .integer(routes.reduce(0) { $0 + $1.schedule.distance }))) }
        summary.append(.init("violations", .array(violations.map(\.vroom))))
        summary.append(
            .init("computing_times", .object([.init("loading", .integer(loading)), .init("solving", .integer(solving))])))
        summary.append(.init("cost_breakdown", cost.vroom))
        return .object([
            .init("code", 0),
            .init("summary", .object(summary)),
            .init("unassigned", .array(unassigned(solution))),
            .init("routes", .array(routes.map(\.json))),
        ])
    }

    var hasDistances: Bool { problem.matrices.contains { $0.distances != nil } }

    /// A pair that is left out is two tasks, as in VROOM.
    private func unassigned(_ solution: Solution) -> [JSONValue] {
        solution.unserved.flatMap { entry -> [JSONValue] in
            let reasons = JSONValue.array(entry.reasons.map { .string($0.rawValue) })
            func task(_ type: String, _ id: Int, _ location: Int, _ name: String) -> JSONValue {
                var members: [JSONValue.Member] = [.init("id", .integer(id)), .init("type", .string(type))]
                if !name.isEmpty { members.append(.init("description", .string(name))) }
                members += place(location)
                members.append(.init("reasons", reasons))
                return .object(members)
            }
            switch entry.request {
            case .job(let index):
                let job = problem.jobs[index]
                return [task("job", job.id, job.location, job.name)]
            case .pair(let index):
                let pair = problem.pairs[index]
                return [
                    task("pickup", pair.pickup.id, pair.pickup.location, pair.name),
                    task("delivery", pair.delivery.id, pair.delivery.location, pair.name),
                ]
            }
        }
    }

    /// `location` and `location_index`, as far as the document gave them.
    func place(_ location: Int) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        if let coordinate = coordinates[location] {
            members.append(.init("location", .array([.number(coordinate.longitude), .number(coordinate.latitude)])))
        }
        if hasMatrices { members.append(.init("location_index", .integer(location))) }
        return members
    }
}

/// One route of the output.
private struct RouteOutput {
    let document: VROOMDocument
    let schedule: Schedule
    let violations: [Violation]
    var delivery: [Int]
    var pickup: [Int]
    var totals: [String: Int] = [:]

    init(_ document: VROOMDocument, _ tour: Solution.Tour, _ violations: [Violation]) {
        self.document = document
        self.violations = violations
        let problem = document.problem
        schedule = Schedule(problem, tour)
        delivery = [Int](repeating: 0, count: problem.dimensionCount)
        pickup = delivery
        var priority = 0
        for stop in tour.stops {
            switch stop {
            case .job(let index):
                delivery.add(problem.jobs[index].delivery)
                pickup.add(problem.jobs[index].pickup)
            case .pickup(let index): pickup.add(problem.pairs[index].amount)
            case .dropoff(let index): delivery.add(problem.pairs[index].amount)
            case .reload, .rest: break
            }
            if let request = stop.request, case .mandatory(let value) = problem.priority(of: request) { priority += value }
        }
        totals["setup"] = schedule.steps.reduce(0) { $0 + $1.setup }
        totals["service"] = schedule.steps.reduce(0) { $0 + $1.service }
        totals["duration"] = schedule.travelTime
        totals["waiting_time"] = schedule.waiting
        totals["priority"] = priority
    }

    var json: JSONValue {
        let vehicle = document.problem.vehicles[schedule.vehicle]
        var members: [JSONValue.Member] = [
            .init("vehicle", .integer(vehicle.id)),
            .init("cost", .integer(document.problem.cost(of: schedule).rounded)),
        ]
        if !vehicle.name.isEmpty { members.append(.init("description", .string(vehicle.name))) }
        if !delivery.isEmpty {
            members.append(.init("delivery", .integers(delivery)))
            members.append(.init("pickup", .integers(pickup)))
        }
        for key in ["setup", "service", "duration", "waiting_time", "priority"] {
            members.append(.init(key, .integer(totals[key] ?? 0)))
        }
        if document.hasDistances { members.append(.init("distance", .integer(schedule.distance))) }
        members.append(.init("trips", .integer(schedule.trips)))
        let steps = schedule.steps.enumerated().compactMap { step($0.element, at: $0.offset, vehicle) }
        members.append(.init("steps", .array(steps)))
        members.append(.init("violations", .array(violations.map(\.vroom))))
        return .object(members)
    }

    /// `nil` for the start or end of a vehicle that has none.
    private func step(_ step: Schedule.Step, at index: Int, _ vehicle: Vehicle) -> JSONValue? {
        var members: [JSONValue.Member] = []
        switch step.kind {
        case .start:
            if vehicle.start == nil { return nil }
            members.append(.init("type", "start"))
            if case .hub(let hub)? = vehicle.start { members.append(.init("hub", .integer(document.hubIDs[hub]))) }
        case .end:
            if vehicle.end == nil { return nil }
            members.append(.init("type", "end"))
            if case .hub(let hub)? = vehicle.end { members.append(.init("hub", .integer(document.hubIDs[hub]))) }
        case .stop(let stop): members += task(stop, vehicle)
        }
        if let location = step.location { members += document.place(location) }
        members.append(.init("setup", .integer(step.setup)))
        members.append(.init("service", .integer(step.service)))
        members.append(.init("waiting_time", .integer(step.waiting)))
        // What picked-up goods weigh on returning, as VROOM shows it: the load before it is handed over.
        let load = step.kind == .end ? schedule.steps[index - 1].load : step.load
        if !load.isEmpty { members.append(.init("load", .integers(load))) }
        members.append(.init("arrival", .integer(step.arrival)))
        members.append(.init("duration", .integer(step.travelTime)))
        if document.hasDistances { members.append(.init("distance", .integer(step.distance))) }
        if let battery = step.battery { members.append(.init("battery", .number(Double(battery) / 1000))) }
        let own = violations.filter { violation in violation.position.map { $0 + 1 == index } ?? false }
        members.append(.init("violations", .array(own.map(\.vroom))))
        return .object(members)
    }

    private func task(_ stop: Stop, _ vehicle: Vehicle) -> [JSONValue.Member] {
        let problem = document.problem
        func members(_ type: String, _ id: Int, _ name: String) -> [JSONValue.Member] {
            var members: [JSONValue.Member] = [.init("type", .string(type)), .init("id", .integer(id))]
            if !name.isEmpty { members.append(.init("description", .string(name))) }
            return members
        }
        switch stop {
        case .job(let index): return members("job", problem.jobs[index].id, problem.jobs[index].name)
        case .pickup(let index): return members("pickup", problem.pairs[index].pickup.id, problem.pairs[index].name)
        case .dropoff(let index): return members("delivery", problem.pairs[index].delivery.id, problem.pairs[index].name)
        case .rest(let index): return members("break", vehicle.breaks[index].id, "")
        case .reload(let hub): return [.init("type", "reload"), .init("hub", .integer(document.hubIDs[hub]))]
        }
    }
}

extension Violation {
    /// As VROOM words it where it has a word for the constraint.
    fileprivate var vroom: JSONValue {
        let cause =
            switch constraint {
            case .timeWindow, .shift, .hubOpening, .release: "delay"
            case .capacity: "load"
            case .taskLimit: "max_tasks"
            case .skills: "skills"
            case .pairing: "precedence"
            case .rest: "missing_break"
            case .travelTimeLimit: "max_travel_time"
            case .distanceLimit: "max_distance"
            default: constraint.rawValue
            }
        var members: [JSONValue.Member] = [.init("cause", .string(cause))]
        if cause == "delay" { members.append(.init("duration", .integer(amount))) }
        members.append(.init("message", .string(description)))
        return .object(members)
    }
}

extension CostBreakdown {
    /// Parts in cost units, rounded each by itself.
    fileprivate var vroom: JSONValue {
        let parts = [
            ("fixed", fixed), ("travel", travel), ("task", task), ("waiting", waiting), ("distance", distance),
            ("prizes_forgone", prizesForgone), ("change_penalty", changePenalty), ("balance", balance),
        ]
        return .object(parts.map { JSONValue.Member($0.0, .integer(Self.round($0.1))) })
    }
}

extension JSONValue {
    static func integers(_ integers: [Int]) -> JSONValue { .array(integers.map { .integer($0) }) }
}
