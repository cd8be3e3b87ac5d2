import Catalog
import Foundation
import Orders
import Routing

extension DaySimulation {
    /// The day as it stands, with its tours laid over it.
    ///
    /// What cannot be kept any more is stretched step by step until it can be brought again, as late as it must and no later.
    ///
    /// - Parameter restoringReserve: see ``LiveDay``.
    mutating func lay(restoringReserve: Bool = false) -> LiveDay {
        // Each round stretches something further; there are not more steps than this.
        for _ in 0..<24 {
            let live = live(restoringReserve)
            if live.homeless.isEmpty || !stretch(live.homeless) { return live }
        }
        return live(restoringReserve)
    }

    private func live(_ restoringReserve: Bool) -> LiveDay {
        let day = dayProblem()
        return LiveDay(
            day, tables: setting.travel.tables(for: day), closures: [], laying: currentTours, restoringReserve: restoringReserve)
    }

    /// - Returns: whether anything could be stretched.
    private mutating func stretch(_ homeless: Set<ShipmentID>) -> Bool {
        let steps = SimulatedShipment.stretches
        var hasChanged = false
        for index in shipments.indices where shipments[index].isOpen && homeless.contains(shipments[index].promised.id) {
            if shipments[index].stretch < steps.count - 1 {
                repeat {
                    shipments[index].stretch += 1
                } while shipments[index].stretch < steps.count - 1
                    && shipments[index].window.end + steps[shipments[index].stretch] <= now
                hasChanged = true
            } else if case .bike(let bike) = shipments[index].place, stayLonger(bike) {
                hasChanged = true
            }
        }
        return hasChanged
    }

    /// A rider with goods on the bike brings them rather than going home.
    private mutating func stayLonger(_ index: Int) -> Bool {
        guard let running = bikes[index].running, running.spanEnd.timeIntervalSince(running.span.end) < Self.longestOvertime
        else {
            return false
        }
        bikes[index].running?.spanEnd = running.spanEnd.addingTimeInterval(Self.overtimeStep)
        duties[running.duty].end = max(duties[running.duty].end, running.spanEnd.addingTimeInterval(Self.overtimeStep))
        return true
    }

    /// Searches better tours for all that is not begun, as a dispatcher does, and tells the riders.
    mutating func plan() {
        for index in shipments.indices { shipments[index].stretch = 0 }
        let base = lay(restoringReserve: true)
        let model = base.model.starting(at: base.solution)
        let requests = model.problem.jobs.count + model.problem.pairs.count
        guard requests > 0, !model.spans.isEmpty, let solver = try? Solver(model.problem) else { return adopt(base) }
        tally.plans += 1
        tally.plannedRequests += requests
        var chance = Chance(seed: setting.seed, .search, tally.plans)
        let options = SolverOptions(
            timeLimit: nil, iterations: setting.iterations, seed: UInt64(chance.uniform(0...Double(1 << 50))))
        let found = solver.solve(options, isCancelled: isCancelled)
        guard !base.isBroken(by: found), Checker.check(model.problem, found).isEmpty else { return adopt(base) }
        tally.movedRequests += model.problem.changes(from: base.solution, to: found).count { change in
            switch change.kind {
            case .moved, .reordered: true
            case .added, .removed: false
            }
        }
        adopt(LiveDay(base.model.day, tables: base.tables, closures: [], laying: LiveTours(found, of: base.model)))
    }

    /// The day's problem as the service would read it now. A stop that a rider is on the way to counts as done: it is not changed any more.
    private func dayProblem() -> DayProblem {
        let running = bikes.indices.compactMap { index in bikes[index].running.map { runningTour(index, $0) } }
        return DayProblem(
            day: setting.day, notBefore: moment(max(0, now)), hubs: setting.hubs,
            bikes: bikes.map(\.bike),
            duties: duties.filter { !$0.isGone }.map {
                DayProblem.Duty(
                    riderID: $0.duty.riderID, hubID: $0.duty.hubID, skills: $0.duty.skills, start: $0.duty.start, end: $0.end)
            },
            shipments: openShipments(), running: running, bikesOut: Set(bikes.filter(\.isOut).map(\.bike.id)),
            plannedSpans: bikes.flatMap { bike in
                bike.pending.map {
                    DayProblem.PlannedSpan(bikeID: bike.bike.id, start: $0.span.start, end: $0.span.end, skills: $0.span.skills)
                }
            }, reserve: setting.reserve > 0 ? DayProblem.Reserve(seconds: setting.reserve) : nil)
    }

