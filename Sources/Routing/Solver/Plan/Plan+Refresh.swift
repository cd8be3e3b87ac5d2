extension Plan {
    /// Recomputes what is known about a tour after its links have changed. Linear in its stops.
    func refresh(_ vehicle: Int) {
        let visits =
            instance.features.time
            ? (instance.features.rich ? refreshRich(vehicle) : refreshTimed(vehicle)) : refreshLoads(vehicle)
        if visits.count == 0, !isLocked(vehicle) {
            setTour(vehicle, cost: instance.features.changes ? emptyCost(vehicle) : 0, visits: 0, trips: 0, isUsed: false)
            return
        }
        let data = vehicles[vehicle]
        var cost = visits.legCost &* data.multiplier &+ data.fixedCost &+ data.taskCost &* visits.count
        if data.taskSecondCost != 0 { cost += data.taskSecondCost * visits.taskTime }
        if instance.features.simulatedCosts {
            let simulated = simulate(vehicle)
            if simulated >= 0 { cost = simulated }
        }
        setTour(vehicle, cost: cost, legCost: visits.legCost, visits: visits.count, trips: visits.trips, isUsed: true)
    }

    /// Whether a tour's nodes hold what refreshing all of it tells: for assertions.
    func isUpToDate(_ vehicle: Int) -> Bool {
        var before: [StopState] = []
        var node = vehicles[vehicle].start
        while node >= 0 {
            before.append(states[Int(node)])
            node = states[Int(node)].next
        }
        let pass = instance.features.rich ? refreshRich(vehicle) : refreshTimed(vehicle)
        node = vehicles[vehicle].start
        for state in before {
            if states[Int(node)] != state { return false }
            node = state.next
        }
        return pass.count == tours[vehicle].visits && pass.legCost == tours[vehicle].legCost
            && pass.trips == tours[vehicle].trips
    }

    private func isLocked(_ vehicle: Int) -> Bool {
        stops[Int(vehicles[vehicle].start)].isSealed
    }

    /// What a vehicle without a tour costs: all its riders were told is changed.
    private func emptyCost(_ vehicle: Int) -> Int {
        scratch.plannedRequests[vehicle] * instance.problem.objective.changePenalty * CostBreakdown.unitsPerCost
    }

    struct Pass {
        var count = 0
        var trips = 1
        var legCost = 0
        var taskTime = 0
    }

    /// Loads and costs, for problems without time.
    private func refreshLoads(_ vehicle: Int) -> Pass {
        let (states, stops) = (states, stops)
        let (start, end) = (Int(vehicles[vehicle].start), Int(vehicles[vehicle].end))
        var pass = Pass()
        var delivered: Int32 = 0
        var node = start
        while node != end {
            pass.legCost &+= Int(states[node].legCost)
            node = Int(states[node].next)
            delivered &+= stops[node].delivery
            states[node].delivered = delivered
            pass.count &+= 1
        }
        pass.count &-= 1
        fillLoads(vehicle, delivered: delivered)
        if instance.features.manyDimensions { refreshSide(vehicle) }
        return pass
    }

    /// Room, for tours of one trip.
    @inline(__always)
    private func fillLoads(_ vehicle: Int, delivered: Int32) {
        let (states, stops) = (states, stops)
        let (start, end) = (Int(vehicles[vehicle].start), Int(vehicles[vehicle].end))
        let capacity = vehicles[vehicle].capacity
        let simple = !instance.features.mixedLoads && !instance.features.pairs
        var node = start
        if simple {
            let room = capacity &- delivered
            while true {
                states[node].vehicle = Int32(vehicle)
                states[node].roomBefore = room
                states[node].roomAfter = capacity
                if node == end { return }
                node = Int(states[node].next)
            }
        }
        var load = delivered
        var most = load
        while true {
            states[node].vehicle = Int32(vehicle)
            load &+= stops[node].carried &+ stops[node].pickup &- stops[node].delivery
            most = max(most, load)
            states[node].roomBefore = capacity &- most
            states[node].room = capacity &- load
            if node == end { break }
            node = Int(states[node].next)
        }
        var least = Int32.max
        node = end
        while true {
            if node != end { least = min(least, states[node].room) }
            states[node].roomAfter = least
            if node == start { return }
            node = Int(states[node].previous)
        }
    }

    /// Loads and times, for tours of one trip with one window a stop and nothing else.
    private func refreshTimed(_ vehicle: Int) -> Pass {
        let (states, stops) = (states, stops)
        let (start, end) = (Int(vehicles[vehicle].start), Int(vehicles[vehicle].end))
        var pass = Pass()
        var delivered: Int32 = 0
        var node = start
        var departure = stops[start].open
        states[start].departure = departure
        while node != end {
            pass.legCost &+= Int(states[node].legCost)
            let arrival = departure &+ Int(states[node].legDuration)
            node = Int(states[node].next)
            departure = max(arrival, stops[node].open) &+ stops[node].service
            states[node].departure = departure
            delivered &+= stops[node].delivery
            states[node].delivered = delivered
            pass.count &+= 1
        }
        pass.count &-= 1
        let capacity = vehicles[vehicle].capacity
        let room = capacity &- delivered
        var latest = stops[end].close
        states[end].latest = latest
        states[end].roomBefore = room
        states[end].roomAfter = capacity
        while node != start {
            node = Int(states[node].previous)
            latest = min(latest &- Int(states[node].legDuration) &- stops[node].service, stops[node].close)
            states[node].latest = latest
            states[node].roomBefore = room
            states[node].roomAfter = capacity
        }
        if instance.features.mixedLoads || instance.features.pairs { fillLoads(vehicle, delivered: delivered) }
        return pass
    }

    /// Everything, for tours of several trips, with rests, set-up, several windows and releases.
    private func refreshRich(_ vehicle: Int) -> Pass {
        let (states, stops, instance) = (states, stops, instance)
        let (start, end) = (Int(vehicles[vehicle].start), Int(vehicles[vehicle].end))
        var pass = Pass()
        var (delivered, release): (Int32, Int) = (0, Int.min)

        // From the end to the start: what each trip brings, and the latest arrivals.
        states[end].latest = stops[end].close
        var node = end
        while node != start {
            let next = node
            node = Int(states[node].previous)
            var setup = stops[node].setup
            if setup != 0, states[node].location == (node == start ? -1 : previousLocation(node)) { setup = 0 }
            let bound = states[next].latest &- Int(states[node].legDuration) &- stops[node].service &- setup
            states[node].latest = instance.latestArrival(stops + node, beginningBy: bound)
            delivered &+= stops[node].delivery
            release = max(release, stops[node].release)
            if stops[node].kind == .reload || node == start {
                states[node].room = delivered
                if side.hasShifts { side.releases[node].goods = release }
                (delivered, release) = (0, Int.min)
            }
        }

        let capacity = vehicles[vehicle].capacity
        var (load, most): (Int32, Int32) = (0, 0)
        var (departure, head): (Int, Int32) = (0, Int32(start))
        delivered = 0
        while true {
            states[node].vehicle = Int32(vehicle)
            let stop = stops + node
            if node == start {
                departure = max(stop.pointee.open, vehicles[vehicle].shiftStart)
            } else {
                let arrival = departure &+ Int(states[Int(states[node].previous)].legDuration)
                let setup = stop.pointee.setup == 0 || states[node].location == previousLocation(node) ? 0 : stop.pointee.setup
                departure = instance.begin(stop, arrivingAt: arrival) &+ stop.pointee.service &+ setup
                if stop.pointee.kind != .rest { pass.taskTime &+= stop.pointee.service &+ setup }
            }
            if node == start || stop.pointee.kind == .reload {
                if node != start { pass.trips &+= 1 }
                head = Int32(node)
                load = states[node].room
                most = load
                delivered = 0
                if side.hasShifts { departure = max(departure, side.releases[node].goods) }
            } else {
                load &+= stop.pointee.carried &+ stop.pointee.pickup &- stop.pointee.delivery
                most = max(most, load)
                delivered &+= stop.pointee.delivery
                if stop.pointee.request >= 0 { pass.count &+= 1 }
            }
            states[node].departure = departure
            states[node].head = head
            states[node].delivered = delivered
            states[node].roomBefore = capacity &- most
            states[node].room = capacity &- load
            states[node].roomAfter = capacity
            if node == end { break }
            pass.legCost &+= Int(states[node].legCost)
            node = Int(states[node].next)
        }
        // What is only delivered leaves room behind it.
        if instance.features.mixedLoads || instance.features.pairs { fillRoomAfter(start: start, end: end) }
        if side.isNeeded { refreshSide(vehicle) }
        return pass
    }

    private func fillRoomAfter(start: Int, end: Int) {
        let (states, stops) = (states, stops)
        var least = Int32.max
        var node = end
        while true {
            if node != end { least = min(least, states[node].room) }
            states[node].roomAfter = least
            // Arriving at the reload belongs to the trip before it.
            if stops[node].kind == .reload { least = Int32.max }
            if node == start { break }
            node = Int(states[node].previous)
        }
    }

    /// The location from which a node is reached.
    @inline(__always)
    func previousLocation(_ node: Int) -> Int32 {
        states[Int(states[node].previous)].location
    }

    /// Recomputes ``side`` for a tour.
    func refreshSide(_ vehicle: Int) {
        let (start, end) = (Int(vehicles[vehicle].start), Int(vehicles[vehicle].end))
        if side.hasRooms { refreshRooms(vehicle, start: start, end: end) }
        if side.hasSegments { refreshSegments(start: start, end: end) }
        if side.hasShifts { refreshShifts(start: start, end: end) }
    }

    private func refreshSegments(start: Int, end: Int) {
        let (states, stops, side) = (states, stops, side)
        side.prefixes[start] = .visit(stops + start)
        var node = start
        while node != end {
            let next = Int(states[node].next)
            side.prefixes[next] = side.prefixes[node].followed(by: .visit(stops + next), after: Int(states[node].legDuration))
            node = next
        }
        side.suffixes[end] = .visit(stops + end)
        while node != start {
            let previous = Int(states[node].previous)
            side.suffixes[previous] = TimeSegment.visit(stops + previous)
                .followed(by: side.suffixes[node], after: Int(states[previous].legDuration))
            node = previous
        }
    }

    private func refreshShifts(start: Int, end: Int) {
        let (states, stops, side) = (states, stops, side)
        var shift = TripShift()
        var node = start
        while true {
            if node == start || stops[node].kind == .reload {
                shift = TripShift(travel: 0, floor: Int.min / 4, latest: endOfTime)
                side.releases[node] = (tripRelease(from: node), readyTime(node, isStart: node == start))
            } else {
                let arrival = shift.travel &+ Int(states[Int(states[node].previous)].legDuration)
                let floor = max(shift.floor &+ Int(states[Int(states[node].previous)].legDuration), stops[node].open)
                shift.latest = min(shift.latest, stops[node].close &- arrival)
                shift.travel = arrival &+ stops[node].service
                shift.floor = floor &+ stops[node].service
            }
            side.shifts[node] = shift
            if node == end { return }
            node = Int(states[node].next)
        }
    }

    /// When a trip's head could be left but for its goods.
    private func readyTime(_ head: Int, isStart: Bool) -> Int {
        if isStart { return stops[head].open }
        let previous = Int(states[head].previous)
        let arrival = states[previous].departure &+ Int(states[previous].legDuration)
        return max(arrival, stops[head].open) &+ stops[head].service
    }

    private func refreshRooms(_ vehicle: Int, start: Int, end: Int) {
        let (states, stops, side, instance) = (states, stops, side, instance)
        let dimensions = instance.dimensions
        let nodes = instance.nodeCount
        for dimension in 0..<dimensions {
            let capacity = instance.capacities[vehicle * dimensions + dimension]
            func amount(_ table: Int, _ node: Int) -> Int32 { instance.amounts[(table * nodes + node) * dimensions + dimension] }
            var node = end
            var delivered: Int32 = 0
            while true {
                delivered &+= amount(0, node)
                if node == start || stops[node].kind == .reload {
                    side.rooms[(3 * node + 2) * dimensions + dimension] = delivered
                    delivered = 0
                }
                if node == start { break }
                node = Int(states[node].previous)
            }
            var (load, most): (Int32, Int32) = (0, 0)
            while true {
                let at = 3 * node * dimensions + dimension
                if node == start || stops[node].kind == .reload {
                    load = side.rooms[at + 2 * dimensions]
                    most = load
                } else {
                    load &+= amount(2, node) &+ amount(1, node) &- amount(0, node)
                    most = max(most, load)
                }
                side.rooms[at] = capacity &- most
                side.rooms[at + 2 * dimensions] = capacity &- load
                if node == end { break }
                node = Int(states[node].next)
            }
            var least = Int32.max
            while true {
                let at = 3 * node * dimensions + dimension
                if node != end { least = min(least, side.rooms[at + 2 * dimensions]) }
                side.rooms[at + dimensions] = least
                if stops[node].kind == .reload { least = Int32.max }
                if node == start { break }
                node = Int(states[node].previous)
            }
        }
    }
}
