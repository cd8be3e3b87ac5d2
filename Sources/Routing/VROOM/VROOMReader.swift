/// Reads a VROOM document, part by part: first what others refer to, then requests, then vehicles.
struct VROOMReader {
    let root: JSONCursor
    var locations: LocationTable
    /// Names of the profiles in the order of the problem's matrices.
    private var profiles: [String] = []
    /// How many dimensions amounts have; the named ones, or those of the first capacity or amount.
    private var dimensionCount: Int?
    private var hubIndex: [Int: Int] = [:]
    private var jobIndex: [Int: Int] = [:]
    private var pickupIndex: [Int: Int] = [:]
    private var dropoffIndex: [Int: Int] = [:]

    init(_ root: JSONCursor) throws(FormatError) {
        self.root = root
        try root.object()
        locations = LocationTable(rows: try VROOMMatrices.rowCount(root))
    }

    mutating func document() throws(FormatError) -> VROOMDocument {
        var dimensions: [String] = []
        for name in try root.list("dimensions") { dimensions.append(try name.string()) }
        let vehicleObjects = try root.required("vehicles").elements()
        guard let firstVehicle = vehicleObjects.first else { throw FormatError(path: "$.vehicles", "there is no vehicle") }
        dimensionCount = try dimensions.isEmpty ? firstVehicle.optional("capacity")?.elements().count : dimensions.count
        let hubs = try readHubs()
        var jobs: [Job] = []
        for object in try root.list("jobs") {
            jobs.append(try readJob(object))
            try number(object, jobs.count - 1, \.jobIndex)
        }
        var pairs: [PickupDelivery] = []
        for object in try root.list("shipments") {
            pairs.append(try readPair(object))
            try number(object.required("pickup"), pairs.count - 1, \.pickupIndex)
            try number(object.required("delivery"), pairs.count - 1, \.dropoffIndex)
        }
        var vehicles: [Vehicle] = []
        var ids: Set<Int> = []
        for object in vehicleObjects {
            let vehicle = try readVehicle(object)
            guard ids.insert(vehicle.id).inserted else {
                throw FormatError(path: "\(object.path).id", "the number \(vehicle.id) is used twice")
            }
            vehicles.append(vehicle)
        }
        for index in vehicles.indices where vehicles[index].capacity.isEmpty {
            vehicles[index].capacity = [Int](repeating: 0, count: dimensionCount ?? 0)
        }
        var objective = Objective()
        if let object = root.optional("objective") {
            objective.changePenalty = try object.natural("change_penalty")
            objective.balancePerHour = try object.natural("balance_per_hour")
        }
        let places = locations.coordinates
        let problem = Problem(
            coordinates: places.contains(nil) ? [] : places.compactMap { $0 },
            matrices: try VROOMMatrices.read(root, profiles: profiles, places: places), dimensions: dimensions, hubs: hubs,
            vehicles: vehicles, jobs: jobs, pairs: pairs, objective: objective)
        do {
            try problem.validate()
        } catch {
            throw FormatError("the problem makes no sense: \(error)")
        }
        let hubIDs = hubIndex.sorted { $0.value < $1.value }.map(\.key)
        return VROOMDocument(problem: problem, coordinates: places, hasMatrices: locations.rows != nil, hubIDs: hubIDs)
    }

    /// Remembers the number of an object; no other of its kind may have it.
    private mutating func number(
        _ object: JSONCursor, _ index: Int, _ table: WritableKeyPath<VROOMReader, [Int: Int]>
    ) throws(FormatError) {
        let id = try object.required("id")
        let number = try id.natural()
        guard self[keyPath: table].updateValue(index, forKey: number) == nil else {
            throw id.error("the number \(number) is used twice")
        }
    }

    // MARK: Hubs

    private mutating func readHubs() throws(FormatError) -> [Hub] {
        var hubs: [Hub] = []
        for object in try root.list("hubs") {
            var hub = Hub(name: try object.string("description"), location: try locations.requiredLocation(of: object))
            if let window = object.optional("time_window") { hub.opening = try window.window() }
            hub.reloadTime = try object.natural("reload_time")
            if let charging = object.optional("charging") { hub.charging = try readCharging(charging) }
            hubs.append(hub)
            try number(object, hubs.count - 1, \.hubIndex)
        }
        return hubs
    }

