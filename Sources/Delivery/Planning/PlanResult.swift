import Catalog
import Foundation
import Routing

/// What a search found, in the words of the day: tours with timed stops, and what is left out with the reasons.
struct PlanResult: Sendable {
    struct Unserved: Sendable {
        let shipment: DayProblem.OpenShipment
        let reasons: [UnservedReason]
    }

    var tours: [PlannedTour]
    let unserved: [Unserved]
    let summary: PlanSummary

    /// - Throws: ``InfeasiblePlan`` when the checker finds anything wrong.
    init(
        _ model: DayModel, _ solution: Solution, seconds: Double, travel: PlanTravel = PlanTravel(kind: .greatCircle)
    ) throws(InfeasiblePlan) {
        let violations = Checker.check(model.problem, solution)
        guard violations.isEmpty else { throw InfeasiblePlan(violations: violations) }
        self.init(unchecked: model, solution, seconds: seconds, travel: travel)
    }

    /// The same for who asks the checker by themselves. Such a result is never stored.
    init(unchecked model: DayModel, _ solution: Solution, seconds: Double, travel: PlanTravel) {
        let used = solution.tours.filter { !$0.stops.isEmpty || model.spans[$0.vehicle].running != nil }
        var tours = used.map { model.plannedTour($0) }
        let planned = Set(used.map(\.vehicle))
        // A tour that has nothing left to do still has been ridden.
        for (index, span) in model.spans.enumerated() where span.running != nil && !planned.contains(index) {
            tours.append(model.plannedTour(Solution.Tour(vehicle: index, stops: [])))
        }
        tours += model.day.running.filter { !model.day.goesOn($0) }.compactMap { model.plannedTour(over: $0) }
        self.tours = Self.numbered(tours, running: model.day.running)
        unserved = solution.unserved.map { entry in
            let shipment = model.shipment(of: entry.request)
            let reasons = entry.reasons.isEmpty ? UnservedDiagnosis.reasons(for: entry.request, in: model.problem) : entry.reasons
            return Unserved(
                shipment: shipment,
                reasons: reasons.prefix(3).map {
                    UnservedReason(constraint: $0, detail: model.words(for: $0, shipment: shipment))
                })
        }
        summary = PlanSummary(
            tours: self.tours, served: model.day.shipments.count - unserved.count, unserved: unserved.count,
            costCents: model.problem.cost(of: solution).rounded, seconds: seconds, travel: travel)
    }

    /// Running tours keep their numbers, the others take the free ones by their start.
    private static func numbered(_ tours: [PlannedTour], running: [DayProblem.RunningTour]) -> [PlannedTour] {
        let taken = Set(running.map(\.number))
        var next = 1
        return tours.sorted { ($0.start, $0.bike.key) < ($1.start, $1.bike.key) }.map { tour in
            guard tour.number == 0 else { return tour }
            while taken.contains(next) { next += 1 }
            defer { next += 1 }
            var tour = tour
            tour.number = next
            return tour
        }.sorted { $0.number < $1.number }
    }
}

/// A search gave a plan that the checker refuses. This is a bug of the search; nothing is stored.
struct InfeasiblePlan: Error, CustomStringConvertible {
    let violations: [Violation]

    var description: String {
        let first = violations.prefix(3).map(\.description).joined(separator: "; ")
        return "the plan breaks \(violations.count) constraints and is not stored: \(first)"
    }
}

extension DayModel {
    func shipment(of request: Request) -> DayProblem.OpenShipment {
        switch request {
        case .job(let index): day.shipments[jobShipments[index]]
        case .pair(let index): day.shipments[pairShipments[index]]
        }
    }

    /// What is on board and would not come to its door in time, and what is on its way to a hub with what goes on from there.
    func stranded(by solution: Solution) -> Set<ShipmentID> {
        let fed = day.fedFromTheRoad
        return Set(
            solution.unserved.map { shipment(of: $0.request) }.compactMap { shipment in
                if case .onBoard = shipment.origin { return shipment.id }
                return fed.contains(shipment.id) || (shipment.hasLeft && shipment.feeds != nil) ? shipment.id : nil
            })
    }

    /// What a milk run was to fetch for a hub and no tour takes.
    func transfers(leftOutBy solution: Solution) -> [ShipmentID] {
        solution.unserved.map { shipment(of: $0.request) }.filter { $0.feeds != nil && !$0.hasLeft }.map(\.id)
    }

    /// What no tour brings.
    func shipments(leftOutBy solution: Solution) -> Set<ShipmentID> {
        Set(solution.unserved.map { shipment(of: $0.request).id })
    }

    /// What is brought after its window, by number.
    func late(in result: PlanResult) -> [ShipmentNumber] {
        let late = Set(day.shipments.filter(\.mayBeLate).map(\.id))
        let overdue = result.tours.flatMap(\.stops).filter { stop in
            guard let id = stop.shipmentID, late.contains(id), let end = stop.windowEnd else { return false }
            return stop.serviceStart > end
        }.compactMap(\.shipmentID)
        return day.shipments.filter { overdue.contains($0.id) }.map(\.number).sorted()
    }

