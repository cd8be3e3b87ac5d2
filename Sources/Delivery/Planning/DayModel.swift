import Catalog
import Database
import Foundation
import Routing

/// A day's routing problem with the way back from its indices to bikes and shipments.
struct DayModel: Sendable {
    let day: DayProblem
    let serviceDay: ServiceDay
    /// Distinct; the locations of the problem.
    let places: [GeoPoint]
    /// Distinct; the profiles of the problem.
    let bikeTypes: [BikeType]
    let spans: [BikeSpan]
    /// Indices into ``DayProblem/shipments``, one for each job and pair of the problem.
    let jobShipments: [Int]
    let pairShipments: [Int]
    private(set) var problem: Problem

    /// The places between which travel tables are needed, in the order in which the problem numbers them.
    static func places(of day: DayProblem) -> [GeoPoint] {
        var seen: Set<GeoPoint> = []
        var places: [GeoPoint] = []
        func add(_ place: GeoPoint) {
            if seen.insert(place).inserted { places.append(place) }
        }
        for hub in day.hubs { if let place = hub.location { add(place) } }
        for tour in day.running { add(tour.position) }
        for shipment in day.shipments {
            switch shipment.origin {
            case .shop(_, let place), .door(let place): add(place)
            case .hub, .onBoard: break
            }
            add(shipment.destination)
        }
        return places
    }

    /// The kinds of bikes for which travel tables are needed, in the order in which the problem numbers them.
    static func bikeTypes(of day: DayProblem) -> [BikeType] {
        var seen: Set<String> = []
        return day.bikes.map(\.type).filter { seen.insert($0.key).inserted }.sorted { $0.key < $1.key }
    }

    /// - Parameter matrices: one for each of ``bikeTypes(of:)``, between all ``places(of:)``.
    init(_ day: DayProblem, matrices: [TravelMatrix]) {
        self.day = day
        serviceDay = ServiceDay(day.day)
        places = Self.places(of: day)
        bikeTypes = Self.bikeTypes(of: day)
        spans = BikeSpan.match(
            bikes: day.bikes, duties: day.duties, running: day.running, bikesOut: day.bikesOut ?? [],
            planned: day.plannedSpans ?? [])
        var (jobShipments, pairShipments): ([Int], [Int]) = ([], [])
        for (index, shipment) in day.shipments.enumerated() {
            switch shipment.origin {
            case .shop, .door: pairShipments.append(index)
            case .hub, .onBoard: jobShipments.append(index)
            }
        }
        self.jobShipments = jobShipments
        self.pairShipments = pairShipments
        problem = Problem(matrices: matrices, vehicles: [])
        fillProblem()
    }

    /// The same with tours for the search to begin with.
    ///
    /// - Parameter changePenalty: cents for each request that another bike brings than in these tours, or in another order.
    func starting(at solution: Solution, changePenalty: Int = 0) -> DayModel {
        var copy = self
        copy.problem.objective.changePenalty = changePenalty
        for tour in solution.tours { copy.problem.vehicles[tour.vehicle].plannedStops = tour.stops }
        return copy
    }

    /// The same with some requests that are left out rather than served for more than so many cents.
    func pricing(_ requests: Set<Request>, at prize: Int) -> DayModel {
        var copy = self
        for request in requests {
            switch request {
            case .job(let index): copy.problem.jobs[index].priority = .optional(prize: prize)
            case .pair(let index): copy.problem.pairs[index].priority = .optional(prize: prize)
            }
        }
        return copy
    }

    /// The same with the last minutes of their windows for some shipments.
    func spendingReserve(of shipments: Set<ShipmentID>) -> DayModel {
        guard day.reserve != nil, !shipments.isEmpty else { return self }
        return withWindows(of: day.spendingReserve(of: shipments))
    }

    /// The same, with `late` shipments to be brought after their window rather than not at all.
    func allowing(late: Set<ShipmentID>) -> DayModel { withWindows(of: day.allowing(late: late)) }

