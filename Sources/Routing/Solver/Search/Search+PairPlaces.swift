extension Search {
    /// The cheapest place found for both ends of a pair; `after` is -1 if there is none that costs less than `limit`.
    func bestPairPlace(pickup: Int, limit: Int) -> Place {
        candidates.removeAll()
        let dropoff = Int(plan.stops[pickup].mate)
        let everyTour = plan.usedCount <= 8
        seenStamp += 1
        for node in [pickup, dropoff] {
            let near = neighbours.nodes + node * neighbours.count
            for index in 0..<min(settings.insertionNeighbours, neighbours.count) {
                scanPairOnce(Int(plan.states[Int(near[index])].vehicle), pickup, dropoff, limit)
            }
        }
        if everyTour {
            for index in 0..<plan.usedCount { scanPairOnce(Int(plan.used[index]), pickup, dropoff, limit) }
        }
        for vehicleClass in 0..<instance.classCount {
            scanPairOnce(plan.freeVehicle(ofClass: vehicleClass), pickup, dropoff, limit)
        }
        let place = settle(pickup, limit: limit)
        if place.after >= 0 || !looksEverywhere(below: limit) { return place }
        if instance.features.simulated {
            // The cheapest few may all be in tours that simulating refuses: each tour has its own chance then.
            return bestPlaceTourByTour(pickup, limit: limit) { scanPair($0, pickup, dropoff, limit) }
        }
        if everyTour { return place }
        for index in 0..<plan.usedCount { scanPairOnce(Int(plan.used[index]), pickup, dropoff, limit) }
        return settle(pickup, limit: limit)
    }

    @inline(__always)
    func scanPairOnce(_ vehicle: Int, _ pickup: Int, _ dropoff: Int, _ limit: Int) {
        if vehicle < 0 || seenIn[vehicle] == seenStamp { return }
        seenIn[vehicle] = seenStamp
        if instance.features.simulated {
            scanPair(vehicle, pickup, dropoff, limit)
            return
        }
        let bound = min(limit, candidates.least)
        let isKnown = knownPairPlaces.isKept && plan.tours[vehicle].isUsed
        let place = isKnown ? knownPlace(in: vehicle, pickup, dropoff, bound) : scanPair(vehicle, pickup, dropoff, bound)
        if place.after < 0 || place.cost >= bound { return }
        // A blink: now and then a good place is overlooked.
        if blinks, random.next() & 127 == 0 { return }
        candidates.add(place)
    }

    /// The best place of a pair in a tour, if it is below a bound: as found since the tour last changed, or looked for now.
    @inline(__always)
    private func knownPlace(in vehicle: Int, _ pickup: Int, _ dropoff: Int, _ bound: Int) -> Place {
        let version = plan.tours[vehicle].version
        let known = knownPairPlaces.entry(request: Int(plan.stops[pickup].request), vehicle: vehicle)
        if known.pointee.version != version || (known.pointee.after < 0 && known.pointee.cost < bound) {
            let best = scanPair(vehicle, pickup, dropoff, bound)
            known.pointee = KnownPairPlace(
                version: version, cost: best.cost, after: best.after, dropoffAfter: best.dropoffAfter)
        }
        assert(iteration % 64 != 0 || isStillBest(known.pointee, vehicle, pickup, dropoff), "a pair's known place is out of date")
        return Place(cost: known.pointee.cost, after: known.pointee.after, dropoffAfter: known.pointee.dropoffAfter)
    }

    private func isStillBest(_ known: KnownPairPlace, _ vehicle: Int, _ pickup: Int, _ dropoff: Int) -> Bool {
        let best = scanPair(vehicle, pickup, dropoff, .max / 4)
        return known.after < 0 ? best.cost >= known.cost : best.cost == known.cost
    }

    /// All places of a pair in one tour: for each place of the pick-up the drop-off directly after it, or further on as long as the
    /// stops between are in time and the load fits. What is to be simulated goes to the candidates; else the cheapest below the limit
    /// is returned, or a place nowhere that costs as much as the limit.
    @discardableResult
    private func scanPair(_ vehicle: Int, _ pickup: Int, _ dropoff: Int, _ limit: Int) -> Place {
        let (states, stops, instance) = (plan.states, plan.stops, instance)
        let data = plan.vehicles + vehicle
        let request = Int(stops[pickup].request)
        if !instance.compatible[Int(data.pointee.vehicleClass) &* instance.requestCount &+ request] { return Place(cost: limit) }
        if plan.tours[vehicle].visits &+ 2 > data.pointee.taskLimit { return Place(cost: limit) }
        let isUsed = plan.tours[vehicle].isUsed
        var base = 2 &* data.pointee.taskCost
        base &+= data.pointee.taskSecondCost &* (stops[pickup].service &+ stops[dropoff].service)
        if !isUsed { base &+= data.pointee.fixedCost &- plan.tours[vehicle].cost }
        var scan = PairScan(self, vehicle: vehicle, pickup: pickup, dropoff: dropoff, base: base, limit: limit, isUsed: isUsed)
        let end = Int(data.pointee.end)
        var after = Int(data.pointee.start)
        while after != end {
            if states[after].departure > stops[pickup].close { break }
            if !stops[after].isSealed { scan.tryPickup(after: after) }
            after = Int(states[after].next)
        }
        return scan.best
    }
}

