extension Problem {
    /// Makes sure that the problem is well-formed: that all indices exist, numbers are sane, and names are unique.
    ///
    /// A well-formed problem may still have requests that nobody can serve; that is for the solver to find.
    /// - Throws: the first thing that is wrong.
    public func validate() throws(ProblemError) {
        try validateTables()
        for (index, hub) in hubs.enumerated() { try validate(hub, .hub(index)) }
        try validateUnique(vehicles.map(\.id)) { .vehicle($0) }
        for vehicle in vehicles { try validate(vehicle, .vehicle(vehicle.id)) }
        try validateUnique(jobs.map(\.id)) { .job($0) }
        for job in jobs { try validate(job, .job(job.id)) }
        try validateUnique(pairs.map(\.pickup.id)) { .pickup($0) }
        try validateUnique(pairs.map(\.delivery.id)) { .dropoff($0) }
        for pair in pairs { try validate(pair) }
        try validateTold()
        try validate(objective.changePenalty, atMost: Self.largestAmount, "the change penalty", .problem)
        try validate(objective.balancePerHour, atMost: Self.largestRate, "the rate for balance", .problem)
    }

    /// Sums of thousands of these in 1/18000 stay within 64 bits.
    private static let largestAmount = 100_000_000_000
    private static let largestRate = 1_000_000_000

    private var locationCount: Int { matrices.first?.size ?? 0 }

    private func validateTables() throws(ProblemError) {
        guard let first = matrices.first else { throw ProblemError(.problem, .noMatrix) }
        for (index, matrix) in matrices.enumerated() {
            if matrix.size != first.size { throw ProblemError(.problem, .matrixSizes) }
            for table in [matrix.durations, matrix.distances, matrix.energies, matrix.costs] {
                guard let entry = table?.firstIndex(where: { $0 < 0 }) else { continue }
                throw ProblemError(.matrix(index), .negativeTravel(from: entry / matrix.size, to: entry % matrix.size))
            }
        }
        if !coordinates.isEmpty, coordinates.count != first.size {
            throw ProblemError(.problem, .coordinateCount(coordinates.count, locations: first.size))
        }
        if !dimensions.isEmpty, dimensions.count != dimensionCount {
            throw ProblemError(.problem, .dimensionCount(dimensions.count, expected: dimensionCount, of: "the list of names"))
        }
    }

    private func validate(_ hub: Hub, _ subject: ProblemError.Subject) throws(ProblemError) {
        try validate(location: hub.location, subject)
        try validate(hub.reloadTime, atMost: endOfTime, "the reload time", subject)
        if case .plug(let rate) = hub.charging { try validate(rate, atMost: Self.largestRate, "the charging power", subject) }
    }

    private func validate(_ vehicle: Vehicle, _ subject: ProblemError.Subject) throws(ProblemError) {
        if !matrices.indices.contains(vehicle.profile) {
            throw ProblemError(subject, .unknownProfile(vehicle.profile, profiles: matrices.count))
        }
        guard vehicle.speedFactor >= 0.01, vehicle.speedFactor <= 100 else {
            throw ProblemError(subject, .speedFactor(vehicle.speedFactor))
        }
        for place in [vehicle.start, vehicle.end] {
            switch place {
            case .hub(let hub)?: try validate(hub: hub, subject)
            case .location(let location)?: try validate(location: location, subject)
            case nil: break
            }
        }
        for hub in vehicle.reloadHubs { try validate(hub: hub, subject) }
        try validate(vehicle.capacity, "the capacity", subject, mayBeEmpty: false)
        for rest in vehicle.breaks {
            try validate(rest.duration, atMost: endOfTime, "the length of break \(rest.id)", subject)
            try validate(rest.windows, of: "break \(rest.id)", subject)
            if let load = rest.maximumLoad { try validate(load, "the load of break \(rest.id)", subject, mayBeEmpty: false) }
        }
        let (costs, limits) = (vehicle.costs, vehicle.limits)
        for amount in [costs.fixed, costs.perTask] { try validate(amount, atMost: Self.largestAmount, "a cost", subject) }
        for rate in [costs.perTravelHour, costs.perTaskHour, costs.perWaitingHour, costs.perKilometre] {
            try validate(rate, atMost: Self.largestRate, "a cost rate", subject)
        }
        for limit in [limits.tasks, limits.travelTime, limits.distance, limits.duration, limits.trips] {
            if let limit, limit < 0 { throw ProblemError(subject, .negative("a limit")) }
        }
        if let battery = vehicle.battery {
            for amount in [battery.capacity, battery.initial, battery.reserve] where amount < 0 {
                throw ProblemError(subject, .negative("an energy of the battery"))
            }
            if battery.initial > battery.capacity || battery.reserve > battery.capacity { throw ProblemError(subject, .battery) }
        }
        for stop in vehicle.lockedStops + vehicle.plannedStops where !exists(stop, on: vehicle) {
            throw ProblemError(subject, .unknownStop(stop))
        }
    }