    /// A day that differs from this one in nothing but windows: all indices stay what they are, and what is locked stays locked.
    private func withWindows(of day: DayProblem) -> DayModel {
        var copy = DayModel(day, matrices: problem.matrices)
        for vehicle in problem.vehicles.indices {
            copy.problem.vehicles[vehicle].lockedStops = problem.vehicles[vehicle].lockedStops
        }
        return copy
    }

    /// What a tour, which is feasible when nothing is held back, can only bring in the last minutes of its window.
    func reserveSpent(by tour: Solution.Tour) -> Set<ShipmentID> {
        let violations = Checker.check(problem, tour)
        guard !violations.isEmpty else { return [] }
        let late = violations.filter { $0.constraint == .timeWindow }.compactMap(\.request)
        // Where an earlier begin makes the shift too long, none of its windows can be shortened.
        let requests = late.count == violations.count ? late : tour.stops.compactMap(\.request)
        return Set(requests.map { shipment(of: $0).id })
    }

    /// The same with those of the tours that a dispatcher has locked to be kept as they are; stops may be put behind theirs.
    func locking(_ tours: [Solution.Tour]) -> DayModel {
        guard let locks = day.locks, !locks.isEmpty else { return self }
        var copy = self
        for tour in tours where locks.contains(TourLock(spans[tour.vehicle])) {
            copy.problem.vehicles[tour.vehicle].lockedStops = tour.stops
        }
        return copy
    }

    private mutating func fillProblem() {
        let locations = Dictionary(uniqueKeysWithValues: places.enumerated().map { ($1, $0) })
        let hubIndices = Dictionary(uniqueKeysWithValues: day.hubs.enumerated().map { ($1.id, $0) })
        problem.coordinates = places.map(\.coordinate)
        problem.dimensions = ["grams", "millilitres"]
        problem.hubs = day.hubs.map { hub in
            Hub(
                name: hub.name, location: hub.location.flatMap { locations[$0] } ?? 0,
                opening: TimeWindow(
                    serviceDay.seconds(at: serviceDay.moment(hub.opens)), serviceDay.seconds(at: serviceDay.moment(hub.closes))),
                reloadTime: ServiceTimes.reload, charging: .swap)
        }
        let hubsWithParcels = Set(
            day.shipments.compactMap { shipment -> Int? in
                if case .hub(let id) = shipment.origin { hubIndices[id] } else { nil }
            })
        problem.vehicles = spans.enumerated().map { index, span in
            let home = hubIndices[span.bike.hubID] ?? 0
            return vehicle(index, span, home: home, reloadHubs: hubsWithParcels.union([home]).sorted(), locations: locations)
        }
        problem.jobs = jobShipments.map { job(day.shipments[$0], locations: locations, hubIndices: hubIndices) }
        problem.pairs = pairShipments.map { pair(day.shipments[$0], locations: locations) }
    }

