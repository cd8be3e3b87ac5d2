/// Looks for places of one job among places given one by one, on problems with any constraints that constant-time tests decide.
///
/// What passes goes to the search's candidates; where simulating has the last word, more than the cheapest are kept.
struct RichScan {
    // Counting references would cost more than a test; whoever scans holds the search, which holds the rest, for all of the scan.
    private unowned(unsafe) let search: Search
    private let states: UnsafeMutablePointer<StopState>
    private let stops: UnsafeMutablePointer<StopData>
    private let vehicles: UnsafeMutablePointer<VehicleData>
    private let tours: UnsafeMutablePointer<TourState>
    private let travel: UnsafeMutablePointer<TravelPointers>
    private let compatible: UnsafeMutablePointer<Bool>
    private let requestCount: Int
    private unowned(unsafe) let instance: Instance
    private unowned(unsafe) let side: SideData
    private let node: Int
    private let stop: UnsafeMutablePointer<StopData>
    private let delivery: Int32
    private let pickup: Int32
    private let close: Int
    private let location: Int
    private let limit: Int
    /// What a place may cost to be of interest: kept here, since looking at the list each time costs more than the test. Where the
    /// estimate is not the whole cost, only simulating tells which of the cheapest is best.
    private(set) var bound: Int
    private let windows: UnsafeMutablePointer<(start: Int, end: Int)>
    private let timed: Bool
    private let simulated: Bool
    private let blinks: Bool

    @inline(__always)
    init(_ search: Search, _ node: Int, limit: Int) {
        self.search = search
        let (plan, instance) = (search.plan, search.instance)
        (states, stops, vehicles, tours, travel) = (plan.states, plan.stops, plan.vehicles, plan.tours, plan.travel)
        stop = stops + node
        compatible = instance.compatible + Int(stop.pointee.request)
        requestCount = instance.requestCount
        self.instance = instance
        windows = instance.windows
        side = plan.side
        self.node = node
        delivery = stop.pointee.delivery
        pickup = stop.pointee.pickup
        close = stop.pointee.close
        location = Int(stop.pointee.location)
        self.limit = limit
        timed = instance.features.time
        simulated = instance.features.simulated
        bound = min(limit, simulated ? search.candidates.limit : search.candidates.least)
        blinks = search.blinks
    }

    /// The place after a node, if constant-time tests let it pass.
    @inline(__always)
    mutating func tryAfter(_ after: Int) {
        let state = states + after
        if delivery > state.pointee.roomBefore || pickup > state.pointee.roomAfter { return }
        let vehicle = Int(state.pointee.vehicle)
        let data = vehicles + vehicle
        let tour = tours + vehicle

        let table = travel + vehicle
        let row = location &* table.pointee.size
        var next = Int(state.pointee.next)
        // Nothing comes behind the end of a tour.
        if next < 0 { return }
        var legCost = Int(state.pointee.legCost)
        let followsDirectly = stops[next].kind != .rest
        while stops[next].kind == .rest {
            legCost = Int(states[next].legCost)
            next = Int(states[next].next)
        }
        let (here, there) = (Int(state.pointee.location), Int(states[next].location))
        let isUsed = tour.pointee.isUsed
        var delta = Int(table.pointee.costTo[row &+ here]) &+ Int(table.pointee.cost[row &+ there])
        if isUsed { delta &-= legCost }
        var cost = delta &* data.pointee.multiplier &+ data.pointee.taskCost
        cost &+= data.pointee.taskSecondCost &* stop.pointee.service
        if !isUsed { cost &+= data.pointee.fixedCost &- tour.pointee.cost }
        if cost >= bound { return }
        if stops[after].isSealed || !compatible[Int(data.pointee.vehicleClass) &* requestCount] { return }
        if tour.pointee.visits >= data.pointee.taskLimit { return }

        if timed {
            var departure = state.pointee.departure
            if side.hasShifts {
                departure = delayedDeparture(after, release: stop.pointee.release)
                if departure == Int.max { return }
            }
            let arrival = departure &+ Int(table.pointee.durationTo[row &+ here])
            if arrival > close { return }
            let begin = Instance.begin(stop, arrivingAt: arrival, windows: windows)
            if begin > close { return }
            let arrivalAfter = begin &+ stop.pointee.service &+ Int(table.pointee.duration[row &+ there])
            if followsDirectly, stops[next].setup == 0, arrivalAfter > states[next].latest { return }
            if side.hasSegments, exceedsDuration(after: after, next: next, table, row, data.pointee.durationLimit) { return }
        }
        if side.hasRooms, !fitsAllDimensions(after: after) { return }
        if blinks, search.random.next() & 127 == 0 { return }
        search.candidates.add(Place(cost: cost, after: Int32(truncatingIfNeeded: after)))
        bound = min(limit, simulated ? search.candidates.limit : search.candidates.least)
    }

    /// When a node is left if its trip must wait for goods of this release; `Int.max` if that is too late for the stops before it.
    @inline(__always)
    private func delayedDeparture(_ node: Int, release: Int) -> Int {
        let goods = side.releases[Int(states[node].head)]
        if release <= goods.goods || release <= goods.ready { return states[node].departure }
        let shift = side.shifts[node]
        if release > shift.latest { return .max }
        return max(release &+ shift.travel, shift.floor)
    }

    @inline(__always)
    private func exceedsDuration(
        after: Int, next: Int, _ table: UnsafeMutablePointer<TravelPointers>, _ row: Int, _ limit: Int
    ) -> Bool {
        let whole = side.prefixes[after]
            .followed(by: .visit(stop), after: Int(table.pointee.durationTo[row &+ Int(states[after].location)]))
            .followed(by: side.suffixes[next], after: Int(table.pointee.duration[row &+ Int(states[next].location)]))
        return whole.duration > limit
    }

    private func fitsAllDimensions(after: Int) -> Bool {
        let (dimensions, nodes) = (instance.dimensions, instance.nodeCount)
        let rooms = side.rooms + 3 * after * dimensions
        for dimension in 0..<dimensions {
            if instance.amounts[node * dimensions + dimension] > rooms[dimension]
                || instance.amounts[(nodes + node) * dimensions + dimension] > rooms[dimensions + dimension]
            {
                return false
            }
        }
        return true
    }
}
