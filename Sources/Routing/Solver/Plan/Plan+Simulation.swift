/// Space that simulating a tour needs, allocated once.
struct SimulationScratch {
    let load: UnsafeMutablePointer<Int>
    /// For each node when it was left, under the departure that counts.
    let left: UnsafeMutablePointer<Int>
    /// For each node the vehicle that it was promised to ride with (-1: none), and where in its order.
    let plannedVehicle: UnsafeMutablePointer<Int32>
    let plannedPosition: UnsafeMutablePointer<Int32>
    /// For each vehicle how many requests its rider was told.
    let plannedRequests: UnsafeMutablePointer<Int>
    let order: UnsafeMutablePointer<Int32>
    let lastOfLength: UnsafeMutablePointer<Int32>
    let before: UnsafeMutablePointer<Int32>
    let isInOrder: UnsafeMutablePointer<Bool>

    init(_ instance: Instance) {
        let nodes = max(1, instance.nodeCount)
        load = .allocate(capacity: instance.dimensions)
        left = .allocate(capacity: nodes)
        left.initialize(repeating: 0, count: nodes)
        plannedVehicle = .allocate(capacity: nodes)
        plannedVehicle.initialize(repeating: -1, count: nodes)
        plannedPosition = .allocate(capacity: nodes)
        plannedPosition.initialize(repeating: 0, count: nodes)
        plannedRequests = .allocate(capacity: max(1, instance.vehicleCount))
        plannedRequests.initialize(repeating: 0, count: max(1, instance.vehicleCount))
        order = .allocate(capacity: nodes)
        lastOfLength = .allocate(capacity: nodes)
        before = .allocate(capacity: nodes)
        isInOrder = .allocate(capacity: nodes)
        isInOrder.initialize(repeating: false, count: nodes)
        for (vehicle, model) in instance.problem.vehicles.enumerated() {
            plannedRequests[vehicle] = Set(model.plannedStops.compactMap(\.request)).count
            for (position, stop) in model.plannedStops.enumerated() {
                guard let node = instance.visitNode(stop) else { continue }
                plannedVehicle[node] = Int32(vehicle)
                plannedPosition[node] = Int32(position)
            }
        }
    }

    func deallocate() {
        load.deallocate()
        left.deallocate()
        plannedVehicle.deallocate()
        plannedPosition.deallocate()
        plannedRequests.deallocate()
        order.deallocate()
        lastOfLength.deallocate()
        before.deallocate()
        isInOrder.deallocate()
    }
}

extension Plan {
    /// Walks through a tour as it is linked now and applies every constraint of the model, by the rules of ``Schedule``.
    ///
    /// - Returns: The tour's exact cost, or -1 if it breaks a constraint. Linear in the stops.
    func simulate(_ vehicle: Int) -> Int {
        firstViolation = nil
        guard let totals = walk(vehicle) else { return -1 }
        let data = vehicles[vehicle]
        if totals.visits > data.taskLimit { return violated(.taskLimit) }
        if totals.trips > data.tripLimit { return violated(.tripLimit) }
        if totals.travel > data.travelLimit { return violated(.travelTimeLimit) }
        if totals.distance > data.distanceLimit { return violated(.distanceLimit) }

        let departure = latestDeparture(vehicle, completion: totals.completion, earliest: totals.departure)
        let duration = totals.completion - departure
        if duration > data.durationLimit { return violated(.durationLimit) }
        if hasRideTimes, !keepsRideTimes(vehicle, departure: departure) { return violated(.rideTime) }

        var cost = totals.legCost * data.multiplier + data.fixedCost + data.taskCost * totals.visits
        cost += data.taskSecondCost * totals.task
        cost += data.waitingSecondCost * (duration - totals.travel - totals.task - totals.rest)
        if instance.features.changes { cost += changeCost(vehicle) }
        return cost
    }

    /// How long a simulated tour takes from leaving to returning; for balancing.
    func duration(of vehicle: Int) -> Int {
        guard let totals = walk(vehicle) else { return 0 }
        return totals.completion - latestDeparture(vehicle, completion: totals.completion, earliest: totals.departure)
    }

    private func violated(_ constraint: Constraint) -> Int {
        firstViolation = constraint
        return -1
    }

    private struct Totals {
        var departure = 0
        var completion = 0
        var legCost = 0
        var travel = 0
        var task = 0
        var rest = 0
        var distance = 0
        var visits = 0
        var trips = 1
    }