    private func vehicle(
        _ index: Int, _ span: BikeSpan, home: Int, reloadHubs: [Int], locations: [GeoPoint: Int]
    ) -> Vehicle {
        let type = span.bike.type
        let shift = TimeWindow(serviceDay.seconds(at: span.start), serviceDay.seconds(at: span.end))
        let now = serviceDay.seconds(at: day.notBefore)
        // A bike that rides is somewhere on its way to the next stop; only what it has not begun is kept from being in the past.
        let begin =
            if let running = span.running {
                max(shift.start, serviceDay.seconds(at: running.freeAt), now - Self.longestSilence)
            } else {
                max(shift.start, now)
            }
        let capacity = type.batteryWattHours * 1000
        let reserve = capacity * Self.batteryReservePercent / 100
        let initial = span.running.map { max(reserve, min(capacity, Int($0.batteryWattHours * 1000))) }
        let breakTime = WorkingTime.breakTime(forShiftOf: shift.end - shift.start)
        var skills = Set(span.skills.map(Self.number) + type.compartments.map(Self.number))
        if let running = span.running { skills.insert(Self.onBoardSkill(tour: running.number)) }
        return Vehicle(
            id: index + 1, name: span.bike.key, profile: bikeTypes.firstIndex { $0.key == type.key } ?? 0,
            start: span.running.flatMap { locations[$0.position] }.map { .location($0) } ?? .hub(home), end: .hub(home),
            reloadHubs: reloadHubs, capacity: [type.payload.rawValue, type.volume.rawValue],
            shift: TimeWindow(min(begin, shift.end), shift.end),
            breaks: WorkingTime.breaks(inShift: shift, from: begin, taken: span.running?.breakSecondsTaken ?? 0), skills: skills,
            costs: Vehicle.Costs(
                fixed: span.running == nil ? type.costPerUse.rawValue : 0, perTravelHour: type.costPerHour.rawValue,
                perTaskHour: type.costPerHour.rawValue, perWaitingHour: type.costPerHour.rawValue,
                perKilometre: type.costPerKilometre.rawValue),
            limits: Vehicle.Limits(
                duration: WorkingTime.longestWork + breakTime - max(0, span.running == nil ? 0 : begin - shift.start)),
            battery: Vehicle.Battery(capacity: capacity, initial: initial, reserve: reserve))
    }

    private func job(_ shipment: DayProblem.OpenShipment, locations: [GeoPoint: Int], hubIndices: [HubID: Int]) -> Job {
        var skills = requiredSkills(shipment)
        var hub: Int?
        var release = 0
        var priority = Priority.mandatory(0)
        switch shipment.origin {
        case .hub(let id):
            hub = hubIndices[id]
            release = serviceDay.seconds(at: max(shipment.readyAt, day.notBefore))
        case .onBoard(let tour):
            skills.insert(Self.onBoardSkill(tour: tour))
            priority = .mandatory(Self.onBoardPriority)
        case .shop, .door: break
        }
        return Job(
            id: shipment.number.rawValue, name: shipment.number.description, location: locations[shipment.destination] ?? 0,
            delivery: [shipment.weight.rawValue, shipment.volume.rawValue], hub: hub, release: max(0, release),
            visit: lastVisit(shipment), skills: skills, priority: priority)
    }

    private func pair(_ shipment: DayProblem.OpenShipment, locations: [GeoPoint: Int]) -> PickupDelivery {
        let first: (location: Int?, visit: Visit) =
            switch shipment.origin {
            case .door(let place): (locations[place], doorVisit(shipment))
            case .shop(_, let place): (locations[place], shopVisit(shipment))
            case .hub, .onBoard: (nil, shopVisit(shipment))
            }
        return PickupDelivery(
            name: shipment.number.description,
            pickup: .init(id: shipment.number.rawValue, location: first.location ?? 0, visit: first.visit),
            delivery: .init(
                id: shipment.number.rawValue, location: locations[shipment.destination] ?? 0, visit: lastVisit(shipment)),
            amount: [shipment.weight.rawValue, shipment.volume.rawValue],
            maximumRideTime: shipment.handling.contains(.hot) ? ServiceTimes.hotFoodRide : nil, skills: requiredSkills(shipment))
    }

    /// When somebody is at a shop or hub between two moments. Where it is closed all that time it opens in the last second, which no tour
    /// can keep unless that is still in time: so the shipment is left out with its window as the reason.
    private func windows(
        in spans: [DayProblem.HandOverSpan]?, from ready: Seconds, to latest: Seconds
    ) -> [TimeWindow] {
        guard let spans else { return [TimeWindow(ready, latest)] }
        let open = spans.compactMap { span -> TimeWindow? in
            let (from, until) = (
                max(ready, serviceDay.seconds(at: span.from)), min(latest, serviceDay.seconds(at: span.until))
            )
            return from <= until ? TimeWindow(from, until) : nil
        }
        return open.isEmpty ? [TimeWindow(latest, latest)] : open
    }

