import Foundation

extension Search {
    /// Whether ends of tours can be exchanged with nothing but ways, windows and one load to look at. Not where requests are optional:
    /// there it was measured to be worse.
    var hasPlainTails: Bool {
        let features = instance.features
        return !features.rich && !features.pairs && !features.mixedLoads && !features.balanced && !features.optional
            && instance.vehicleCount > 1
    }

    /// Tries some exchanges one after another. Returns what the plan got cheaper.
    func tryManyTails(_ temperature: Double) -> Int {
        var sum = 0
        for _ in 0..<settings.tailTries {
            let gain = tryTails(temperature)
            if gain > 0 { keepIfBest() }
            sum += gain
        }
        return sum
    }

    /// Tries to exchange the ends of two tours at places close to each other (2-opt*), and does so if the plan gets dearer by less than
    /// chance allows at this temperature. Returns what the plan got cheaper.
    ///
    /// For exchangeable vehicles with one trip each. Ways and times are tested in constant time; only what passes is walked for its load.
    private func tryTails(_ temperature: Double) -> Int {
        let one = random.below(instance.visitCount)
        let near = min(Self.tailNeighbours, neighbours.count)
        guard near > 0 else { return 0 }
        let other = Int(neighbours.nodes[one &* neighbours.count &+ random.below(near)])
        let (states, table) = (plan.states, plan.travel[0])
        let (state, mate) = (states + one, states + other)
        if state.pointee.vehicle < 0 || mate.pointee.vehicle < 0 || state.pointee.vehicle == mate.pointee.vehicle { return 0 }
        let (before, next) = (states + Int(mate.pointee.previous), states + Int(state.pointee.next))
        let joined = Int(state.pointee.location) &* table.size &+ Int(mate.pointee.location)
        let crossed = Int(before.pointee.location) &* table.size &+ Int(next.pointee.location)
        let delta =
            Int(table.cost[joined]) &+ Int(table.cost[crossed]) &- Int(state.pointee.legCost) &- Int(before.pointee.legCost)
        let multiplier = plan.vehicles[0].multiplier
        if Double(delta &* multiplier) >= -temperature * log(max(1e-300, random.unit())) { return 0 }
        if instance.features.time {
            if state.pointee.departure &+ Int(table.duration[joined]) > mate.pointee.latest { return 0 }
            if before.pointee.departure &+ Int(table.duration[crossed]) > next.pointee.latest { return 0 }
        }
        if !fitTails(after: one, from: other) { return 0 }
        let cost = plan.cost
        plan.begin()
        plan.exchangeTails(after: one, from: other)
        plan.commit()
        return cost - plan.cost
    }

    private func fitTails(after one: Int, from other: Int) -> Bool {
        let states = plan.states
        let (mine, theirs) = (tailLoad(from: Int(states[one].next)), tailLoad(from: other))
        // Room is alike in all of a tour without mixed loads: what is on the list of goods is loaded at its start.
        let (room, otherRoom) = (states[one].roomBefore, states[other].roomBefore)
        return theirs &- mine <= room && mine &- theirs <= otherRoom
    }

    private func tailLoad(from first: Int) -> Int32 {
        var (load, node): (Int32, Int) = (0, first)
        while node >= 0 {
            load &+= plan.stops[node].delivery
            node = Int(plan.states[node].next)
        }
        return load
    }

    /// How many of the nearest visits a tour may go on with.
    private static let tailNeighbours = 20
}