    private func readCharging(_ cursor: JSONCursor) throws(FormatError) -> Hub.Charging {
        if case .object = cursor.value {
            return .plug(milliwattHoursPerMinute: try cursor.required("watt_hours_per_minute").milliwattHours())
        }
        switch try cursor.string() {
        case "none": return .none
        case "swap": return .swap
        default: throw cursor.error("\"none\", \"swap\" or {\"watt_hours_per_minute\": …} is expected")
        }
    }

    private func hub(_ cursor: JSONCursor) throws(FormatError) -> Int {
        let id = try cursor.natural()
        guard let index = hubIndex[id] else { throw cursor.error("there is no hub \(id) in $.hubs") }
        return index
    }

    // MARK: Requests

    private mutating func readJob(_ object: JSONCursor) throws(FormatError) -> Job {
        var job = Job(id: try object.required("id").natural(), location: try locations.requiredLocation(of: object))
        job.name = try object.string("description")
        // The old key `amount` meant a delivery.
        let isOld = object.optional("delivery") == nil && object.optional("pickup") == nil
        job.delivery = try amounts(object, isOld ? "amount" : "delivery")
        job.pickup = try amounts(object, "pickup")
        job.visit = try readVisit(object)
        job.skills = Set(try object.naturals("skills"))
        job.priority = try readPriority(object)
        if let hub = object.optional("hub") { job.hub = try self.hub(hub) }
        job.release = try object.natural("release")
        return job
    }

    private mutating func readPair(_ object: JSONCursor) throws(FormatError) -> PickupDelivery {
        PickupDelivery(
            name: try object.string("description"), pickup: try readEnd(object.required("pickup")),
            delivery: try readEnd(object.required("delivery")), amount: try amounts(object, "amount"),
            maximumRideTime: try object.optionalNatural("max_ride_time"), skills: Set(try object.naturals("skills")),
            priority: try readPriority(object))
    }

    private mutating func readEnd(_ object: JSONCursor) throws(FormatError) -> PickupDelivery.End {
        PickupDelivery.End(
            id: try object.required("id").natural(), location: try locations.requiredLocation(of: object),
            visit: try readVisit(object))
    }

    private func readVisit(_ object: JSONCursor) throws(FormatError) -> Visit {
        for key in ["setup_per_type", "service_per_type"] {
            guard let member = object.optional(key) else { continue }
            throw member.error("times for each type of vehicle are not offered; give setup and service for all")
        }
        return Visit(
            setup: try object.natural("setup"), service: try object.natural("service"),
            windows: try object.windows("time_windows"))
    }

    private func readPriority(_ object: JSONCursor) throws(FormatError) -> Priority {
        if let prize = object.optional("prize") { return .optional(prize: try prize.natural()) }
        guard let priority = object.optional("priority") else { return .mandatory(0) }
        let value = try priority.natural()
        guard value <= 100 else { throw priority.error("\(value) is not between 0 and 100") }
        return .mandatory(value)
    }

    /// Amounts for each dimension; empty where the key is missing.
    private mutating func amounts(_ object: JSONCursor, _ key: String) throws(FormatError) -> [Int] {
        guard let member = object.optional(key) else { return [] }
        let amounts = try member.naturals()
        let expected = dimensionCount ?? amounts.count
        guard amounts.count == expected else {
            throw member.error("\(amounts.count) amounts where \(expected) are expected, as elsewhere in the document")
        }
        dimensionCount = expected
        return amounts
    }

    // MARK: Vehicles

