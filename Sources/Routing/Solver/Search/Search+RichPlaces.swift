extension Search {
    /// The cheapest place found for a job, whatever constraints the problem has.
    func bestRichPlace(of node: Int, limit: Int) -> Place {
        candidates.removeAll()
        scanNear(node, limit: limit)
        scanEmpty(node, limit: limit)
        if instance.features.reloads { scanReloads(node, limit: limit) }
        var place = settle(node, limit: limit)
        if place.after < 0 {
            place = bestPlaceTourByTour(node, limit: limit) { scanTour($0, node, limit: limit) }
        }
        return place
    }

    /// The cheapest feasible place when every tour, and an unused vehicle of each class, is looked at by itself.
    func bestPlaceTourByTour(_ node: Int, limit: Int, scan: (_ vehicle: Int) -> Void) -> Place {
        var best = Place()
        func look(at vehicle: Int) {
            candidates.removeAll()
            scan(vehicle)
            let place = settle(node, limit: limit)
            if place.after >= 0, best.after < 0 || place.cost < best.cost { best = place }
        }
        for index in 0..<plan.usedCount { look(at: Int(plan.used[index])) }
        for vehicleClass in 0..<instance.classCount {
            let vehicle = plan.freeVehicle(ofClass: vehicleClass)
            if vehicle >= 0 { look(at: vehicle) }
        }
        return best
    }

    /// The best of the candidates that is feasible. Where constant time cannot tell, the tours are simulated.
    func settle(_ node: Int, limit: Int) -> Place {
        let features = instance.features
        var best = Place()
        var feasible = 0
        for index in 0..<candidates.count {
            var place = candidates[index]
            let vehicle = Int(plan.states[Int(place.after)].vehicle)
            if features.simulated || place.reload >= 0 {
                // The estimate leaves out waiting and changes, which only simulating tells.
                if best.after >= 0, place.cost >= best.cost { break }
                link(place, node: node, vehicle: vehicle)
                let cost = simulateWithRests(vehicle)
                unlink(place, node: node)
                guard cost >= 0 else { continue }
                place.cost = cost - plan.tours[vehicle].cost
                feasible += 1
            }
            if place.cost < limit, best.after < 0 || place.cost < best.cost { best = place }
            if !features.simulatedCosts && best.after >= 0 || feasible == 3 { break }
        }
        return best
    }

    /// Simulates a tour as it is linked.
    func simulateWithRests(_ vehicle: Int) -> Int {
        plan.simulate(vehicle)
    }

    private func scanNear(_ node: Int, limit: Int) {
        let states = plan.states
        let near = neighbours.nodes + node * neighbours.count
        for index in 0..<min(settings.insertionNeighbours, neighbours.count) {
            let other = Int(near[index])
            if states[other].vehicle < 0 { continue }
            tryPlace(node, after: other, limit: limit)
            tryPlace(node, after: Int(states[other].previous), limit: limit)
        }
    }

    func scanTour(_ vehicle: Int, _ node: Int, limit: Int) {
        let end = Int(plan.vehicles[vehicle].end)
        var after = Int(plan.vehicles[vehicle].start)
        while after != end {
            tryPlace(node, after: after, limit: limit)
            after = Int(plan.states[after].next)
        }
    }

    func scanEmpty(_ node: Int, limit: Int) {
        for vehicleClass in 0..<instance.classCount {
            let vehicle = plan.freeVehicle(ofClass: vehicleClass)
            if vehicle >= 0 { tryPlace(node, after: Int(plan.vehicles[vehicle].start), limit: limit) }
        }
    }

    /// Puts the place after a node on the list if constant-time tests let it pass.
    @inline(__always)
    private func tryPlace(_ node: Int, after: Int, limit: Int) {
        let (states, stops) = (plan.states, plan.stops)
        let vehicle = Int(states[after].vehicle)
        let data = plan.vehicles + vehicle
        let stop = stops + node
        if stops[after].isSealed { return }
        let delivery = stop.pointee.delivery
        if delivery > states[after].roomBefore || stop.pointee.pickup > states[after].roomAfter { return }
        let request = Int(stop.pointee.request)
        if !instance.compatible[Int(data.pointee.vehicleClass) &* instance.requestCount &+ request] { return }

        let table = plan.travel[vehicle]
        let row = Int(stop.pointee.location) &* table.size
        var next = Int(states[after].next)
        var (legCost, legDuration) = (Int(states[after].legCost), Int(states[after].legDuration))
        let followsDirectly = stops[next].kind != .rest
        while stops[next].kind == .rest {
            legCost = Int(states[next].legCost)
            legDuration = Int(states[next].legDuration)
            next = Int(states[next].next)
        }
        let (here, there) = (Int(states[after].location), Int(states[next].location))
        let isUsed = plan.tours[vehicle].isUsed
        var delta = Int(table.costTo[row &+ here]) &+ Int(table.cost[row &+ there])
        if isUsed { delta &-= legCost }
        var cost = delta &* data.pointee.multiplier &+ data.pointee.taskCost
        cost &+= data.pointee.taskSecondCost &* stop.pointee.service
        if !isUsed { cost &+= data.pointee.fixedCost &- plan.tours[vehicle].cost }
        if cost >= limit || cost >= acceptBound { return }
        if plan.tours[vehicle].visits >= data.pointee.taskLimit { return }

        if instance.features.time {
            var departure = states[after].departure
            if plan.side.hasShifts {
                departure = delayedDeparture(after, release: stop.pointee.release)
                if departure == Int.max { return }
            }
            let arrival = departure &+ Int(table.durationTo[row &+ here])
            if arrival > stop.pointee.close { return }
            let begin = instance.begin(stop, arrivingAt: arrival)
            if begin > stop.pointee.close { return }
            let leave = begin &+ stop.pointee.service
            let after2 = leave &+ Int(table.duration[row &+ there])
            if followsDirectly, stops[next].setup == 0, after2 > states[next].latest { return }
            if plan.side.hasSegments, exceedsDuration(stop, after: after, next: next, table, row, data.pointee.durationLimit) {
                return
            }
            _ = legDuration
        }
        if plan.side.hasRooms, !fitsAllDimensions(node, after: after) { return }
        if blinks, random.next() & 127 == 0 { return }
        candidates.add(Place(cost: cost, after: Int32(truncatingIfNeeded: after)))
    }

    /// Above this a candidate is of no use any more.
    @inline(__always)
    private var acceptBound: Int {
        if instance.features.simulated { return candidates.limit }
        return candidates.count > 0 ? candidates[0].cost : Int.max
    }

    /// When a node is left if its trip must wait for goods of this release; `Int.max` if that is too late for the stops before it.
    @inline(__always)
    private func delayedDeparture(_ node: Int, release: Int) -> Int {
        let head = Int(plan.states[node].head)
        let goods = plan.side.releases[head]
        if release <= goods.goods || release <= goods.ready { return plan.states[node].departure }
        let shift = plan.side.shifts[node]
        if release > shift.latest { return .max }
        return max(release &+ shift.travel, shift.floor)
    }

    @inline(__always)
    private func exceedsDuration(
        _ stop: UnsafeMutablePointer<StopData>, after: Int, next: Int, _ table: TravelPointers, _ row: Int, _ limit: Int
    ) -> Bool {
        let here = Int(plan.states[after].location)
        let there = Int(plan.states[next].location)
        let whole = plan.side.prefixes[after]
            .followed(by: .visit(stop), after: Int(table.durationTo[row &+ here]))
            .followed(by: plan.side.suffixes[next], after: Int(table.duration[row &+ there]))
        return whole.duration > limit
    }

    private func fitsAllDimensions(_ node: Int, after: Int) -> Bool {
        let (dimensions, nodes) = (instance.dimensions, instance.nodeCount)
        let rooms = plan.side.rooms + 3 * after * dimensions
        for dimension in 0..<dimensions {
            if instance.amounts[node * dimensions + dimension] > rooms[dimension]
                || instance.amounts[(nodes + node) * dimensions + dimension] > rooms[dimensions + dimension]
            {
                return false
            }
        }
        return true
    }

    // MARK: Places that begin or end a trip

    /// Puts places on the list at which a new trip begins or ends with the job.
    func scanReloads(_ node: Int, limit: Int) {
        for hub in instance.reloadNodes.indices where !instance.reloadNodes[hub].isEmpty {
            let reload = plan.takeReload(hub: hub)
            guard reload >= 0 else { continue }
            let states = plan.states
            let near = neighbours.nodes + node * neighbours.count
            for index in 0..<min(settings.insertionNeighbours / 2, neighbours.count) {
                let other = Int(near[index])
                if states[other].vehicle < 0 { continue }
                tryReload(node, reload, hub, after: other, limit)
                tryReload(node, reload, hub, after: Int(states[other].previous), limit)
            }
            for index in 0..<plan.usedCount {
                let data = plan.vehicles[Int(plan.used[index])]
                guard data.hasReloads else { continue }
                var walker = Int(data.start)
                while walker != Int(data.end) {
                    let next = Int(states[walker].next)
                    if walker == Int(data.start) || next == Int(data.end) || plan.stops[walker].kind == .reload
                        || plan.stops[next].kind == .reload
                    {
                        tryReload(node, reload, hub, after: walker, limit)
                    }
                    walker = next
                }
            }
        }
    }

    private func tryReload(_ node: Int, _ reload: Int, _ hub: Int, after: Int, _ limit: Int) {
        let (states, stops) = (plan.states, plan.stops)
        let vehicle = Int(states[after].vehicle)
        let data = plan.vehicles + vehicle
        let next = Int(states[after].next)
        if stops[after].isSealed || !instance.reloadHubs[vehicle].contains(Int32(hub)) { return }
        let request = Int(stops[node].request)
        if !instance.compatible[Int(data.pointee.vehicleClass) &* instance.requestCount &+ request] { return }
        let table = plan.travel[vehicle]
        let place = Int(stops[node].location)
        let row = place &* table.size
        let (here, there, home) = (Int(states[after].location), Int(states[next].location), Int(stops[reload].location))
        let service = data.pointee.taskSecondCost * (stops[node].service + stops[reload].service) + data.pointee.taskCost
        for reloadsFirst in [true, false] {
            let isEmptyTrip =
                reloadsFirst
                ? stops[after].kind == .reload || stops[after].kind == .start
                : stops[next].kind == .reload || stops[next].kind == .end
            if isEmptyTrip, !instance.features.emptyTrips { continue }
            let way =
                reloadsFirst
                ? Int(table.costTo[home &* table.size &+ here]) &+ Int(table.costTo[row &+ home]) &+ Int(table.cost[row &+ there])
                : Int(table.costTo[row &+ here]) &+ Int(table.cost[row &+ home])
                    &+ Int(table.cost[home &* table.size &+ there])
            let cost = (way &- Int(states[after].legCost)) &* data.pointee.multiplier &+ service
            if cost >= limit || cost >= candidates.limit { continue }
            if states[after].departure &+ Int(table.durationTo[row &+ here]) > stops[node].close { continue }
            if blinks, random.next() & 127 == 0 { continue }
            candidates.add(Place(cost: cost, after: Int32(after), reload: Int32(reload), reloadsFirst: reloadsFirst))
        }
    }
}