    private func walk(_ vehicle: Int) -> Totals? {
        let (states, stops, instance) = (states, stops, instance)
        let data = vehicles[vehicle]
        let table = instance.tables[Int(data.table)]
        let watchesBattery = data.batteryCapacity >= 0
        let watchesDistance = data.distanceLimit != .max
        let (start, end) = (Int(data.start), Int(data.end))
        var totals = Totals()
        var battery = data.batteryInitial
        var openPairs = 0
        guard let ready = loadTrip(vehicle, from: start) else { return nil }
        var departure = max(stops[start].open, ready)
        if departure > stops[start].close {
            firstViolation = ready > stops[start].close ? .release : stops[start].hub >= 0 ? .hubOpening : .shift
            return nil
        }
        totals.departure = departure
        var node = start
        while node != end {
            let leg = Int(states[node].legDuration)
            if leg >= Int(TravelTable.blocked) {
                firstViolation = .unreachable
                return nil
            }
            totals.travel += leg
            totals.legCost += Int(states[node].legCost)
            let from = states[node].location
            let next = Int(states[node].next)
            let stop = stops + next
            let to = states[next].location
            if stop.pointee.kind != .rest {
                if watchesDistance { totals.distance += table.distance(from, to) }
                if watchesBattery {
                    battery -= table.energy(from, to)
                    if battery < data.batteryReserve {
                        firstViolation = .battery
                        return nil
                    }
                }
            }
            let begin = instance.begin(stop, arrivingAt: departure + leg)
            if begin > stop.pointee.close {
                firstViolation = stop.pointee.kind.lateness
                return nil
            }
            departure = begin + stop.pointee.service
            switch stop.pointee.kind {
            case .job, .pickup, .dropoff:
                let setup = to == from ? 0 : stop.pointee.setup
                departure += setup
                totals.task += setup + stop.pointee.service
                totals.visits += 1
                if stop.pointee.kind == .pickup { openPairs += 1 }
                if stop.pointee.kind == .dropoff { openPairs -= 1 }
                if !move(node: next, vehicle) {
                    firstViolation = .capacity
                    return nil
                }
            case .rest:
                totals.rest += stop.pointee.service
                if !allowsRest(next, vehicle) {
                    firstViolation = .rest
                    return nil
                }
            case .reload:
                totals.task += stop.pointee.service
                totals.trips += 1
                if openPairs != 0 {
                    firstViolation = .pairing
                    return nil
                }
                guard let ready = loadTrip(vehicle, from: next) else { return nil }
                departure = max(departure, ready)
                if departure > stop.pointee.close {
                    firstViolation = ready > stop.pointee.close ? .release : .hubOpening
                    return nil
                }
                if watchesBattery { battery = charged(battery, stop.pointee.charge, data.batteryCapacity) }
            case .start, .end:
                break
            }
            node = next
        }
        totals.completion = departure
        if openPairs != 0 {
            firstViolation = .pairing
            return nil
        }
        return totals
    }

    private func charged(_ level: Int, _ charge: Int, _ capacity: Int) -> Int {
        charge < 0 ? max(level, capacity) : max(level, min(capacity, level + charge))
    }

    /// Loads what the trip that begins at `head` brings. Returns when its goods are there; `nil` if it is too much or the wrong hub.
    private func loadTrip(_ vehicle: Int, from head: Int) -> Int? {
        let (states, stops, instance, load) = (states, stops, instance, scratch.load)
        let (dimensions, nodes) = (instance.dimensions, instance.nodeCount)
        for dimension in 0..<dimensions { load[dimension] = 0 }
        var release = Int.min
        var node = Int(states[head].next)
        var (needsHead, needsTail): (Int32, Int32) = (-1, -1)
        while stops[node].kind != .reload, stops[node].kind != .end {
            let stop = stops + node
            if stop.pointee.kind == .job {
                release = max(release, stop.pointee.release)
                var (delivers, picksUp) = (false, false)
                for dimension in 0..<dimensions {
                    let amount = instance.amounts[node * dimensions + dimension]
                    load[dimension] += Int(amount)
                    delivers = delivers || amount > 0
                    picksUp = picksUp || instance.amounts[(nodes + node) * dimensions + dimension] > 0
                }
                let hub = stop.pointee.requiredHub
                if hub >= 0 {
                    let isDelivery = delivers || !picksUp
                    if (isDelivery && needsHead >= 0 && needsHead != hub) || (picksUp && needsTail >= 0 && needsTail != hub) {
                        firstViolation = .hub
                        return nil
                    }
                    if isDelivery { needsHead = hub }
                    if picksUp { needsTail = hub }
                }
            }
            node = Int(states[node].next)
        }
        if (needsHead >= 0 && stops[head].hub != needsHead) || (needsTail >= 0 && stops[node].hub != needsTail) {
            firstViolation = .hub
            return nil
        }
        for dimension in 0..<dimensions where load[dimension] > Int(instance.capacities[vehicle * dimensions + dimension]) {
            firstViolation = .capacity
            return nil
        }
        return release
    }

    /// Changes the load as a visit does; `false` if it is too much then.
    @inline(__always)
    private func move(node: Int, _ vehicle: Int) -> Bool {
        let (dimensions, nodes) = (instance.dimensions, instance.nodeCount)
        let (amounts, load) = (instance.amounts, scratch.load)
        var fits = true
        for dimension in 0..<dimensions {
            load[dimension] +=
                Int(amounts[(2 * nodes + node) * dimensions + dimension]) + Int(amounts[(nodes + node) * dimensions + dimension])
                - Int(amounts[node * dimensions + dimension])
            fits = fits && load[dimension] <= Int(instance.capacities[vehicle * dimensions + dimension])
        }
        return fits
    }

