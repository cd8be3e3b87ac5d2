/// Looks for places at which one job and a reload at one hub come into a tour together.
struct ReloadScan {
    // Counting references would cost more than a test; whoever scans holds the search, which holds the rest, for all of the scan.
    private unowned(unsafe) let search: Search
    private let states: UnsafeMutablePointer<StopState>
    private let stops: UnsafeMutablePointer<StopData>
    private let vehicles: UnsafeMutablePointer<VehicleData>
    private let travel: UnsafeMutablePointer<TravelPointers>
    /// Whether each vehicle may reload at the hub, and whether each class may serve the job.
    private let mayReload: UnsafeMutablePointer<Bool>
    private let compatible: UnsafeMutablePointer<Bool>
    private let windows: UnsafeMutablePointer<(start: Int, end: Int)>
    private let requestCount: Int
    private let node: Int
    private let reload: Int
    private let location: Int
    private let home: Int
    private let limit: Int
    /// What a place may cost to be of interest: kept here, since looking at the list each time costs more than the test.
    private(set) var bound: Int
    private let allowsEmptyTrips: Bool
    private let blinks: Bool
    private let hasRests: Bool

    init(_ search: Search, _ node: Int, reload: Int, hub: Int, limit: Int) {
        self.search = search
        let instance = search.instance
        windows = instance.windows
        (states, stops, vehicles) = (search.plan.states, search.plan.stops, search.plan.vehicles)
        travel = search.plan.travel
        mayReload = instance.mayReload + hub * instance.vehicleCount
        compatible = instance.compatible + Int(stops[node].request)
        requestCount = instance.requestCount
        hasRests = instance.features.rests
        self.node = node
        self.reload = reload
        location = Int(stops[node].location)
        home = Int(stops[reload].location)
        self.limit = limit
        bound = min(limit, search.candidates.limit)
        allowsEmptyTrips = instance.features.emptyTrips
        blinks = search.blinks
    }

    /// The way between the job and the hub in the cheaper direction, and there and back, in the units of the first travel table.
    var leastHubLeg: Int {
        let table = travel[0]
        return min(Int(table.cost[location &* table.size &+ home]), Int(table.costTo[location &* table.size &+ home]))
    }

    var hubRoundTrip: Int {
        let table = travel[0]
        return Int(table.cost[location &* table.size &+ home]) &+ Int(table.costTo[location &* table.size &+ home])
    }

    /// The two places after a node: the reload before the job, and behind it.
    @inline(__always)
    mutating func tryAfter(_ after: Int) {
        let vehicle = Int(states[after].vehicle)
        let data = vehicles + vehicle
        if !mayReload[vehicle] || stops[after].isSealed { return }
        let table = travel + vehicle
        let next = Int(states[after].next)
        let size = table.pointee.size
        let (row, hubRow) = (location &* size, home &* size)
        let (here, there) = (Int(states[after].location), Int(states[next].location))
        let service = data.pointee.taskSecondCost &* (stops[node].service &+ stops[reload].service) &+ data.pointee.taskCost
        let saved = Int(states[after].legCost)

        let (afterHead, beforeTail) = (stops[after].kind.beginsTrip, stops[next].kind.endsTrip)
        if !afterHead || allowsEmptyTrips {
            let way =
                Int(table.pointee.costTo[hubRow &+ here]) &+ Int(table.pointee.costTo[row &+ home])
                &+ Int(table.pointee.cost[row &+ there])
            let cost = (way &- saved) &* data.pointee.multiplier &+ service
            if cost < bound, isInTimeBehindReload(after, next, table) { found(cost, after, vehicle, reloadsFirst: true) }
        }
        if !beforeTail || allowsEmptyTrips {
            let way =
                Int(table.pointee.costTo[row &+ here]) &+ Int(table.pointee.cost[row &+ home])
                &+ Int(table.pointee.cost[hubRow &+ there])
            let cost = (way &- saved) &* data.pointee.multiplier &+ service
            if cost < bound, isInTimeBeforeReload(after, next, table) { found(cost, after, vehicle, reloadsFirst: false) }
        }
    }

    @inline(__always)
    private func isInTimeBehindReload(_ after: Int, _ next: Int, _ table: UnsafeMutablePointer<TravelPointers>) -> Bool {
        let size = table.pointee.size
        let arrival = states[after].departure &+ Int(table.pointee.durationTo[home &* size &+ Int(states[after].location)])
        if arrival > stops[reload].close { return false }
        var leave = max(arrival, stops[reload].open) &+ stops[reload].service
        leave = max(leave, stops[node].release)
        let begin = Instance.begin(
            stops + node, arrivingAt: leave &+ Int(table.pointee.durationTo[location &* size &+ home]), windows: windows)
        if begin > stops[node].close { return false }
        if stops[next].setup != 0 || hasRests { return true }
        let way = Int(table.pointee.duration[location &* size &+ Int(states[next].location)])
        return begin &+ stops[node].service &+ way <= states[next].latest
    }

    @inline(__always)
    private func isInTimeBeforeReload(_ after: Int, _ next: Int, _ table: UnsafeMutablePointer<TravelPointers>) -> Bool {
        let size = table.pointee.size
        let arrival = states[after].departure &+ Int(table.pointee.durationTo[location &* size &+ Int(states[after].location)])
        let begin = Instance.begin(stops + node, arrivingAt: arrival, windows: windows)
        if begin > stops[node].close { return false }
        let back = begin &+ stops[node].service &+ Int(table.pointee.duration[location &* size &+ home])
        if back > stops[reload].close { return false }
        if stops[next].setup != 0 || hasRests { return true }
        let leave = max(back, stops[reload].open) &+ stops[reload].service
        return leave &+ Int(table.pointee.duration[home &* size &+ Int(states[next].location)]) <= states[next].latest
    }

    @inline(__always)
    private mutating func found(_ cost: Int, _ after: Int, _ vehicle: Int, reloadsFirst: Bool) {
        if !compatible[Int(vehicles[vehicle].vehicleClass) &* requestCount] { return }
        if blinks, search.random.next() & 127 == 0 { return }
        search.candidates.add(Place(cost: cost, after: Int32(after), reload: Int32(reload), reloadsFirst: reloadsFirst))
        bound = min(limit, search.candidates.limit)
    }
}

extension StopData.Kind {
    var beginsTrip: Bool { self == .start || self == .reload }
    var endsTrip: Bool { self == .end || self == .reload }
}
