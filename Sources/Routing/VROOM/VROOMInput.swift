extension VROOMDocument {
    /// A problem as VROOM input, our additions included, so that reading it gives the same problem.
    ///
    /// Locations are written as rows of matrices, hubs get their index as number. Empty amounts stay away.
    public static func input(_ problem: Problem) -> JSONValue {
        let writer = VROOMInputWriter(problem: problem)
        var members: [JSONValue.Member] = []
        if !problem.dimensions.isEmpty { members.append(.init("dimensions", .array(problem.dimensions.map { .string($0) }))) }
        if !problem.hubs.isEmpty { members.append(.init("hubs", .array(problem.hubs.enumerated().map { writer.hub($1, $0) }))) }
        members.append(.init("vehicles", .array(problem.vehicles.map(writer.vehicle))))
        if !problem.jobs.isEmpty { members.append(.init("jobs", .array(problem.jobs.map(writer.job)))) }
        if !problem.pairs.isEmpty { members.append(.init("shipments", .array(problem.pairs.map(writer.pair)))) }
        if problem.objective != Objective() {
            members.append(
                .init(
                    "objective",
                    .object([
                        .init("change_penalty", .integer(problem.objective.changePenalty)),
                        .init("balance_per_hour", .integer(problem.objective.balancePerHour)),
                    ])))
        }
        members.append(
            .init(
                "matrices",
                .object(problem.matrices.enumerated().map { .init(writer.profile($0), writer.matrix($1)) })))
        return .object(members)
    }
}

/// Writes the parts of a problem.
private struct VROOMInputWriter {
    let problem: Problem

    func profile(_ index: Int) -> String { "profile-\(index)" }

    func matrix(_ matrix: TravelMatrix) -> JSONValue {
        func rows(_ table: [Int32], _ entry: (Int32) -> JSONValue) -> JSONValue {
            .array(
                (0..<matrix.size).map { row in
                    .array((0..<matrix.size).map { entry(table[row * matrix.size + $0]) })
                })
        }
        func whole(_ entry: Int32) -> JSONValue { entry == TravelMatrix.unreachable ? .null : .integer(Int(entry)) }
        var members = [JSONValue.Member("durations", rows(matrix.durations, whole))]
        if let distances = matrix.distances { members.append(.init("distances", rows(distances, whole))) }
        if let costs = matrix.costs { members.append(.init("costs", rows(costs, whole))) }
        if let energies = matrix.energies { members.append(.init("energies", rows(energies) { .number(Double($0) / 1000) })) }
        return .object(members)
    }

    func window(_ window: TimeWindow) -> JSONValue { .integers([window.start, window.end]) }

    func place(_ location: Int, _ key: String = "location", _ indexKey: String = "location_index") -> [JSONValue.Member] {
        var members = [JSONValue.Member(indexKey, .integer(location))]
        if problem.coordinates.indices.contains(location) {
            let coordinate = problem.coordinates[location]
            members.append(.init(key, .array([.number(coordinate.longitude), .number(coordinate.latitude)])))
        }
        return members
    }

    func hub(_ hub: Hub, _ index: Int) -> JSONValue {
        var members = [JSONValue.Member("id", .integer(index))] + text("description", hub.name) + place(hub.location)
        if hub.opening != .always { members.append(.init("time_window", window(hub.opening))) }
        members += whole("reload_time", hub.reloadTime)
        switch hub.charging {
        case .none: break
        case .swap: members.append(.init("charging", "swap"))
        case .plug(let rate):
            members.append(.init("charging", .object([.init("watt_hours_per_minute", .number(Double(rate) / 1000))])))
        }
        return .object(members)
    }

    func job(_ job: Job) -> JSONValue {
        var members = [JSONValue.Member("id", .integer(job.id))] + text("description", job.name) + place(job.location)
        if !job.delivery.isEmpty { members.append(.init("delivery", .integers(job.delivery))) }
        if !job.pickup.isEmpty { members.append(.init("pickup", .integers(job.pickup))) }
        members += visit(job.visit) + skills(job.skills) + priority(job.priority) + whole("release", job.release)
        if let hub = job.hub { members.append(.init("hub", .integer(hub))) }
        return .object(members)
    }

    func pair(_ pair: PickupDelivery) -> JSONValue {
        func end(_ end: PickupDelivery.End) -> JSONValue {
            .object([JSONValue.Member("id", .integer(end.id))] + place(end.location) + visit(end.visit))
        }
        var members = [JSONValue.Member("pickup", end(pair.pickup)), .init("delivery", end(pair.delivery))]
        members += text("description", pair.name) + skills(pair.skills) + priority(pair.priority)
        if !pair.amount.isEmpty { members.append(.init("amount", .integers(pair.amount))) }
        if let time = pair.maximumRideTime { members.append(.init("max_ride_time", .integer(time))) }
        return .object(members)
    }