/// Looks for the places of one pair in one tour.
private struct PairScan {
    // Counting references would cost more than a test; whoever scans holds the search, which holds the rest, for all of the scan.
    unowned(unsafe) let search: Search
    let states: UnsafeMutablePointer<StopState>
    let stops: UnsafeMutablePointer<StopData>
    private let windows: UnsafeMutablePointer<(start: Int, end: Int)>
    let pickup: Int
    let dropoff: Int
    let pickupRow: Int
    let dropoffRow: Int
    let table: TravelPointers
    let multiplier: Int
    let base: Int
    let limit: Int
    let isUsed: Bool
    let amount: Int32
    let timed: Bool
    private let simulated: Bool
    private let simulatedCosts: Bool
    private let hasSetup: Bool
    private let taskRate: Int
    /// The longest that the pair may be on board.
    private let longestRide: Int
    /// The cheapest found where nothing is simulated.
    private(set) var best: Place

    @inline(__always)
    init(_ search: Search, vehicle: Int, pickup: Int, dropoff: Int, base: Int, limit: Int, isUsed: Bool) {
        self.search = search
        let plan = search.plan
        states = plan.states
        stops = plan.stops
        let instance = search.instance
        windows = instance.windows
        self.pickup = pickup
        self.dropoff = dropoff
        table = plan.travel[vehicle]
        pickupRow = Int(stops[pickup].location) &* table.size
        dropoffRow = Int(stops[dropoff].location) &* table.size
        multiplier = plan.vehicles[vehicle].multiplier
        taskRate = plan.vehicles[vehicle].taskSecondCost
        self.base = base
        self.limit = limit
        self.isUsed = isUsed
        amount = stops[pickup].carried
        timed = instance.features.time
        simulated = instance.features.simulated
        simulatedCosts = instance.features.simulatedCosts
        hasSetup = instance.features.setup
        longestRide = stops[dropoff].longestRide
        best = Place(cost: limit)
    }

    /// What a place must cost less than to be of use. Where simulating finds costs of its own, the estimate only says what comes first.
    @inline(__always)
    private var bound: Int {
        if !simulated { return best.cost }
        return simulatedCosts ? search.candidates.limit : min(limit, search.candidates.limit)
    }

    @inline(__always)
    private func begin(_ stop: UnsafeMutablePointer<StopData>, arrivingAt arrival: Int) -> Int {
        Instance.begin(stop, arrivingAt: arrival, windows: windows)
    }

    @inline(__always)
    private func leg(_ row: Int, to node: Int) -> Int { Int(table.cost[row &+ Int(states[node].location)]) }
    @inline(__always)
    private func leg(from node: Int, _ row: Int) -> Int { Int(table.costTo[row &+ Int(states[node].location)]) }
    @inline(__always)
    private func time(_ row: Int, to node: Int) -> Int { Int(table.duration[row &+ Int(states[node].location)]) }
    @inline(__always)
    private func time(from node: Int, _ row: Int) -> Int { Int(table.durationTo[row &+ Int(states[node].location)]) }

    /// What a stop needs in addition to its service when one comes from a location.
    @inline(__always)
    private func setup(_ stop: Int, from location: Int32) -> Int {
        hasSetup && stops[stop].location != location ? stops[stop].setup : 0
    }

    /// The latest arrival at a stop of the tour when one comes to it from a location: later than usual where that spares its set-up.
    @inline(__always)
    private func latest(_ node: Int, from location: Int32) -> Int {
        hasSetup && states[node].location == location ? states[node].latest &+ stops[node].setup : states[node].latest
    }

