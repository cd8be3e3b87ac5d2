extension Plan {
    /// Whether ``refreshInserted(_:_:)`` tells all that there is to know of a tour: loads are only delivered, and times follow from
    /// those of the stops beside.
    static func canRefreshInserted(_ features: Features) -> Bool {
        features.time && !features.simulated && !features.pairs && !features.mixedLoads && !features.manyDimensions
            && !features.releases && !features.durations
    }

    /// Brings what is known about a tour in use up to date after a job was linked into it, with no reload.
    ///
    /// Walks through its trip for the loads, and for the times only as far as they change: until someone waits, mostly.
    func refreshInserted(_ node: Int, _ vehicle: Int) {
        let (states, stops) = (states, stops)
        let data = vehicles + vehicle
        let previous = Int(states[node].previous)
        fillTripOfInserted(node, previous, data)
        followDepartures(from: node, previous, until: Int(data.pointee.end))
        followLatest(from: node, until: Int(data.pointee.start))

        let table = travel + vehicle
        let spared = Int(states[previous].location) &* table.pointee.size &+ Int(states[Int(states[node].next)].location)
        let way = Int(states[previous].legCost) &+ Int(states[node].legCost) &- Int(table.pointee.cost[spared])
        let tour = tours[vehicle]
        let cost = way &* data.pointee.multiplier &+ data.pointee.taskCost &+ data.pointee.taskSecondCost &* stops[node].service
        setTour(
            vehicle, cost: tour.cost &+ cost, legCost: tour.legCost &+ way, visits: tour.visits &+ 1, trips: tour.trips,
            isUsed: true)
        assert(
            tours[vehicle].version % 8 != 0 || isUpToDate(vehicle),
            "what is known of tour \(vehicle) is not what refreshing all of it tells")
    }

    /// What the job brings is on board from the head of its trip on.
    @inline(__always)
    private func fillTripOfInserted(_ node: Int, _ previous: Int, _ data: UnsafeMutablePointer<VehicleData>) {
        let (states, stops) = (states, stops)
        let delivery = stops[node].delivery
        // Tours of one trip do not keep heads.
        let head = instance.features.rich ? Int(states[previous].head) : Int(data.pointee.start)
        let room = states[head].roomBefore &- delivery
        states[node].head = states[previous].head
        states[node].roomAfter = data.pointee.capacity
        states[node].delivered = states[previous].delivered
        states[node].room = states[previous].room
        var walker = head
        while walker != node {
            states[walker].roomBefore = room
            states[walker].room &-= delivery
            walker = Int(states[walker].next)
        }
        while stops[walker].kind != .reload {
            states[walker].roomBefore = room
            states[walker].delivered &+= delivery
            if stops[walker].kind == .end { return }
            walker = Int(states[walker].next)
        }
    }

    @inline(__always)
    private func followDepartures(from node: Int, _ previous: Int, until end: Int) {
        let (states, stops, windows) = (states, stops, instance.windows)
        var (before, walker) = (previous, node)
        while true {
            let arrival = states[before].departure &+ Int(states[before].legDuration)
            let departure = Instance.begin(stops + walker, arrivingAt: arrival, windows: windows) &+ stops[walker].service
            if walker != node, departure == states[walker].departure { return }
            states[walker].departure = departure
            if walker == end { return }
            (before, walker) = (walker, Int(states[walker].next))
        }
    }

    @inline(__always)
    private func followLatest(from node: Int, until start: Int) {
        let (states, stops, instance) = (states, stops, instance)
        let rich = instance.features.rich
        var walker = node
        while true {
            let next = Int(states[walker].next)
            let bound = states[next].latest &- Int(states[walker].legDuration) &- stops[walker].service
            let latest =
                rich ? instance.latestArrival(stops + walker, beginningBy: bound) : min(bound, stops[walker].close)
            if walker != node, latest == states[walker].latest { return }
            states[walker].latest = latest
            if walker == start { return }
            walker = Int(states[walker].previous)
        }
    }
}
