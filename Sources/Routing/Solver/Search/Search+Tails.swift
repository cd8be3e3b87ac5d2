import Foundation

/// An exchange of ends of two tours: all behind `one` for `other` and all that comes behind it, or all that comes before it, backwards.
private struct TailExchange {
    let one: Int
    let other: Int
    let vehicle: Int
    let donor: Int
    /// Whether the donor's tour is turned round first.
    let turns: Bool
    /// What comes behind `one` now.
    let next: Int
    /// What `next` will come behind: the donor's part that stays ends with it.
    let before: Int

    init(_ plan: Plan, _ one: Int, _ other: Int, turns: Bool) {
        (self.one, self.other, self.turns) = (one, other, turns)
        let states = plan.states
        (vehicle, donor) = (Int(states[one].vehicle), Int(states[other].vehicle))
        next = Int(states[one].next)
        before = Int(turns ? states[other].next : states[other].previous)
    }
}

extension Search {
    /// Whether ends of tours can be exchanged with nothing but ways, windows and loads that are delivered to look at first.
    var hasPlainTails: Bool {
        let features = instance.features
        return !features.simulated && !features.pairs && !features.mixedLoads && !features.balanced && !features.floating
            && instance.tables.count == 1 && instance.vehicleCount > 1
    }

    /// Whether a tour costs the same in both directions and is feasible in both if it is in one.
    private var mayTurn: Bool {
        !instance.features.time && !instance.features.reloads && instance.tables[0].isSymmetric && instance.hasOneHub
    }

    /// Tries some exchanges one after another. Returns what the plan got cheaper.
    func tryManyTails(_ temperature: Double) -> Int {
        var sum = 0
        let mayTurn = mayTurn
        for _ in 0..<settings.tailTries {
            let gain = tryTails(temperature, turns: mayTurn && random.next() & 1 == 0)
            if gain > 0 { keepIfBest() }
            sum += gain
        }
        return sum
    }

    /// Tries to exchange the ends of two tours at places close to each other (2-opt*), and does so if the plan gets dearer by less than
    /// chance allows at this temperature. Returns what the plan got cheaper.
    ///
    /// Ways, times and loads are tested in constant time; where there is more to a problem, what passes is done and simulated.
    private func tryTails(_ temperature: Double, turns: Bool) -> Int {
        let one = drawSeed()
        let near = min(Self.tailNeighbours, neighbours.count)
        guard near > 0 else { return 0 }
        let other = Int(neighbours.nodes[one &* neighbours.count &+ random.below(near)])
        let states = plan.states
        if states[one].vehicle < 0 || states[other].vehicle < 0 || states[one].vehicle == states[other].vehicle { return 0 }
        let exchange = TailExchange(plan, one, other, turns: turns)
        let allowance = -temperature * log(max(1e-300, random.unit()))
        let isRich = instance.features.rich
        let dearer = isRich ? costOfVaried(exchange) : costOfAlike(exchange)
        if Double(dearer) >= allowance { return 0 }
        if instance.features.time {
            let table = plan.travel[0]
            let (state, mate) = (states + one, states + other)
            let (before, next) = (states + exchange.before, states + exchange.next)
            let joined = Int(state.pointee.location) &* table.size &+ Int(mate.pointee.location)
            if state.pointee.departure &+ Int(table.duration[joined]) > mate.pointee.latest { return 0 }
            let crossed = Int(before.pointee.location) &* table.size &+ Int(next.pointee.location)
            if before.pointee.departure &+ Int(table.duration[crossed]) > next.pointee.latest { return 0 }
        }
        if !fits(exchange) { return 0 }
        if isRich, plan.stops[one].isSealed || plan.stops[other].isPinned || (turns && !instance.exchangeable[exchange.donor]) {
            return 0
        }
        let cost = plan.cost
        plan.begin()
        make(exchange)
        if isRich, Double(plan.cost - cost) >= allowance || !canRide(exchange.vehicle) || !canRide(exchange.donor) {
            plan.undo()
            return 0
        }
        plan.commit()
        return cost - plan.cost
    }

    private func make(_ exchange: TailExchange) {
        if exchange.turns { plan.reverse(exchange.donor) }
        plan.exchangeTails(after: exchange.one, from: exchange.other)
        if instance.features.reloads {
            tidyTrips(exchange.vehicle)
            tidyTrips(exchange.donor)
        }
        plan.refresh(exchange.vehicle)
        plan.refresh(exchange.donor)
    }

