import Catalog
import Foundation
import Routing

extension DaySimulation {
    /// Sets when a bike that is not committed does what comes next.
    mutating func decide(_ index: Int) {
        let bike = bikes[index]
        guard !bike.isOut, bike.running?.commitment == nil else { return }
        bikes[index].stamp += 1
        let time: Seconds
        if let running = bike.running {
            if let next = running.stops.first {
                time = departure(
                    to: next, from: running.position, by: bike.bike.type, freeAt: max(running.freeAt, running.heldUntil))
            } else {
                time = running.isHome ? seconds(running.spanEnd) : now
            }
        } else if let tour = bike.pending.first, let next = tour.stops.first {
            let earliest = seconds(tour.span.start)
            time = departure(
                to: next, from: bike.home, by: bike.bike.type,
                freeAt: loads(tour.stops).isEmpty ? earliest : max(earliest, tour.departure))
        } else {
            return
        }
        queue.add(.bike(index, stamp: bikes[index].stamp), at: max(now, time))
    }

    /// As late as the plan allows, so that it can still be changed, but with a head start.
    private func departure(to next: QueuedStop, from position: GeoPoint, by type: BikeType, freeAt: Seconds) -> Seconds {
        let target = next.mayBeEarly ? min(next.begin, next.opens) : next.begin
        let way = next.place.map { setting.travel.leg(from: position, to: $0, by: type).seconds } ?? 0
        return max(freeAt, target - way - (next.place == nil ? 0 : Self.headStart))
    }

    /// What a bike does when its time has come.
    mutating func step(_ index: Int) {
        if bikes[index].running?.commitment != nil { return arriveAndServe(index) }
        if bikes[index].running == nil { begin(index) }
        guard let running = bikes[index].running else { return }
        if !running.stops.isEmpty {
            commit(index)
        } else if !running.isHome {
            rideHome(index)
        } else if now >= seconds(running.spanEnd) {
            duties[running.duty].isGone = true
            tally.overtimeSeconds += max(0, running.freeAt - seconds(running.span.end))
            bikes[index].running = nil
            decide(index)
        }
    }

    /// Leaves the hub with the next tour.
    private mutating func begin(_ index: Int) {
        guard let tour = bikes[index].pending.first else { return }
        let span = tour.span
        let duty = duties.indices.first { duty in
            let candidate = duties[duty]
            return !candidate.isTaken && !candidate.isGone && candidate.duty.hubID == span.bike.hubID
                && candidate.duty.skills == span.skills && candidate.end == span.end && candidate.duty.start <= span.start
        }
        guard let duty else { return }
        duties[duty].isTaken = true
        bikes[index].pending.removeFirst()
        tourCount += 1
        tally.tours += 1
        tally.exactCost += span.bike.type.costPerUse.rawValue * CostBreakdown.unitsPerCost
        bikes[index].running = RunningBike(
            number: tourCount, duty: duty, span: span, spanEnd: span.end, position: bikes[index].home, freeAt: now, isHome: true,
            battery: span.bike.type.batteryWattHours * 1000, stops: tour.stops)
        load(index)
    }

    /// Goods of the hub that go with the trip that begins now.
    private func loads(_ stops: [QueuedStop]) -> [Int] {
        let trip = stops.prefix { if case .reload = $0.stop { false } else { true } }
        let doors = Set(trip.compactMap { stop -> ShipmentID? in if case .door(let id) = stop.stop { id } else { nil } })
        return shipments.indices.filter { index in
            if case .hub = shipments[index].place { doors.contains(shipments[index].promised.id) } else { false }
        }
    }

    private mutating func load(_ index: Int) {
        guard let running = bikes[index].running else { return }
        for shipment in loads(running.stops) { shipments[shipment].place = .bike(index) }
    }

    /// Rides to the next stop. From here on nothing can change it.
    private mutating func commit(_ index: Int) {
        guard var running = bikes[index].running, let next = running.stops.first else { return }
        running.stops.removeFirst()
        bikes[index].running = running
        let ride = ride(index, to: next.place ?? running.position)
        let began = beginning(of: next, arriving: ride.arrives)
        let way = Commitment(
            aim: .stop(next.stop), place: next.place ?? running.position, departs: now,
            expectedFinish: max(now + ride.planned.seconds, next.opens) + next.service, arrives: ride.arrives, begins: began,
            finishes: began + serviceTime(of: next), metres: ride.planned.metres, energy: ride.planned.energy)
        set(way, of: index)
        if case .reload = next.stop {
            let loaded = loads(running.stops)
            for shipment in loaded { shipments[shipment].place = .bike(index) }
            bikes[index].running?.heldUntil = loaded.isEmpty ? 0 : next.leaves
        }
        trouble(index, on: ride)
    }

