extension Plan {
    /// What of the plan's own books is wrong; `nil` if nothing. Linear in the plan: for assertions and tests.
    func inconsistency() -> String? {
        var served = [Bool](repeating: false, count: instance.requestCount)
        var tourCosts = 0
        for vehicle in 0..<instance.vehicleCount {
            if let problem = inconsistency(ofTour: vehicle, &served) { return "vehicle \(vehicle): \(problem)" }
            tourCosts += tours[vehicle].cost
        }
        var (prizes, weights, mandatory) = (0, 0, 0)
        for request in 0..<instance.requestCount {
            let position = Int(bankPosition[request])
            if served[request] == (position >= 0) { return "request \(request) is served and in the bank, or neither" }
            guard position >= 0 else { continue }
            if position >= bankCount || bank[position] != Int32(request) {
                return "request \(request) stands elsewhere in the bank"
            }
            if instance.prizes[request] >= 0 {
                prizes += instance.prizes[request]
            } else {
                weights += instance.weights[request]
                mandatory += 1
            }
        }
        if weights != leftOut || mandatory != leftOutCount {
            return "\(mandatory) left out with weight \(weights), in the books \(leftOutCount) with \(leftOut)"
        }
        if prizes != prizesForgone { return "prizes \(prizes) forgone, in the books \(prizesForgone)" }
        return tourCosts + prizes == cost ? nil : "costs \(tourCosts + prizes), in the books \(cost)"
    }

    private func inconsistency(ofTour vehicle: Int, _ served: inout [Bool]) -> String? {
        let (start, end) = (vehicles[vehicle].start, vehicles[vehicle].end)
        let table = travel[vehicle]
        var (node, previous, visits, trips) = (start, Int32(-1), 0, 1)
        var delivered: Int32 = 0
        let keepsDelivered = !instance.features.mixedLoads && !instance.features.pairs
        for _ in 0..<instance.nodeCount {
            let state = states[Int(node)]
            if state.previous != previous && node != start { return "node \(node) does not know the one before it" }
            if state.vehicle != Int32(vehicle) { return "node \(node) is in tour \(state.vehicle)" }
            let stop = stops[Int(node)]
            if stop.request >= 0 {
                visits += 1
                served[Int(stop.request)] = true
            }
            if stop.kind == .reload { trips += 1 }
            delivered = stop.kind == .reload ? 0 : delivered &+ stop.delivery
            if keepsDelivered, state.delivered != delivered {
                return "to node \(node) \(delivered) is delivered, in the books other"
            }
            if node == end { break }
            let next = states[Int(state.next)]
            if !instance.features.rests, state.legCost != table.cost[Int(state.location) * table.size + Int(next.location)] {
                return "the leg from node \(node) is another"
            }
            if !instance.features.rests, legs[Int(node)].after != state.legCost || legs[Int(state.next)].before != state.legCost {
                return "the legs beside node \(node) are not as they are kept"
            }
            (previous, node) = (node, state.next)
        }
        if node != end { return "does not end" }
        if tours[vehicle].isUsed, trips != tours[vehicle].trips { return "\(trips) trips, in the books \(tours[vehicle].trips)" }
        if visits != tours[vehicle].visits { return "\(visits) visits, in the books \(tours[vehicle].visits)" }
        let isListed = (0..<usedCount).contains { used[$0] == Int32(vehicle) }
        return isListed == tours[vehicle].isUsed ? nil : "is not listed as it should be"
    }
}
