/// What a scan for places looks at; each kind is compiled by itself, so that what it lacks costs nothing.
protocol ScanMode {
    static var timed: Bool { get }
}

enum LoadScan: ScanMode {
    @inline(__always) static var timed: Bool { false }
}

enum TimedScan: ScanMode {
    @inline(__always) static var timed: Bool { true }
}

extension Search {
    /// The cheapest place found for a job; `after` is -1 if there is none that costs less than `limit`.
    func bestPlace(of node: Int, limit: Int) -> Place {
        if instance.features.rich { return bestRichPlace(of: node, limit: limit) }
        return instance.features.time
            ? bestSimplePlace(of: node, limit: limit, TimedScan.self) : bestSimplePlace(of: node, limit: limit, LoadScan.self)
    }

    /// Whether to look at every tour when nothing is found near: not if the plan in the making is given up then, nor on trial, where much
    /// is left out and search keeps to one neighbourhood.
    @inline(__always)
    func looksEverywhere(below limit: Int) -> Bool {
        (limit >= instance.leftOutCost && !trial.isOn) || instance.features.optional
    }

    /// For exchangeable vehicles with one trip each: load, and one window a stop.
    @inline(__always)
    private func bestSimplePlace<Mode: ScanMode>(of node: Int, limit: Int, _ mode: Mode.Type) -> Place {
        let data = plan.vehicles[0]
        var scan = SimpleScan<Mode>(plan, node)
        if data.multiplier > 0 { scan.best = min(scan.best, (limit - 1) / data.multiplier + 1) }
        let (states, legs) = (plan.states, plan.legs)
        let count = min(settings.insertionNeighbours, neighbours.count)
        let near = neighbours.nodes + node &* neighbours.count
        let ways = neighbours.costs + node &* neighbours.count
        var index = 0
        while index < count {
            let other = Int(near[index])
            // A leg whose other end is nearer is looked at from there, so both new legs are at least as long as this one.
            let least = 2 &* Int(ways[index]) &- scan.best
            index &+= 1
            let (before, after) = (Int(legs[other].before) > least, Int(legs[other].after) > least)
            if !before, !after { continue }
            if states[other].vehicle < 0 { continue }
            if after { scan.tryAfter(other, &random) }
            if before { scan.tryAfter(Int(states[other].previous), &random) }
        }
        if scan.after < 0, looksEverywhere(below: limit) { scanAllTours(&scan) }
        var place = Place(cost: scan.best &* data.multiplier, after: scan.after)
        let vehicle = plan.freeVehicle(ofClass: 0)
        if vehicle >= 0 {
            let start = Int(plan.vehicles[vehicle].start)
            let cost = scan.costInEmptyTour(start, end: Int(plan.vehicles[vehicle].end))
            if cost < Int.max / 4 {
                let full = cost &* data.multiplier &+ data.fixedCost
                if full < limit, place.after < 0 || full < place.cost { place = Place(cost: full, after: Int32(start)) }
            }
        }
        return place
    }

    private func scanAllTours<Mode: ScanMode>(_ scan: inout SimpleScan<Mode>) {
        let states = plan.states
        for index in 0..<plan.usedCount {
            let data = plan.vehicles[Int(plan.used[index])]
            if states[Int(data.start)].roomBefore < scan.delivery, states[Int(data.start)].roomAfter < scan.pickup { continue }
            var node = Int(data.start)
            while node != Int(data.end) {
                scan.tryAfter(node, &random)
                node = Int(states[node].next)
            }
        }
    }
}

/// Looks for the cheapest place of one job among places given one by one, in the units of the travel table.
struct SimpleScan<Mode: ScanMode> {
    let states: UnsafeMutablePointer<StopState>
    let costFrom: UnsafeMutablePointer<Int32>
    let costTo: UnsafeMutablePointer<Int32>
    let durationFrom: UnsafeMutablePointer<Int32>
    let durationTo: UnsafeMutablePointer<Int32>
    let delivery: Int32
    let pickup: Int32
    let open: Int
    let close: Int
    let service: Int
    var best = Int.max / 4
    var after: Int32 = -1

    @inline(__always)
    init(_ plan: Plan, _ node: Int) {
        states = plan.states
        let table = plan.travel[0]
        let stop = plan.stops + node
        let row = Int(stop.pointee.location) &* table.size
        costFrom = table.cost + row
        costTo = table.costTo + row
        durationFrom = table.duration + row
        durationTo = table.durationTo + row
        delivery = stop.pointee.delivery
        pickup = stop.pointee.pickup
        open = stop.pointee.open
        close = stop.pointee.close
        service = stop.pointee.service
    }

    /// The place after a node that is in a tour.
    @inline(__always)
    mutating func tryAfter(_ node: Int, _ random: inout RandomSource) {
        let state = states + node
        if delivery > state.pointee.roomBefore || pickup > state.pointee.roomAfter { return }
        let next = states + Int(state.pointee.next)
        let place = Int(next.pointee.location)
        let here = Int(state.pointee.location)
        let delta = Int(costTo[here]) &+ Int(costFrom[place]) &- Int(state.pointee.legCost)
        if delta >= best { return }
        if Mode.timed {
            let arrival = state.pointee.departure &+ Int(durationTo[here])
            if arrival > close { return }
            if max(arrival, open) &+ service &+ Int(durationFrom[place]) > next.pointee.latest { return }
        }
        // A blink: now and then a good place is overlooked.
        if random.next() & 127 == 0 { return }
        best = delta
        after = Int32(truncatingIfNeeded: node)
    }

    @inline(__always)
    func costInEmptyTour(_ start: Int, end: Int) -> Int {
        if delivery > states[start].roomBefore || pickup > states[start].roomAfter { return .max }
        let (from, to) = (Int(states[start].location), Int(states[end].location))
        if Mode.timed {
            let arrival = states[start].departure &+ Int(durationTo[from])
            if arrival > close { return .max }
            if max(arrival, open) &+ service &+ Int(durationFrom[to]) > states[end].latest { return .max }
        }
        return Int(costTo[from]) &+ Int(costFrom[to])
    }
}
