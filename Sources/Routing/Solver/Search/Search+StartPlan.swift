extension Search {
    /// Takes over what riders were already told (``Vehicle/plannedStops``) as far as it is still feasible.
    func takeOverPlannedStops() {
        let problem = instance.problem
        for (vehicle, model) in problem.vehicles.enumerated() where !model.plannedStops.isEmpty {
            let locked = model.lockedStops
            let follows = Array(
                model.plannedStops.starts(with: locked) ? model.plannedStops.dropFirst(locked.count) : model.plannedStops[...])
            var nodes: [Int32] = []
            for stop in follows {
                switch stop {
                case .job, .pickup, .dropoff:
                    guard let node = instance.visitNode(stop), mayTake(instance.request(of: node), vehicle) else { continue }
                    nodes.append(Int32(node))
                case .reload(let hub):
                    let node = instance.reloadHubs[vehicle].contains(Int32(hub)) ? plan.takeReload(hub: hub) : -1
                    if node >= 0 {
                        // Marked as taken, so that the next one is another.
                        plan.states[node].vehicle = Int32(vehicle)
                        nodes.append(Int32(node))
                    }
                case .rest:
                    continue
                }
            }
            follow(nodes, vehicle)
        }
    }

    private func mayTake(_ request: Int, _ vehicle: Int) -> Bool {
        let vehicleClass = Int(plan.vehicles[vehicle].vehicleClass)
        return plan.bankPosition[request] >= 0 && instance.compatible[vehicleClass * instance.requestCount + request]
    }

    /// Puts nodes behind what a vehicle's tour has, leaving out from the end as many requests as it takes to be feasible.
    private func follow(_ wanted: [Int32], _ vehicle: Int) {
        let stops = plan.stops
        var nodes = wanted.filter { node in
            let stop = stops[Int(node)]
            // Half a pair is of no use.
            return stop.mate < 0 || wanted.contains(stop.mate)
        }
        var present: [Int32] = []
        var node = plan.states[Int(plan.vehicles[vehicle].start)].next
        while node != plan.vehicles[vehicle].end {
            present.append(node)
            node = plan.states[Int(node)].next
        }
        let (start, end) = (plan.vehicles[vehicle].start, plan.vehicles[vehicle].end)
        while true {
            plan.begin()
            plan.touch(vehicle)
            plan.chain([start] + present + nodes + [end], vehicle)
            tidyTrips(vehicle)
            if plan.simulate(vehicle) >= 0 {
                plan.refresh(vehicle)
                plan.commit()
                break
            }
            plan.undo()
            guard let last = nodes.last(where: { stops[Int($0)].request >= 0 }) else { break }
            let request = stops[Int(last)].request
            nodes.removeAll { stops[Int($0)].request == request }
            for node in wanted where stops[Int(node)].kind == .reload { plan.states[Int(node)].vehicle = -1 }
        }
        for node in wanted where stops[Int(node)].kind == .reload && !isLinked(Int(node), vehicle) {
            plan.states[Int(node)].vehicle = -1
        }
    }

    private func isLinked(_ wanted: Int, _ vehicle: Int) -> Bool {
        var node = Int(plan.states[Int(plan.vehicles[vehicle].start)].next)
        while node >= 0 {
            if node == wanted { return true }
            node = Int(plan.states[node].next)
        }
        return false
    }
}