    @inline(__always)
    mutating func tryPickup(after: Int) {
        if states[after].room < amount, stops[after].kind != .end { return }
        var next = Int(states[after].next)
        var legCost = Int(states[after].legCost)
        while stops[next].kind == .rest {
            legCost = Int(states[next].legCost)
            next = Int(states[next].next)
        }
        let arrival = states[after].departure &+ time(from: after, pickupRow)
        if timed, arrival > stops[pickup].close { return }
        let begin = begin(stops + pickup, arrivingAt: arrival)
        if timed, begin > stops[pickup].close { return }
        let setup = setup(pickup, from: states[after].location)
        let departure = begin &+ stops[pickup].service &+ setup
        // What is late without the drop-off on the way is late with it. (Rests between come in addition.)
        if timed, departure &+ time(pickupRow, to: next) > latest(next, from: stops[pickup].location) { return }

        let way = leg(from: after, pickupRow)
        let skipped = isUsed ? legCost : 0
        let base = base &+ taskRate &* setup
        // The drop-off directly after the pick-up.
        let between = Int(table.cost[pickupRow &+ Int(stops[dropoff].location)])
        let settling = self.setup(dropoff, from: stops[pickup].location)
        let direct = base &+ taskRate &* settling &+ (way &+ between &+ leg(dropoffRow, to: next) &- skipped) &* multiplier
        if direct < bound {
            let ride = Int(table.duration[pickupRow &+ Int(stops[dropoff].location)])
            if ride <= longestRide, isInTime(arrival: departure &+ ride, settling, before: next) { found(direct, after, pickup) }
        }
        // Further on.
        let detour = base &+ (way &+ leg(pickupRow, to: next) &- skipped) &* multiplier
        if detour >= bound { return }
        tryDropoffs(after: after, departure: departure, detour: detour)
    }

    /// Follows the tour from the pick-up on, with rests and set-up, and tries the drop-off after each stop.
    @inline(__always)
    private mutating func tryDropoffs(after: Int, departure: Int, detour: Int) {
        var node = Int(states[after].next)
        var (clock, location) = (departure, stops[pickup].location)
        var isFirst = true
        // What the goods ride at least: without waiting.
        var ride = 0
        var leg = 0
        while true {
            let kind = stops[node].kind
            if kind == .rest {
                let begin = begin(stops + node, arrivingAt: clock &+ leg)
                if begin > stops[node].close { return }
                ride &+= leg &+ stops[node].service
                clock = begin &+ stops[node].service
                if !isFirst { leg = Int(states[node].legDuration) }
                node = Int(states[node].next)
                continue
            }
            if kind == .end || kind == .reload { return }
            if isFirst { leg = time(pickupRow, to: node) }
            let arrival = clock &+ leg
            if timed, arrival > (isFirst ? latest(node, from: location) : states[node].latest) { return }
            let begin = begin(stops + node, arrivingAt: arrival)
            let setup = setup(node, from: location)
            let leaving = begin &+ stops[node].service &+ setup
            if states[node].room < amount { return }
            if timed, leaving > stops[dropoff].close { return }
            ride &+= leg &+ stops[node].service &+ setup
            if ride > longestRide { return }
            location = states[node].location
            var next = Int(states[node].next)
            var legCost = Int(states[node].legCost)
            while stops[next].kind == .rest {
                legCost = Int(states[next].legCost)
                next = Int(states[next].next)
            }
            let settling = self.setup(dropoff, from: location)
            let cost =
                detour &+ taskRate &* settling
                &+ (self.leg(from: node, dropoffRow) &+ self.leg(dropoffRow, to: next) &- legCost) &* multiplier
            if cost < bound {
                let way = time(from: node, dropoffRow)
                if ride &+ way <= longestRide, isInTime(arrival: leaving &+ way, settling, before: next) {
                    found(cost, after, node)
                }
            }
            clock = leaving
            leg = Int(states[node].legDuration)
            isFirst = false
            node = Int(states[node].next)
        }
    }

    /// Whether the drop-off and what comes after it are in time; rests between come in addition.
    @inline(__always)
    private func isInTime(arrival: Int, _ setup: Int, before next: Int) -> Bool {
        if !timed { return true }
        if arrival > stops[dropoff].close { return false }
        let begin = begin(stops + dropoff, arrivingAt: arrival)
        if begin > stops[dropoff].close { return false }
        let leaving = begin &+ stops[dropoff].service &+ setup
        return leaving &+ time(dropoffRow, to: next) <= latest(next, from: stops[dropoff].location)
    }

    @inline(__always)
    private mutating func found(_ cost: Int, _ after: Int, _ dropoffAfter: Int) {
        let place = Place(
            cost: cost, after: Int32(truncatingIfNeeded: after), dropoffAfter: Int32(truncatingIfNeeded: dropoffAfter))
        if !simulated {
            best = place
            return
        }
        if search.blinks, search.random.next() & 127 == 0 { return }
        search.candidates.add(place)
    }
}