    private mutating func rideHome(_ index: Int) {
        let ride = ride(index, to: bikes[index].home)
        set(
            Commitment(
                aim: .home, place: bikes[index].home, departs: now, expectedFinish: now + ride.planned.seconds,
                arrives: ride.arrives, begins: ride.arrives, finishes: ride.arrives, metres: ride.planned.metres,
                energy: ride.planned.energy), of: index)
        trouble(index, on: ride)
    }

    private mutating func set(_ way: Commitment, of index: Int) {
        if let running = bikes[index].running, !running.isHome { spend(now - running.freeAt, index, as: \.waitingSeconds) }
        bikes[index].running?.isHome = false
        bikes[index].running?.commitment = way
        bikes[index].stamp += 1
        queue.add(.bike(index, stamp: bikes[index].stamp), at: way.finishes)
    }

    /// When it begins in truth.
    private func beginning(of next: QueuedStop, arriving arrival: Seconds) -> Seconds {
        switch next.stop {
        case .pickup(let id):
            guard let shipment = shipments.first(where: { $0.promised.id == id }) else { return arrival }
            if case .roadside = shipment.place { return arrival }
            return max(arrival, shipment.packedAt)
        case .door(let id):
            return max(arrival, shipments.first { $0.promised.id == id }?.window.start ?? arrival)
        case .reload, .rest: return max(arrival, next.opens)
        }
    }

    private func serviceTime(of next: QueuedStop) -> Seconds {
        let id: ShipmentID
        switch next.stop {
        case .pickup(let shipment), .door(let shipment): id = shipment
        case .reload, .rest: return next.service
        }
        guard let shipment = shipments.first(where: { $0.promised.id == id }) else { return next.service }
        var isDoor = false
        if case .door = next.stop { isDoor = true }
        if isDoor, isShut(shipment) { return DisruptionRates.shutDoor }
        var chance = Chance(seed: setting.seed, .service, shipment.promised.number.rawValue, isDoor ? 1 : 0)
        return Int((Double(next.service) * chance.factor(spread: setting.disruptions.serviceSpread)).rounded())
    }

    /// Whether nobody will open.
    private func isShut(_ shipment: SimulatedShipment) -> Bool {
        var chance = Chance(seed: setting.seed, .door, shipment.promised.number.rawValue)
        return chance.happens(setting.disruptions.absentCustomers)
    }

    /// What the bike set out for is done.
    private mutating func arriveAndServe(_ index: Int) {
        guard var running = bikes[index].running, let way = running.commitment else { return }
        ridden(way, index)
        spend(way.arrives - way.departs, index, as: \.ridingSeconds)
        spend(way.begins - way.arrives, index, as: \.waitingSeconds)
        running.commitment = nil
        running.position = way.place
        running.freeAt = now
        running.battery -= way.energy
        switch way.aim {
        case .home: running.isHome = true
        case .stop(.rest):
            running.breakTaken += way.finishes - way.begins
            tally.restSeconds += way.finishes - way.begins
        case .stop(.reload):
            running.battery = bikes[index].bike.type.batteryWattHours * 1000
            running.trip += 1
        case .stop(.pickup(let id)): move(id, to: .bike(index))
        case .stop(.door(let id)):
            let isShut = shipments.first { $0.promised.id == id }.map { self.isShut($0) } ?? false
            move(id, to: isShut ? .refused(way.begins) : .door(way.begins))
        }
        if case .stop(let stop) = way.aim {
            if case .rest = stop {} else { spend(way.finishes - way.begins, index, as: \.servingSeconds) }
        }
        bikes[index].running = running
        decide(index)
    }

    private mutating func move(_ id: ShipmentID, to place: SimulatedShipment.Place) {
        guard let index = shipments.firstIndex(where: { $0.promised.id == id }) else { return }
        shipments[index].place = place
    }

    mutating func spend(_ seconds: Seconds, _ index: Int, as kind: WritableKeyPath<SimulationTally, Int>) {
        guard seconds > 0 else { return }
        tally[keyPath: kind] += seconds
        tally.exactCost += seconds * bikes[index].bike.type.costPerHour.rawValue * CostBreakdown.unitsPerCost / 3600
    }

    mutating func ridden(_ way: Commitment, _ index: Int) {
        tally.metres += way.metres
        tally.milliwattHours += way.energy
        tally.exactCost += way.metres * bikes[index].bike.type.costPerKilometre.rawValue * CostBreakdown.unitsPerCost / 1000
    }
}