    private func validate(_ job: Job, _ subject: ProblemError.Subject) throws(ProblemError) {
        try validate(location: job.location, subject)
        try validate(job.delivery, "the delivery", subject)
        try validate(job.pickup, "the pick-up", subject)
        if let hub = job.hub { try validate(hub: hub, subject) }
        if job.release > endOfTime { throw ProblemError(subject, .tooLarge("the release time")) }
        try validate(job.visit, subject)
        try validate(job.priority, subject)
    }

    private func validate(_ pair: PickupDelivery) throws(ProblemError) {
        let subject = ProblemError.Subject.pickup(pair.pickup.id)
        try validate(location: pair.pickup.location, subject)
        try validate(location: pair.delivery.location, .dropoff(pair.delivery.id))
        try validate(pair.amount, "the amount", subject)
        if let time = pair.maximumRideTime, time < 0 { throw ProblemError(subject, .negative("the longest ride time")) }
        try validate(pair.pickup.visit, subject)
        try validate(pair.delivery.visit, .dropoff(pair.delivery.id))
        try validate(pair.priority, subject)
    }

    private func validate(_ visit: Visit, _ subject: ProblemError.Subject) throws(ProblemError) {
        try validate(visit.setup, atMost: endOfTime, "the set-up time", subject)
        try validate(visit.service, atMost: endOfTime, "the service time", subject)
        try validate(visit.windows, of: "the visit", subject)
    }

    private func validate(_ windows: [TimeWindow], of what: String, _ subject: ProblemError.Subject) throws(ProblemError) {
        guard let first = windows.first else { throw ProblemError(subject, .noWindow(of: what)) }
        var end = first.end
        for window in windows.dropFirst() {
            if window.start <= end { throw ProblemError(subject, .windowOrder(of: what)) }
            end = window.end
        }
    }

    private func validate(_ priority: Priority, _ subject: ProblemError.Subject) throws(ProblemError) {
        switch priority {
        case .mandatory(let priority):
            if !(0...100).contains(priority) { throw ProblemError(subject, .priority(priority)) }
        case .optional(let prize): try validate(prize, atMost: Self.largestAmount, "the prize", subject)
        }
    }

    private func validate(
        _ amounts: [Int], _ what: String, _ subject: ProblemError.Subject, mayBeEmpty: Bool = true
    ) throws(ProblemError) {
        if amounts.count != dimensionCount, !(mayBeEmpty && amounts.isEmpty) {
            throw ProblemError(subject, .dimensionCount(amounts.count, expected: dimensionCount, of: what))
        }
        for amount in amounts { try validate(amount, atMost: endOfTime, what, subject) }
    }

    private func validate(
        _ amount: Int, atMost largest: Int, _ what: String, _ subject: ProblemError.Subject
    ) throws(ProblemError) {
        if amount < 0 { throw ProblemError(subject, .negative(what)) }
        if amount > largest { throw ProblemError(subject, .tooLarge(what)) }
    }

    private func validate(location: Int, _ subject: ProblemError.Subject) throws(ProblemError) {
        if !(0..<locationCount).contains(location) {
            throw ProblemError(subject, .unknownLocation(location, locations: locationCount))
        }
    }

    private func validate(hub: Int, _ subject: ProblemError.Subject) throws(ProblemError) {
        if !hubs.indices.contains(hub) { throw ProblemError(subject, .unknownHub(hub, hubs: hubs.count)) }
    }

    private func validateUnique(_ ids: [Int], _ subject: (Int) -> ProblemError.Subject) throws(ProblemError) {
        var seen: Set<Int> = []
        for id in ids where !seen.insert(id).inserted { throw ProblemError(subject(id), .repeatedID) }
    }

    /// Locked and planned stops: nothing twice, and no drop-off without its pick-up among the locked ones.
    private func validateTold() throws(ProblemError) {
        for stops in [\Vehicle.lockedStops, \Vehicle.plannedStops] {
            var seen: Set<Stop> = []
            for vehicle in vehicles {
                for stop in vehicle[keyPath: stops] where stop.request != nil && !seen.insert(stop).inserted {
                    throw ProblemError(.vehicle(vehicle.id), .repeatedStop(stop))
                }
            }
        }
        for vehicle in vehicles {
            var onBoard: Set<Int> = []
            for stop in vehicle.lockedStops {
                if case .pickup(let pair) = stop { onBoard.insert(pair) }
                if case .dropoff(let pair) = stop, !onBoard.contains(pair) {
                    throw ProblemError(.vehicle(vehicle.id), .dropoffBeforePickup(pair: pair))
                }
            }
        }
    }

    /// Whether everything that a stop of this vehicle refers to is there.
    func exists(_ stop: Stop, on vehicle: Vehicle) -> Bool {
        switch stop {
        case .job(let index): jobs.indices.contains(index)
        case .pickup(let index), .dropoff(let index): pairs.indices.contains(index)
        case .reload(let hub): hubs.indices.contains(hub)
        case .rest(let index): vehicle.breaks.indices.contains(index)
        }
    }
}
