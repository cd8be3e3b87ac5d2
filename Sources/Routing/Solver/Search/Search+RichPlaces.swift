extension Search {
    /// The cheapest place found for a job, whatever constraints the problem has.
    func bestRichPlace(of node: Int, limit: Int) -> Place {
        candidates.removeAll()
        scanNear(node, limit: limit)
        scanEmpty(node, limit: limit)
        if instance.features.reloads { scanReloads(node, limit: limit) }
        var place = settle(node, limit: limit)
        if place.after < 0, looksEverywhere(below: limit) {
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
        let (states, legs) = (plan.states, plan.legs)
        let near = neighbours.nodes + node * neighbours.count
        let ways = neighbours.costs + node * neighbours.count
        var scan = RichScan(self, node, limit: limit)
        let rate = instance.leastMultiplier
        // Counted in ways, and again only when it may have changed: dividing costs more than all else here.
        var bound = rate > 0 ? scan.bound / rate : Int.max / 2
        for index in 0..<min(settings.insertionNeighbours, neighbours.count) {
            let other = Int(near[index])
            // As for simple places: the new legs are at least as long as this one, or the other end is nearer and looked at itself.
            let least = 2 &* Int(ways[index]) &- bound
            let (before, after) = (Int(legs[other].before) > least, Int(legs[other].after) > least)
            if !before, !after { continue }
            if states[other].vehicle < 0 { continue }
            if after { scan.tryAfter(other) }
            if before { scan.tryAfter(Int(states[other].previous)) }
            if rate > 0 { bound = scan.bound / rate }
        }
    }

    func scanTour(_ vehicle: Int, _ node: Int, limit: Int) {
        let end = Int(plan.vehicles[vehicle].end)
        var scan = RichScan(self, node, limit: limit)
        var after = Int(plan.vehicles[vehicle].start)
        while after != end {
            scan.tryAfter(after)
            after = Int(plan.states[after].next)
        }
    }

    func scanEmpty(_ node: Int, limit: Int) {
        var scan = RichScan(self, node, limit: limit)
        for vehicleClass in 0..<instance.classCount {
            let vehicle = plan.freeVehicle(ofClass: vehicleClass)
            if vehicle >= 0 { scan.tryAfter(Int(plan.vehicles[vehicle].start)) }
        }
    }

    // MARK: Places that begin or end a trip

    /// Puts places on the list at which a new trip begins or ends with the job.
    func scanReloads(_ node: Int, limit: Int) {
        // What is on the list already is surely feasible where nothing needs simulating: only what is cheaper matters.
        let limit = instance.features.simulated ? limit : min(limit, candidates.least)
        for hub in instance.reloadNodes.indices where !instance.reloadNodes[hub].isEmpty {
            let reload = plan.takeReload(hub: hub)
            guard reload >= 0 else { continue }
            let states = plan.states
            var scan = ReloadScan(self, node, reload: reload, hub: hub, limit: limit)
            let near = neighbours.nodes + node * neighbours.count
            let ways = neighbours.costs + node * neighbours.count
            let (rate, legs) = (instance.leastMultiplier, plan.legs)
            let mayReload = instance.mayReload + hub * instance.vehicleCount
            let hubLeg = scan.leastHubLeg
            var bound = rate > 0 ? scan.bound / rate : Int.max / 2
            for index in 0..<min(settings.insertionNeighbours / 2, neighbours.count) {
                let other = Int(near[index])
                // Between the job and the other end of the leg is the hub.
                let least = Int(ways[index]) &+ hubLeg &- bound
                let (before, after) = (Int(legs[other].before) > least, Int(legs[other].after) > least)
                if (!before && !after) || states[other].vehicle < 0 { continue }
                if after { scan.tryAfter(other) }
                if before { scan.tryAfter(Int(states[other].previous)) }
                if rate > 0 { bound = scan.bound / rate }
            }
            // A trip of its own costs the way from the hub and back, wherever it comes in, if trips come back to where they began.
            if rate > 0, instance.features.roundTrips, scan.hubRoundTrip &* rate >= scan.bound { continue }
            // At the ends of every trip, from the last to the first.
            for index in 0..<plan.usedCount {
                let data = plan.vehicles + Int(plan.used[index])
                guard mayReload[Int(plan.used[index])] else { continue }
                var tail = Int(data.pointee.end)
                while true {
                    let last = Int(states[tail].previous)
                    let head = Int(states[last].head)
                    scan.tryAfter(last)
                    if head != last { scan.tryAfter(head) }
                    if head == Int(data.pointee.start) { break }
                    tail = head
                }
            }
        }
    }
}