    /// The end of its window, less what is held back of it; of what may be late the end of the day where it is on board, an hour and a half more
    /// where it is not.
    private func latestArrival(_ shipment: DayProblem.OpenShipment) -> Date {
        guard shipment.mayBeLate else { return day.lastMoment(of: shipment) }
        if let expected = shipment.lateUntil { return min(serviceDay.end, max(expected, day.notBefore)) }
        var latest = max(shipment.windowEnd, day.notBefore)
        switch shipment.origin {
        case .onBoard: return serviceDay.end
        // It cannot leave its hub before its goods are there.
        case .hub: latest = max(latest, shipment.readyAt)
        case .shop, .door: break
        }
        return min(serviceDay.end, latest.addingTimeInterval(Self.longestDelay))
    }

    /// Where goods are fetched that somebody hands over: when they are ready, and not after they had to be where they go.
    private func shopVisit(_ shipment: DayProblem.OpenShipment) -> Visit {
        let ready = max(0, serviceDay.seconds(at: max(shipment.readyAt, day.notBefore)))
        let latest = max(ready, serviceDay.seconds(at: shipment.hasWindowAtOrigin ? serviceDay.end : latestArrival(shipment)))
        return Visit(
            setup: ServiceTimes.shopSetup, service: ServiceTimes.shopPerParcel * shipment.parcels,
            windows: windows(in: shipment.handOver, from: ready, to: latest))
    }

    private func lastVisit(_ shipment: DayProblem.OpenShipment) -> Visit {
        guard let end = shipment.end else { return doorVisit(shipment) }
        let earliest = max(0, serviceDay.seconds(at: day.notBefore))
        let latest = max(earliest, serviceDay.seconds(at: end.hasWindow ? latestArrival(shipment) : serviceDay.end))
        return Visit(
            setup: ServiceTimes.shopSetup, service: ServiceTimes.shopPerParcel * shipment.parcels,
            windows: windows(in: end.open, from: earliest, to: latest))
    }

    private func doorVisit(_ shipment: DayProblem.OpenShipment) -> Visit {
        let latest = serviceDay.seconds(at: latestArrival(shipment))
        return Visit(
            setup: ServiceTimes.doorSetup, service: ServiceTimes.doorHandOver,
            windows: [TimeWindow(serviceDay.seconds(at: shipment.windowStart), latest)])
    }

    private func requiredSkills(_ shipment: DayProblem.OpenShipment) -> Set<Int> {
        Set(
            CarryingRules.riderSkills(handling: shipment.handling, heaviest: shipment.heaviest).map(Self.number)
                + CarryingRules.compartments(handling: shipment.handling).map(Self.number))
    }

    /// A rider who reported the last stop longer ago is taken to be still there.
    static let longestSilence: Seconds = 15 * 60

    /// By how much a shipment may come after its window, or after now where the window is over, when it is that or not at all.
    static let longestDelay: TimeInterval = 90 * 60

    /// What must stay in the battery: cold, wind, age and detours (docs/decisions/delivery-planning.md).
    static let batteryReservePercent = 30

    private static func number(of skill: Skill) -> Int {
        switch skill {
        case .heavy: 1
        case .coldChain: 2
        case .trailer: 3
        // Skills that no goods ask for do not matter to the search.
        default: 0
        }
    }

    private static func number(of compartment: Compartment) -> Int {
        switch compartment {
        case .hot: 10
        case .chilled: 11
        case .frozen: 12
        }
    }

    /// What is on a bike comes before what can still ride with another.
    private static let onBoardPriority = 50

    /// What is on a bike can only be brought by that bike.
    private static func onBoardSkill(tour number: Int) -> Int { 1000 + number }
}

extension MicroHub {
    func open(on day: CalendarDay) -> [DayProblem.HandOverSpan] {
        let serviceDay = ServiceDay(day)
        return [DayProblem.HandOverSpan(from: serviceDay.moment(opens), until: serviceDay.moment(closes))]
    }

    var location: GeoPoint? { GeoPoint(latitude: latitude, longitude: longitude) }
}