    private func allowsRest(_ node: Int, _ vehicle: Int) -> Bool {
        guard let maximum = instance.problem.vehicles[vehicle].breaks[Int(stops[node].reference)].maximumLoad else { return true }
        return maximum.indices.allSatisfy { $0 >= instance.dimensions || scratch.load[$0] <= maximum[$0] }
    }

    /// Of all departures that let the tour end at `completion`, the latest.
    private func latestDeparture(_ vehicle: Int, completion: Int, earliest: Int) -> Int {
        let (states, stops) = (states, stops)
        var node = Int(vehicles[vehicle].end)
        let start = Int(vehicles[vehicle].start)
        var bound = completion
        while node != start {
            let previous = Int(states[node].previous)
            let arrival = instance.latestArrival(stops + node, beginningBy: bound)
            let setup =
                stops[previous].setup == 0 || previous == start || states[previous].location == previousLocation(previous)
                ? 0 : stops[previous].setup
            bound = arrival - Int(states[previous].legDuration) - setup - stops[previous].service
            node = previous
        }
        let closes = stops[start].hub >= 0 ? instance.problem.hubs[Int(stops[start].hub)].opening.end : endOfTime
        return max(earliest, min(bound, closes))
    }

    private var hasRideTimes: Bool { instance.hasRideTimes }

    private func keepsRideTimes(_ vehicle: Int, departure: Int) -> Bool {
        let (states, stops) = (states, stops)
        let end = Int(vehicles[vehicle].end)
        var node = Int(vehicles[vehicle].start)
        var clock = departure
        var ready = 0
        while node != end {
            let from = states[node].location
            let arrival = clock + Int(states[node].legDuration)
            node = Int(states[node].next)
            let stop = stops + node
            if stop.pointee.kind == .dropoff, arrival - scratch.left[Int(stop.pointee.mate)] > stop.pointee.longestRide {
                return false
            }
            let setup = stop.pointee.setup == 0 || states[node].location == from ? 0 : stop.pointee.setup
            clock = instance.begin(stop, arrivingAt: arrival) + stop.pointee.service + setup
            if stop.pointee.kind == .reload {
                ready = tripRelease(from: node)
                clock = max(clock, ready)
            }
            scratch.left[node] = clock
        }
        return true
    }

    /// When all goods of the trip that begins at `head` are there.
    func tripRelease(from head: Int) -> Int {
        var release = Int.min
        var node = Int(states[head].next)
        while stops[node].kind != .reload, stops[node].kind != .end {
            if stops[node].kind == .job { release = max(release, stops[node].release) }
            node = Int(states[node].next)
        }
        return release
    }

    /// What the requests cost that this vehicle's rider was told and that it no longer serves in that order; see
    /// ``Problem/changedRequests(in:)``.
    private func changeCost(_ vehicle: Int) -> Int {
        let planned = scratch.plannedRequests[vehicle]
        guard planned > 0 else { return 0 }
        let (states, scratch) = (states, scratch)
        var count = 0
        var node = vehicles[vehicle].start
        while node >= 0 {
            if scratch.plannedVehicle[Int(node)] == Int32(vehicle) {
                scratch.order[count] = node
                scratch.isInOrder[Int(node)] = false
                count += 1
            }
            node = states[Int(node)].next
        }
        var length = 0
        for index in 0..<count {
            let value = scratch.plannedPosition[Int(scratch.order[index])]
            var (low, high) = (0, length)
            while low < high {
                let middle = (low + high) / 2
                let other = scratch.plannedPosition[Int(scratch.order[Int(scratch.lastOfLength[middle])])]
                if other < value { low = middle + 1 } else { high = middle }
            }
            scratch.before[index] = low > 0 ? scratch.lastOfLength[low - 1] : -1
            scratch.lastOfLength[low] = Int32(index)
            length = max(length, low + 1)
        }
        var index = length > 0 ? scratch.lastOfLength[length - 1] : -1
        while index >= 0 {
            scratch.isInOrder[Int(scratch.order[Int(index)])] = true
            index = scratch.before[Int(index)]
        }
        var kept = 0
        for index in 0..<count {
            let node = Int(scratch.order[index])
            guard scratch.isInOrder[node] else { continue }
            let mate = Int(stops[node].mate)
            if mate < 0 {
                kept += 1
            } else if stops[node].kind == .pickup, scratch.isInOrder[mate], states[mate].vehicle == Int32(vehicle) {
                kept += 1
            } else if scratch.plannedVehicle[mate] != Int32(vehicle) {
                kept += 1
            }
        }
        return (planned - kept) * instance.problem.objective.changePenalty * CostBreakdown.unitsPerCost
    }
}

extension StopData.Kind {
    /// What is broken when this begins too late.
    var lateness: Constraint {
        switch self {
        case .job, .pickup, .dropoff: .timeWindow
        case .rest: .rest
        case .reload: .hubOpening
        case .start, .end: .shift
        }
    }
}