    private mutating func readVehicle(_ object: JSONCursor) throws(FormatError) -> Vehicle {
        var vehicle = Vehicle(id: try object.required("id").natural(), name: try object.string("description"))
        vehicle.profile = try profile(object)
        vehicle.speedFactor = try object.number("speed_factor", default: 1)
        vehicle.start = try place(object, "start", "start_index", "start_hub")
        vehicle.end = try place(object, "end", "end_index", "end_hub")
        for hub in try object.list("reload_hubs") { vehicle.reloadHubs.append(try self.hub(hub)) }
        vehicle.capacity = try amounts(object, "capacity")
        if let window = object.optional("time_window") { vehicle.shift = try window.window() }
        vehicle.skills = Set(try object.naturals("skills"))
        for rest in try object.list("breaks") { vehicle.breaks.append(try readBreak(rest)) }
        if let costs = object.optional("costs") { vehicle.costs = try readCosts(costs) }
        vehicle.limits = Vehicle.Limits(
            tasks: try object.optionalNatural("max_tasks"), travelTime: try object.optionalNatural("max_travel_time"),
            distance: try object.optionalNatural("max_distance"), duration: try object.optionalNatural("max_duration"),
            trips: try object.optionalNatural("max_trips"))
        if let battery = object.optional("battery") { vehicle.battery = try readBattery(battery) }
        vehicle.plannedStops = try readSteps(object, "steps", vehicle)
        vehicle.lockedStops = try readSteps(object, "locked_steps", vehicle)
        return vehicle
    }

    private mutating func profile(_ object: JSONCursor) throws(FormatError) -> Int {
        var name = try object.string("profile")
        if name.isEmpty { name = "car" }
        if let index = profiles.firstIndex(of: name) { return index }
        profiles.append(name)
        return profiles.count - 1
    }

    private mutating func place(
        _ object: JSONCursor, _ key: String, _ indexKey: String, _ hubKey: String
    ) throws(FormatError) -> Vehicle.Place? {
        if let hub = object.optional(hubKey) { return .hub(try self.hub(hub)) }
        return try locations.location(of: object, key, indexKey).map { .location($0) }
    }

    private mutating func readBreak(_ object: JSONCursor) throws(FormatError) -> Vehicle.Break {
        var rest = Vehicle.Break(
            id: try object.required("id").natural(), duration: try object.natural("service"),
            windows: try object.windows("time_windows"))
        if object.optional("max_load") != nil { rest.maximumLoad = try amounts(object, "max_load") }
        return rest
    }

    private func readCosts(_ object: JSONCursor) throws(FormatError) -> Vehicle.Costs {
        Vehicle.Costs(
            fixed: try object.natural("fixed"), perTravelHour: try object.natural("per_hour", default: 3600),
            perTaskHour: try object.natural("per_task_hour"), perWaitingHour: try object.natural("per_waiting_hour"),
            perKilometre: try object.natural("per_km"), perTask: try object.natural("per_task"))
    }

    private func readBattery(_ object: JSONCursor) throws(FormatError) -> Vehicle.Battery {
        var battery = Vehicle.Battery(capacity: try object.required("capacity").milliwattHours())
        if let initial = object.optional("initial") { battery.initial = try initial.milliwattHours() }
        if let reserve = object.optional("reserve") { battery.reserve = try reserve.milliwattHours() }
        return battery
    }

    private func readSteps(_ object: JSONCursor, _ key: String, _ vehicle: Vehicle) throws(FormatError) -> [Stop] {
        var stops: [Stop] = []
        for step in try object.list(key) {
            let type = try step.required("type")
            for key in ["service_at", "service_after", "service_before"] {
                guard let member = step.optional(key) else { continue }
                throw member.error("VROOM's plan mode is not offered; use locked_steps and the task's time_windows")
            }
            switch try type.string() {
            case "start", "end": break
            case "job": stops.append(.job(try index(step, jobIndex, "job")))
            case "pickup": stops.append(.pickup(try index(step, pickupIndex, "pick-up")))
            case "delivery": stops.append(.dropoff(try index(step, dropoffIndex, "delivery")))
            case "reload": stops.append(.reload(hub: try hub(step.required("hub"))))
            case "break":
                let id = try step.required("id")
                let number = try id.natural()
                guard let index = vehicle.breaks.firstIndex(where: { $0.id == number }) else {
                    throw id.error("the vehicle has no break \(number)")
                }
                stops.append(.rest(index))
            case let other:
                throw type.error("\"\(other)\" is none of start, job, pickup, delivery, break, reload, end")
            }
        }
        return stops
    }

    private func index(_ step: JSONCursor, _ table: [Int: Int], _ kind: String) throws(FormatError) -> Int {
        let id = try step.required("id")
        let number = try id.natural()
        guard let index = table[number] else { throw id.error("there is no \(kind) \(number)") }
        return index
    }
}