    func vehicle(_ vehicle: Vehicle) -> JSONValue {
        var members = [JSONValue.Member("id", .integer(vehicle.id))] + text("description", vehicle.name)
        members.append(.init("profile", .string(profile(vehicle.profile))))
        if vehicle.speedFactor != 1 { members.append(.init("speed_factor", .number(vehicle.speedFactor))) }
        members += end(vehicle.start, "start") + end(vehicle.end, "end")
        if !vehicle.reloadHubs.isEmpty { members.append(.init("reload_hubs", .integers(vehicle.reloadHubs))) }
        if !vehicle.capacity.isEmpty { members.append(.init("capacity", .integers(vehicle.capacity))) }
        if vehicle.shift != .always { members.append(.init("time_window", window(vehicle.shift))) }
        members += skills(vehicle.skills)
        if !vehicle.breaks.isEmpty { members.append(.init("breaks", .array(vehicle.breaks.map(rest)))) }
        if vehicle.costs != Vehicle.Costs() { members.append(.init("costs", costs(vehicle.costs))) }
        let limits = vehicle.limits
        for (key, limit) in [
            ("max_tasks", limits.tasks), ("max_travel_time", limits.travelTime), ("max_distance", limits.distance),
            ("max_duration", limits.duration), ("max_trips", limits.trips),
        ] {
            if let limit { members.append(.init(key, .integer(limit))) }
        }
        if let battery = vehicle.battery {
            let energies = [("capacity", battery.capacity), ("initial", battery.initial), ("reserve", battery.reserve)]
            members.append(
                .init("battery", .object(energies.map { JSONValue.Member($0.0, .number(Double($0.1) / 1000)) })))
        }
        members += steps("steps", vehicle.plannedStops, vehicle) + steps("locked_steps", vehicle.lockedStops, vehicle)
        return .object(members)
    }

    private func end(_ end: Vehicle.Place?, _ key: String) -> [JSONValue.Member] {
        switch end {
        case .hub(let hub)?: [.init(key + "_hub", .integer(hub))]
        case .location(let location)?: place(location, key, key + "_index")
        case nil: []
        }
    }

    private func rest(_ rest: Vehicle.Break) -> JSONValue {
        var members = [JSONValue.Member("id", .integer(rest.id))] + whole("service", rest.duration)
        members.append(.init("time_windows", .array(rest.windows.map(window))))
        if let load = rest.maximumLoad { members.append(.init("max_load", .integers(load))) }
        return .object(members)
    }

    private func costs(_ costs: Vehicle.Costs) -> JSONValue {
        .object([
            .init("fixed", .integer(costs.fixed)), .init("per_hour", .integer(costs.perTravelHour)),
            .init("per_km", .integer(costs.perKilometre)), .init("per_task_hour", .integer(costs.perTaskHour)),
            .init("per_waiting_hour", .integer(costs.perWaitingHour)), .init("per_task", .integer(costs.perTask)),
        ])
    }

    private func steps(_ key: String, _ stops: [Stop], _ vehicle: Vehicle) -> [JSONValue.Member] {
        guard !stops.isEmpty else { return [] }
        let steps = stops.map { stop -> JSONValue in
            let (type, idKey, id) =
                switch stop {
                case .job(let index): ("job", "id", problem.jobs[index].id)
                case .pickup(let index): ("pickup", "id", problem.pairs[index].pickup.id)
                case .dropoff(let index): ("delivery", "id", problem.pairs[index].delivery.id)
                case .rest(let index): ("break", "id", vehicle.breaks[index].id)
                case .reload(let hub): ("reload", "hub", hub)
                }
            return .object([.init("type", .string(type)), .init(idKey, .integer(id))])
        }
        return [.init(key, .array(steps))]
    }

    private func visit(_ visit: Visit) -> [JSONValue.Member] {
        whole("setup", visit.setup) + whole("service", visit.service)
            + (visit.windows == [.always] ? [] : [.init("time_windows", .array(visit.windows.map(window)))])
    }

    private func skills(_ skills: Set<Int>) -> [JSONValue.Member] {
        skills.isEmpty ? [] : [.init("skills", .integers(skills.sorted()))]
    }

    private func priority(_ priority: Priority) -> [JSONValue.Member] {
        switch priority {
        case .mandatory(let priority): whole("priority", priority)
        case .optional(let prize): [.init("prize", .integer(prize))]
        }
    }

    private func text(_ key: String, _ text: String) -> [JSONValue.Member] {
        text.isEmpty ? [] : [.init(key, .string(text))]
    }

    private func whole(_ key: String, _ value: Int) -> [JSONValue.Member] {
        value == 0 ? [] : [.init(key, .integer(value))]
    }
}
