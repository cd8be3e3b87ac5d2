import Foundation

/// A trip as it stands in a tour: what lies between its head and its tail.
private struct Trip {
    let vehicle: Int
    /// The start or reload before it, and the reload or end behind it.
    let head: Int
    let tail: Int
    let first: Int
    let last: Int

    /// The trip that a visit belongs to; `nil` if some of it is locked.
    init?(_ plan: Plan, of visit: Int) {
        let (states, stops) = (plan.states, plan.stops)
        vehicle = Int(states[visit].vehicle)
        head = Int(states[visit].head)
        if vehicle < 0 || stops[head].isSealed { return nil }
        first = Int(states[head].next)
        var node = first
        while !stops[node].kind.endsTrip {
            if stops[node].isPinned { return nil }
            node = Int(states[node].next)
        }
        tail = node
        last = Int(states[node].previous)
    }
}

extension Search {
    /// Whether whole trips can change places with nothing but times to look at first.
    var hasPlainTrips: Bool {
        let features = instance.features
        return features.reloads && !features.simulated && !features.pairs && !features.mixedLoads && !features.balanced
            && instance.tables.count == 1
    }

    /// Tries to move one trip to another tour, or to exchange two trips.
    ///
    /// Such moves mostly cost nothing: every trip comes from the hub and goes back to it. They make time for others where it is short.
    /// Returns what the plan got cheaper.
    func tryTrips(_ temperature: Double) -> Int {
        let allowance = -temperature * log(max(1e-300, random.unit()))
        guard let trip = Trip(plan, of: random.below(instance.visitCount)),
            let other = Trip(plan, of: random.below(instance.visitCount)), trip.vehicle != other.vehicle,
            plan.vehicles[trip.vehicle].vehicleClass == plan.vehicles[other.vehicle].vehicleClass
        else { return 0 }
        plan.begin()
        let reload = random.next() & 1 == 0 ? reloadToCome(with: trip, behind: other) : -1
        if reload < 0, !canExchange(trip, other) { return 0 }
        let cost = plan.cost
        if reload >= 0 {
            plan.moveTrip(from: trip.head, to: trip.tail, behind: other.last, reload: reload)
        } else {
            plan.exchangeTrips((trip.head, trip.tail), (other.head, other.tail))
        }
        tidyTrips(trip.vehicle)
        tidyTrips(other.vehicle)
        plan.refresh(trip.vehicle)
        plan.refresh(other.vehicle)
        if Double(plan.cost - cost) >= allowance || !canRide(trip.vehicle) || !canRide(other.vehicle) {
            plan.undo()
            return 0
        }
        plan.commit()
        if plan.cost < cost { keepIfBest() }
        return cost - plan.cost
    }

    /// A reload with which a trip could begin behind another one; -1 if it would be late, or comes from elsewhere.
    private func reloadToCome(with trip: Trip, behind other: Trip) -> Int {
        let (states, stops) = (plan.states, plan.stops)
        let hub = Int(stops[trip.head].hub)
        guard hub >= 0, stops[other.tail].hub == hub,
            instance.mayReload[hub * instance.vehicleCount + other.vehicle]
        else { return -1 }
        let reload = plan.takeReload(hub: hub)
        if reload < 0 { return -1 }
        let table = plan.travel[0]
        let way = Int(states[other.last].location) &* table.size &+ Int(states[reload].location)
        let back = max(states[other.last].departure &+ Int(table.duration[way]), stops[reload].open) &+ stops[reload].service
        return arrival(of: trip, from: reload, readyAt: back, to: other.tail) <= states[other.tail].latest ? reload : -1
    }

    private func canExchange(_ trip: Trip, _ other: Trip) -> Bool {
        let states = plan.states
        return arrival(of: trip, from: other.head, readyAt: ready(other), to: other.tail) <= states[other.tail].latest
            && arrival(of: other, from: trip.head, readyAt: ready(trip), to: trip.tail) <= states[trip.tail].latest
    }

    /// When a trip's head could be left but for its goods.
    private func ready(_ trip: Trip) -> Int {
        let (states, stops) = (plan.states, plan.stops)
        if stops[trip.head].kind == .start {
            return max(stops[trip.head].open, plan.vehicles[trip.vehicle].shiftStart)
        }
        let previous = Int(states[trip.head].previous)
        let arrival = states[previous].departure &+ Int(states[previous].legDuration)
        return max(arrival, stops[trip.head].open) &+ stops[trip.head].service
    }

    /// When a trip would be at a tail, leaving a head at a moment or when its goods are there; `Int.max` if it would be late on the way.
    private func arrival(of trip: Trip, from head: Int, readyAt ready: Int, to tail: Int) -> Int {
        let (states, stops, table) = (plan.states, plan.stops, plan.travel[0])
        var departure = ready
        if plan.side.hasShifts { departure = max(departure, plan.side.releases[trip.head].goods) }
        var place = Int(states[head].location)
        var node = trip.first
        while node != trip.tail {
            let location = Int(states[node].location)
            let arrival = departure &+ Int(table.duration[place &* table.size &+ location])
            let begin = instance.begin(stops + node, arrivingAt: arrival)
            if begin > stops[node].close { return .max }
            departure = begin &+ stops[node].service
            place = location
            node = Int(states[node].next)
        }
        return departure &+ Int(table.duration[place &* table.size &+ Int(states[tail].location)])
    }
}