    /// What an exchange costs where vehicles are alike: that of the two legs that are new without that of the two that are not.
    @inline(__always)
    private func costOfAlike(_ exchange: TailExchange) -> Int {
        let (states, table) = (plan.states, plan.travel[0])
        let (state, mate) = (states + exchange.one, states + exchange.other)
        let joined = Int(state.pointee.location) &* table.size &+ Int(mate.pointee.location)
        let crossed = Int(states[exchange.before].location) &* table.size &+ Int(states[exchange.next].location)
        let cut = exchange.turns ? mate.pointee.legCost : states[exchange.before].legCost
        let delta = Int(table.cost[joined]) &+ Int(table.cost[crossed]) &- Int(state.pointee.legCost) &- Int(cut)
        return delta &* plan.vehicles[0].multiplier
    }

    /// The same where vehicles have rates and hubs of their own: what comes behind the new legs may cost more or less than before, and
    /// ends elsewhere. Walks through the ends only if rates differ.
    private func costOfVaried(_ exchange: TailExchange) -> Int {
        let (states, table) = (plan.states, plan.travel[0])
        let (data, mate) = (plan.vehicles + exchange.vehicle, plan.vehicles + exchange.donor)
        let (one, other, next, before) = (exchange.one, exchange.other, exchange.next, exchange.before)
        func way(_ from: Int, _ to: Int) -> Int {
            Int(table.cost[Int(states[from].location) &* table.size &+ Int(states[to].location)])
        }
        let (end, mateEnd) = (Int(data.pointee.end), Int(mate.pointee.end))
        let cut = Int(exchange.turns ? states[other].legCost : states[before].legCost)
        let isEmptied = next == end && (exchange.turns ? before == mateEnd : before == Int(mate.pointee.start))
        // What the two ends cost beside the legs that join them, as they will be.
        let isElsewhere = states[end].location != states[mateEnd].location
        var mine = 0
        var theirs = 0
        if isElsewhere {
            let last = Int(states[mateEnd].previous)
            theirs = way(last, end) &- way(last, mateEnd)
            if next != end {
                let last = Int(states[end].previous)
                mine = way(last, mateEnd) &- way(last, end)
            }
        }
        let crossed = isEmptied ? 0 : next == end ? way(before, mateEnd) : way(before, next)
        let joined = way(one, other)
        var sum = (joined &+ theirs &- Int(states[one].legCost)) &* data.pointee.multiplier
        sum &+= (crossed &+ mine &- cut) &* mate.pointee.multiplier
        if data.pointee.multiplier != mate.pointee.multiplier {
            let rate = data.pointee.multiplier &- mate.pointee.multiplier
            let given = exchange.turns ? legs(from: Int(mate.pointee.start), to: other) : legs(from: other, to: mateEnd)
            sum &+= (given &- legs(from: next, to: end)) &* rate
        }
        return isEmptied ? sum &- mate.pointee.fixedCost : sum
    }

    private func legs(from first: Int, to last: Int) -> Int {
        var (sum, node) = (0, first)
        while node != last {
            sum &+= Int(plan.states[node].legCost)
            node = Int(plan.states[node].next)
        }
        return sum
    }

    /// Whether both trips that are made have room for what they deliver.
    @inline(__always)
    private func fits(_ exchange: TailExchange) -> Bool {
        let states = plan.states
        let (room, otherRoom) = (states[exchange.one].roomBefore, states[exchange.other].roomBefore)
        // Room is alike in all of a trip without mixed loads: what is delivered is loaded at its start.
        let capacity = plan.vehicles[exchange.vehicle].capacity
        let otherCapacity = plan.vehicles[exchange.donor].capacity
        let mine = capacity &- room &- states[exchange.one].delivered
        let given =
            exchange.turns
            ? states[exchange.other].delivered
            : otherCapacity &- otherRoom &- states[exchange.other].delivered &+ plan.stops[exchange.other].delivery
        return given &- mine <= room && mine &- given <= otherRoom
    }

    /// How many of the nearest visits a tour may go on with.
    private static let tailNeighbours = 20
}