    private func runningTour(_ index: Int, _ tour: RunningBike) -> DayProblem.RunningTour {
        var (battery, trip, rest) = (tour.battery, tour.trip, tour.breakTaken)
        if let way = tour.commitment {
            battery -= way.energy
            if case .stop(.reload) = way.aim {
                battery = bikes[index].bike.type.batteryWattHours * 1000
                trip += 1
            }
            if case .stop(.rest) = way.aim { rest += way.finishes - way.begins }
        }
        return DayProblem.RunningTour(
            number: tour.number, bikeID: bikes[index].bike.id, spanStart: tour.span.start, spanEnd: tour.spanEnd,
            skills: tour.span.skills, requiredSkills: [], position: tour.commitment?.place ?? tour.position,
            freeAt: moment(max(now, tour.commitment?.expectedFinish ?? tour.freeAt)), batteryWattHours: Double(battery) / 1000,
            breakSecondsTaken: rest, trip: trip, doneWeight: .zero, doneVolume: .zero, doneStops: [])
    }

    private func openShipments() -> [DayProblem.OpenShipment] {
        var (fetched, reached): ([ShipmentID: Int], Set<ShipmentID>) = ([:], [])
        for bike in bikes {
            guard let running = bike.running, case .stop(let stop)? = running.commitment?.aim else { continue }
            if case .pickup(let id) = stop { fetched[id] = running.number }
            if case .door(let id) = stop { reached.insert(id) }
        }
        let stretches = SimulatedShipment.stretches
        return shipments.compactMap { shipment in
            guard shipment.isOpen, !reached.contains(shipment.promised.id) else { return nil }
            let promised = shipment.promised
            var origin = promised.origin
            var readyAt = moment(shipment.isPacked ? shipment.packedAt : shipment.expectedAt)
            var handOver = Delivery.handOver(of: promised.handOver, packedAt: shipment.isPacked ? readyAt : nil)
            switch shipment.place {
            case .bike(let bike): origin = .onBoard(tour: bikes[bike].running?.number ?? 0)
            case .roadside(let place):
                (origin, readyAt, handOver) = (.shop(name: "Wegrand", place), moment(shipment.roadsideSince), nil)
            case .shop: if let tour = fetched[promised.id] { origin = .onBoard(tour: tour) }
            case .hub, .door, .refused: break
            }
            return DayProblem.OpenShipment(
                id: promised.id, number: promised.number, origin: origin, destination: promised.destination,
                parcels: shipment.isPacked ? shipment.parcelsPacked : promised.parcels, weight: promised.weight,
                volume: promised.volume, heaviest: promised.heaviest, handling: promised.handling, readyAt: readyAt,
                windowStart: promised.windowStart,
                windowEnd: moment(max(shipment.window.start, shipment.window.end + stretches[shipment.stretch])),
                handOver: handOver)
        }
    }

    private var currentTours: LiveTours {
        LiveTours(
            tours: bikes.flatMap { bike -> [LiveTours.Tour] in
                let running = bike.running.map { [($0.span, $0.stops)] } ?? []
                return (running + bike.pending.map { ($0.span, $0.stops) }).map { span, stops in
                    LiveTours.Tour(bike: bike.bike.id, start: seconds(span.start), stops: stops.map(\.stop))
                }
            })
    }

    /// Tells the riders what they do from now on.
    mutating func adopt(_ live: LiveDay) {
        for index in bikes.indices {
            bikes[index].pending = []
            bikes[index].running?.stops = []
        }
        let stopsOfTours = LiveTours(live.solution, of: live.model).tours
        for (tour, stops) in zip(live.solution.tours, stopsOfTours) {
            let span = live.model.spans[tour.vehicle]
            guard let index = bikes.firstIndex(where: { $0.bike.id == span.bike.id }) else { continue }
            let schedule = Schedule(live.model.problem, tour)
            let queued = zip(stops.stops, schedule.steps.dropFirst()).map { queuedStop($0, $1, live, tour.vehicle) }
            if span.running != nil {
                bikes[index].running?.stops = queued
            } else if queued.contains(where: \.isTask) {
                bikes[index].pending.append(PendingTour(span: span, departure: schedule.departure, stops: queued))
            }
        }
        for index in bikes.indices {
            bikes[index].pending.sort { $0.span.start < $1.span.start }
            decide(index)
        }
    }

    private func queuedStop(_ stop: LiveTours.Stop, _ step: Schedule.Step, _ live: LiveDay, _ vehicle: Int) -> QueuedStop {
        let problem = live.model.problem
        var windows: [TimeWindow] = []
        var mayBeEarly = true
        var place = step.location.map { live.model.places[$0] }
        switch step.kind {
        case .stop(.job(let index)): windows = problem.jobs[index].visit.windows
        case .stop(.pickup(let index)):
            windows = problem.pairs[index].pickup.visit.windows
            mayBeEarly = problem.pairs[index].maximumRideTime == nil
        case .stop(.dropoff(let index)): windows = problem.pairs[index].delivery.visit.windows
        case .stop(.reload(let hub)): windows = [problem.hubs[hub].opening]
        case .stop(.rest(let index)):
            windows = problem.vehicles[vehicle].breaks[index].windows
            place = nil
        case .start, .end: break
        }
        return QueuedStop(
            stop: stop, place: place, begin: step.begin,
            opens: windows.first { step.begin <= $0.end }?.start ?? step.begin, service: step.setup + step.service,
            leaves: step.departure, mayBeEarly: mayBeEarly)
    }
}
