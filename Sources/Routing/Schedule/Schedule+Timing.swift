extension Schedule {
    /// The schedule of a tour. Linear in its stops.
    ///
    /// - Precondition: every index in `tour` exists in `problem`.
    public init(_ problem: Problem, _ tour: Solution.Tour) {
        self.init(problem, vehicle: tour.vehicle, stops: tour.stops)
    }

    /// The schedule of a vehicle that does `stops` in this order. Linear in the stops.
    ///
    /// - Precondition: every index exists in `problem`.
    public init(_ problem: Problem, vehicle index: Int, stops: [Stop]) {
        let vehicle = problem.vehicles[index]
        let legs = Self.legs(problem, vehicle, stops)
        let times = Self.times(of: legs, earliest: Self.earliestDeparture(problem, vehicle, legs[0]))
        var loads = LoadTracker(problem, stops)
        var steps: [Step] = []
        steps.reserveCapacity(legs.count)
        var battery = vehicle.battery?.initial
        var (travelTime, distance, trip) = (0, 0, 0)
        for (position, leg) in legs.enumerated() {
            travelTime += leg.travel
            distance += leg.distance
            battery = battery.map { $0 - leg.energy }
            if case .stop(.reload(let hub)) = leg.kind, let capacity = vehicle.battery?.capacity {
                battery = battery.map { problem.hubs[hub].charge($0, capacity: capacity) }
            }
            loads.advance(leg.kind)
            steps.append(
                Step(
                    kind: leg.kind, location: leg.location, arrival: times[position].arrival, begin: times[position].begin,
                    setup: leg.setup, service: leg.service, departure: times[position].departure, load: loads.load,
                    travelTime: travelTime, distance: distance, battery: battery, trip: trip))
            if case .stop(.reload) = leg.kind { trip += 1 }
        }
        self.init(vehicle: index, steps: steps)
    }

    /// One step without its times: the way to it and what happens there.
    private struct Leg {
        var kind: Kind
        var location: Int?
        var travel: Seconds = 0
        var distance: Metres = 0
        var energy: MilliwattHours = 0
        var windows: [TimeWindow] = [.always]
        var setup: Seconds = 0
        var service: Seconds = 0
        /// Leaving is possible no earlier than this, because of goods.
        var goodsReady: Seconds = .min
        /// The hub lets nobody leave after this.
        var closes: Seconds = endOfTime
    }

    private struct Times {
        var arrival: Seconds
        var begin: Seconds
        var departure: Seconds
    }

    private static func legs(_ problem: Problem, _ vehicle: Vehicle, _ stops: [Stop]) -> [Leg] {
        let matrix = problem.matrix(of: vehicle)
        let releases = tripReleases(problem, stops)
        let firstLocation = stops.lazy.compactMap { problem.location(of: $0) }.first
        var here = vehicle.start.map { problem.location(of: $0) }
        var trip = 0
        var start = Leg(kind: .start, location: here ?? firstLocation)
        start.goodsReady = releases[0]
        if case .hub(let hub)? = vehicle.start { start.closes = problem.hubs[hub].opening.end }
        var legs = [start]
        legs.reserveCapacity(stops.count + 2)

        func arrive(_ leg: inout Leg, at location: Int, setup: Seconds) {
            leg.location = location
            leg.setup = here == location ? 0 : setup
            if let from = here, from != location {
                leg.travel = problem.travelTime(of: vehicle, from: from, to: location)
                leg.distance = matrix.distance(from: from, to: location)
                leg.energy = matrix.energy(from: from, to: location)
            }
            here = location
        }

        for stop in stops {
            var leg = Leg(kind: .stop(stop), location: here ?? firstLocation)
            switch stop {
            case .job, .pickup, .dropoff:
                if let visit = problem.visit(of: stop), let location = problem.location(of: stop) {
                    (leg.windows, leg.service) = (visit.windows, visit.service)
                    arrive(&leg, at: location, setup: visit.setup)
                }
            case .reload(let index):
                let hub = problem.hubs[index]
                trip += 1
                (leg.windows, leg.service, leg.goodsReady) = ([hub.opening], hub.reloadTime, releases[trip])
                leg.closes = hub.opening.end
                arrive(&leg, at: hub.location, setup: 0)
            case .rest(let index):
                (leg.windows, leg.service) = (vehicle.breaks[index].windows, vehicle.breaks[index].duration)
            }
            legs.append(leg)
        }

        var end = Leg(kind: .end, location: here)
        if let place = vehicle.end {
            arrive(&end, at: problem.location(of: place), setup: 0)
            if case .hub(let hub) = place { end.windows = [problem.hubs[hub].opening] }
        }
        legs.append(end)
        return legs
    }

    /// For each trip the moment when all its goods are at its start.
    private static func tripReleases(_ problem: Problem, _ stops: [Stop]) -> [Seconds] {
        var releases = [Seconds.min]
        for stop in stops {
            switch stop {
            case .reload: releases.append(.min)
            case .job(let index): releases[releases.count - 1] = max(releases[releases.count - 1], problem.jobs[index].release)
            case .pickup, .dropoff, .rest: break
            }
        }
        return releases
    }

    private static func earliestDeparture(_ problem: Problem, _ vehicle: Vehicle, _ start: Leg) -> Seconds {
        var earliest = max(vehicle.shift.start, start.goodsReady)
        if case .hub(let hub)? = vehicle.start { earliest = max(earliest, problem.hubs[hub].opening.start) }
        return earliest
    }

    /// Times with the earliest completion and, for that, the latest departure that makes nothing later than it may be.
    ///
    /// Nothing gets earlier with a later departure, so the departures that will do are all those up to one bound, and a pass from
    /// the end to the start finds it. What is too late even with the earliest departure does not get later.
    private static func times(of legs: [Leg], earliest: Seconds) -> [Times] {
        let soonest = times(of: legs, departure: earliest)
        var bound = soonest[legs.count - 1].begin
        for position in stride(from: legs.count - 1, to: 0, by: -1) {
            let isLate = soonest[position].begin > legs[position].windows.last?.end ?? endOfTime
            let arrival = isLate ? soonest[position].arrival : legs[position].windows.latestArrival(beginningBy: bound)
            let previous = legs[position - 1]
            let departure = min(arrival - legs[position].travel, max(previous.closes, soonest[position - 1].departure))
            bound = departure - previous.setup - previous.service
        }
        return bound > earliest ? times(of: legs, departure: bound) : soonest
    }

    private static func times(of legs: [Leg], departure: Seconds) -> [Times] {
        var times = [Times(arrival: departure, begin: departure, departure: departure)]
        times.reserveCapacity(legs.count)
        var clock = departure
        for leg in legs.dropFirst() {
            let arrival = clock + leg.travel
            let begin = leg.windows.begin(arrivingAt: arrival)
            clock = max(begin + leg.setup + leg.service, leg.goodsReady)
            times.append(Times(arrival: arrival, begin: begin, departure: clock))
        }
        return times
    }
}

extension Problem {
    /// How long a job, pick-up or drop-off takes and when; `nil` for the other stops.
    public func visit(of stop: Stop) -> Visit? {
        switch stop {
        case .job(let index): jobs[index].visit
        case .pickup(let index): pairs[index].pickup.visit
        case .dropoff(let index): pairs[index].delivery.visit
        case .reload, .rest: nil
        }
    }
}

extension Hub {
    /// What a battery with `level` in it holds after a reload here.
    public func charge(_ level: MilliwattHours, capacity: MilliwattHours) -> MilliwattHours {
        switch charging {
        case .none: level
        case .swap: max(level, capacity)
        case .plug(let perMinute): max(level, min(capacity, level + perMinute * reloadTime / 60))
        }
    }
}
