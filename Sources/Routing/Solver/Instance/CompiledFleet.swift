/// The vehicles and travel tables of an instance, while it is being compiled.
struct CompiledFleet {
    private(set) var vehicles: [VehicleData] = []
    private(set) var members: [[Int]] = []
    private(set) var tables: [TravelTable] = []
    /// The row of each location of the problem in the travel tables; -1 where nothing happens.
    private(set) var rows: [Int]
    /// The row of "no place": every leg to and from it is free and takes no time.
    private(set) var virtualRow = -1

    init(_ problem: Problem, _ layout: NodeLayout) {
        let size = problem.matrices.first?.size ?? 0
        rows = [Int](repeating: -1, count: size)
        let locations = Self.usedLocations(problem)
        for (row, location) in locations.enumerated() { rows[location] = row }
        let hasVirtual = problem.vehicles.contains { $0.start == nil || $0.end == nil }
        if hasVirtual { virtualRow = locations.count }

        var tableOf: [TravelTable.Key: Int] = [:]
        var classOf: [Vehicle: Int] = [:]
        for (index, vehicle) in problem.vehicles.enumerated() {
            let (key, multiplier) = Self.tableKey(problem, vehicle)
            let table = tableOf[key] ?? tables.count
            if table == tables.count {
                tableOf[key] = table
                tables.append(
                    TravelTable(
                        problem.matrix(of: vehicle), key: key, vehicle: vehicle, locations: locations, hasVirtual: hasVirtual))
            }
            var alike = vehicle
            alike.id =
                vehicle.lockedStops.isEmpty && (vehicle.plannedStops.isEmpty || problem.objective.changePenalty == 0) ? -1 : index
            alike.name = ""
            alike.plannedStops = []
            let vehicleClass = classOf[alike] ?? members.count
            if vehicleClass == members.count {
                classOf[alike] = vehicleClass
                members.append([])
            }
            members[vehicleClass].append(index)
            vehicles.append(
                Self.compile(
                    problem, vehicle, vehicleClass: vehicleClass, table: table, multiplier: multiplier * tables[table].costScale,
                    start: layout.start(index), end: layout.end(index)))
        }
    }

    private static func usedLocations(_ problem: Problem) -> [Int] {
        var used: Set<Int> = []
        for job in problem.jobs { used.insert(job.location) }
        for pair in problem.pairs {
            used.insert(pair.pickup.location)
            used.insert(pair.delivery.location)
        }
        for vehicle in problem.vehicles {
            if let start = vehicle.start { used.insert(problem.location(of: start)) }
            if let end = vehicle.end { used.insert(problem.location(of: end)) }
            for hub in vehicle.reloadHubs { used.insert(problem.hubs[hub].location) }
            for case .reload(let hub) in vehicle.lockedStops + vehicle.plannedStops { used.insert(problem.hubs[hub].location) }
        }
        return used.sorted()
    }

    private static func tableKey(_ problem: Problem, _ vehicle: Vehicle) -> (TravelTable.Key, multiplier: Int) {
        if problem.matrix(of: vehicle).costs != nil {
            let key = TravelTable.Key(
                profile: vehicle.profile, speedPercent: vehicle.speedPercent, durationWeight: 0, distanceWeight: 0)
            return (key, CostBreakdown.unitsPerCost)
        }
        let duration = vehicle.costs.perTravelHour * CostBreakdown.unitsPerSecond
        let distance = problem.matrix(of: vehicle).distances == nil ? 0 : vehicle.costs.perKilometre * CostBreakdown.unitsPerMetre
        let divisor = greatestCommonDivisor(duration, distance)
        let key = TravelTable.Key(
            profile: vehicle.profile, speedPercent: vehicle.speedPercent, durationWeight: divisor == 0 ? 1 : duration / divisor,
            distanceWeight: divisor == 0 ? 0 : distance / divisor)
        return (key, divisor)
    }

    private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
        var (a, b) = (a, b)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }

    private static func compile(
        _ problem: Problem, _ vehicle: Vehicle, vehicleClass: Int, table: Int, multiplier: Int, start: Int, end: Int
    ) -> VehicleData {
        VehicleData(
            vehicleClass: Int32(vehicleClass), table: Int32(table), multiplier: multiplier,
            fixedCost: vehicle.costs.fixed * CostBreakdown.unitsPerCost,
            taskCost: vehicle.costs.perTask * CostBreakdown.unitsPerCost,
            taskSecondCost: vehicle.costs.perTaskHour * CostBreakdown.unitsPerSecond,
            waitingSecondCost: vehicle.costs.perWaitingHour * CostBreakdown.unitsPerSecond, capacity: 0, start: Int32(start),
            end: Int32(end), taskLimit: vehicle.limits.tasks ?? .max, tripLimit: vehicle.limits.trips ?? .max,
            durationLimit: vehicle.limits.duration ?? .max, travelLimit: vehicle.limits.travelTime ?? .max,
            distanceLimit: vehicle.limits.distance ?? .max, batteryCapacity: vehicle.battery?.capacity ?? -1,
            batteryInitial: vehicle.battery?.initial ?? 0, batteryReserve: vehicle.battery?.reserve ?? 0,
            shiftStart: vehicle.shift.start, shiftEnd: vehicle.shift.end, hasReloads: !vehicle.reloadHubs.isEmpty,
            isPlanned: !vehicle.plannedStops.isEmpty)
    }
}
