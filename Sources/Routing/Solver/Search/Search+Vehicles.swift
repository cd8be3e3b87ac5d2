extension Search {
    /// Lets each tour changed last be ridden by the vehicle that does it for least: a free one of another class, or one that
    /// exchanges tours with it.
    ///
    /// Greedy insertion fills the vehicles that there are; which they should be is found out here.
    func assignVehicles() {
        let changed = plan.changedVehicles
        for vehicle in changed where plan.tours[Int(vehicle)].isUsed && mayExchange(Int(vehicle)) { assignBest(Int(vehicle)) }
    }

    private func assignBest(_ vehicle: Int) {
        let cost = plan.tours[vehicle].cost
        let own = Int(plan.vehicles[vehicle].vehicleClass)
        var (best, gain) = (-1, 0)
        for vehicleClass in 0..<instance.classCount where vehicleClass != own {
            let free = plan.freeVehicle(ofClass: vehicleClass)
            guard free >= 0, mayExchange(free) else { continue }
            let saved = cost - costIfRidden(by: free, tourOf: vehicle)
            if saved > gain { (best, gain) = (free, saved) }
        }
        for index in 0..<plan.usedCount {
            let other = Int(plan.used[index])
            if Int(plan.vehicles[other].vehicleClass) == own || !mayExchange(other) { continue }
            let here = costIfRidden(by: other, tourOf: vehicle)
            if here >= Int.max / 4 { continue }
            let saved = cost + plan.tours[other].cost - here - costIfRidden(by: vehicle, tourOf: other)
            if saved > gain { (best, gain) = (other, saved) }
        }
        guard best >= 0 else { return }
        let before = plan.cost
        plan.exchange(vehicle, best)
        if plan.cost >= before || !canRide(vehicle) || !canRide(best) { plan.exchange(vehicle, best) }
    }

    /// Whether nothing binds a vehicle to its tour.
    private func mayExchange(_ vehicle: Int) -> Bool {
        instance.exchangeable[vehicle]
    }

    /// What a tour would cost if another vehicle rode it, as far as legs tell; at least `Int.max / 4` if it is too small for it.
    private func costIfRidden(by vehicle: Int, tourOf owner: Int) -> Int {
        let (data, own) = (plan.vehicles + vehicle, plan.vehicles + owner)
        guard data.pointee.table == own.pointee.table else { return .max / 4 }
        let states = plan.states
        // Where a tour has several trips, this is the room of the last.
        let load = own.pointee.capacity &- states[Int(own.pointee.end)].roomBefore
        if load > data.pointee.capacity { return .max / 4 }
        let table = plan.travel[vehicle]
        let (first, last) = (Int(states[Int(own.pointee.start)].next), Int(states[Int(own.pointee.end)].previous))
        let start = Int(states[Int(data.pointee.start)].location) &* table.size &+ Int(states[first].location)
        let end = Int(states[last].location) &* table.size &+ Int(states[Int(data.pointee.end)].location)
        var legs = plan.tours[owner].legCost &- Int(states[Int(own.pointee.start)].legCost) &- Int(states[last].legCost)
        legs &+= Int(table.cost[start]) &+ Int(table.cost[end])
        let tasks = plan.tours[owner].cost &- own.pointee.fixedCost &- plan.tours[owner].legCost &* own.pointee.multiplier
        return legs &* data.pointee.multiplier &+ data.pointee.fixedCost &+ tasks
    }

    /// Whether a tour as it is linked keeps every constraint.
    func canRide(_ vehicle: Int) -> Bool {
        guard plan.tours[vehicle].isUsed else { return true }
        let compatible = instance.compatible + Int(plan.vehicles[vehicle].vehicleClass) * instance.requestCount
        var node = Int(plan.vehicles[vehicle].start)
        while node >= 0 {
            let stop = plan.stops + node
            if stop.pointee.request >= 0, !compatible[Int(stop.pointee.request)] { return false }
            if stop.pointee.kind == .reload, !instance.mayReload[Int(stop.pointee.hub) * instance.vehicleCount + vehicle] {
                return false
            }
            node = Int(plan.states[node].next)
        }
        return plan.simulate(vehicle) >= 0
    }
}