    /// The tour with its times; its number is 0 where the day has not given it one yet.
    func plannedTour(_ tour: Solution.Tour) -> PlannedTour {
        let span = spans[tour.vehicle]
        let schedule = Schedule(problem, tour)
        var walk = StopWalk(self, schedule)
        let steps = schedule.steps.compactMap { walk.stop($0) }
        // A running tour has left its start already.
        let stops = span.running.map { $0.doneStops + steps.dropFirst() } ?? steps
        return plannedTour(
            bike: span.bike, from: span.start, to: span.end, stops: stops, skills: span.skills, running: span.running)
    }

    /// A tour that is back at its hub, as it was; `nil` when its bike is no more.
    func plannedTour(over tour: DayProblem.RunningTour) -> PlannedTour? {
        day.bikes.first { $0.id == tour.bikeID }.map { bike in
            plannedTour(
                bike: bike, from: tour.spanStart, to: tour.spanEnd, stops: tour.doneStops, skills: tour.skills, running: tour)
        }
    }

    private func plannedTour(
        bike: Bike, from start: Date, to end: Date, stops: [PlannedStop], skills: Set<Skill>, running: DayProblem.RunningTour?
    ) -> PlannedTour {
        let shipments = shipmentsCarried(stops)
        var required = running?.requiredSkills ?? bike.type.requiredSkills
        for shipment in shipments {
            required.formUnion(CarryingRules.riderSkills(handling: shipment.handling, heaviest: shipment.heaviest))
        }
        return PlannedTour(
            number: running?.number ?? 0, bike: bike, spanStart: start, spanEnd: end, stops: stops,
            trips: stops.map(\.trip).max() ?? 1, metres: stops.reduce(0) { $0 + $1.metresFromPrevious },
            drivingSeconds: stops.reduce(0) { $0 + $1.secondsFromPrevious },
            breakSeconds: stops.reduce(0) { $0 + $1.breakSeconds }, wattHours: stops.reduce(0) { $0 + $1.wattHoursFromPrevious },
            shipments: Set(stops.compactMap(\.shipmentID)).count,
            weight: (running?.doneWeight ?? .zero) + shipments.map(\.weight).total(),
            volume: (running?.doneVolume ?? .zero) + shipments.map(\.volume).total(), requiredSkills: required,
            plannedSkills: skills)
    }

    private func shipmentsCarried(_ stops: [PlannedStop]) -> [DayProblem.OpenShipment] {
        let carried = Set(stops.compactMap(\.shipmentID))
        return day.shipments.filter { carried.contains($0.id) }
    }
}

/// Walks along a schedule and gives each step its place, name and way.
private struct StopWalk {
    let model: DayModel
    let vehicle: Vehicle
    let span: BikeSpan
    let firstTrip: Int
    private var previous: Schedule.Step?

    init(_ model: DayModel, _ schedule: Schedule) {
        self.model = model
        vehicle = model.problem.vehicles[schedule.vehicle]
        span = model.spans[schedule.vehicle]
        firstTrip = model.spans[schedule.vehicle].running?.trip ?? 1
    }

    mutating func stop(_ step: Schedule.Step) -> PlannedStop? {
        guard let location = step.location else { return nil }
        var energy = 0
        if let from = previous?.location, from != location {
            energy = model.problem.matrix(of: vehicle).energy(from: from, to: location)
        }
        let shipment = model.shipment(at: step.kind)
        let isPromised = shipment.map { $0.hasWindowAtOrigin == (kind(of: step.kind) == .pickup) } ?? false
        defer { previous = step }
        return PlannedStop(
            trip: firstTrip + step.trip, kind: kind(of: step.kind), name: name(of: step.kind, shipment),
            location: model.places[location], shipmentID: shipment?.id, arrival: moment(step.arrival),
            serviceStart: moment(step.begin), departure: moment(step.departure),
            windowStart: isPromised ? shipment?.windowStart : nil, windowEnd: isPromised ? shipment?.windowEnd : nil,
            load: Grams(step.load.first ?? 0), loadVolume: Millilitres(step.load.dropFirst().first ?? 0),
            batteryWattHours: Double(step.battery ?? 0) / 1000,
            metresFromPrevious: step.distance - (previous?.distance ?? 0),
            secondsFromPrevious: step.travelTime - (previous?.travelTime ?? 0), wattHoursFromPrevious: Double(energy) / 1000)
    }

    private func moment(_ seconds: Seconds) -> Date { model.serviceDay.moment(atSeconds: seconds) }

    private func kind(of step: Schedule.Kind) -> TourStop.Kind {
        switch step {
        case .start: .start
        case .end: .end
        case .stop(.job): .delivery
        case .stop(.pickup): .pickup
        case .stop(.dropoff): .dropoff
        case .stop(.reload): .reload
        case .stop(.rest): .break
        }
    }

    private func name(of step: Schedule.Kind, _ shipment: DayProblem.OpenShipment?) -> String {
        switch step {
        case .start, .end: return model.day.hubs.first { $0.id == span.bike.hubID }?.name ?? ""
        case .stop(.reload(let hub)): return model.day.hubs[hub].name
        case .stop(.rest): return "Pause"
        case .stop(.pickup):
            if case .shop(let name, _)? = shipment?.origin { return name }
            return ""
        case .stop(.job), .stop(.dropoff): return shipment?.end?.name ?? ""
        }
    }
}

extension DayModel {
    fileprivate func shipment(at kind: Schedule.Kind) -> DayProblem.OpenShipment? {
        guard case .stop(let stop) = kind, let request = stop.request else { return nil }
        return shipment(of: request)
    }
}
