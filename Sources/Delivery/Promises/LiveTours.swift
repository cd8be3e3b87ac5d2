import Routing

/// Tours told by what they carry rather than by the indices of one problem, so that they can be laid over the day as it stands later.
struct LiveTours: Hashable, Codable, Sendable {
    struct Tour: Hashable, Codable, Sendable {
        let bike: BikeID
        /// Whole seconds of the day at which the bike's span starts; a bike can have two spans.
        let start: Int
        let stops: [Stop]
    }

    enum Stop: Hashable, Codable, Sendable {
        case pickup(ShipmentID)
        case door(ShipmentID)
        case reload(HubID)
        /// The break at this index of the span's breaks.
        case rest(Int)
    }

    let tours: [Tour]

    static let none = LiveTours(tours: [])

    init(tours: [Tour]) { self.tours = tours }

    init(_ solution: Solution, of model: DayModel) {
        tours = solution.tours.map { tour in
            let span = model.spans[tour.vehicle]
            return Tour(
                bike: span.bike.id, start: model.serviceDay.seconds(at: span.start),
                stops: tour.stops.map { stop in
                    switch stop {
                    case .pickup(let index): .pickup(model.shipment(of: .pair(index)).id)
                    case .dropoff(let index): .door(model.shipment(of: .pair(index)).id)
                    case .job(let index): .door(model.shipment(of: .job(index)).id)
                    case .reload(let hub): .reload(model.day.hubs[hub].id)
                    case .rest(let index): .rest(index)
                    }
                })
        }
    }
}

extension LiveTours {
    /// The tours over a day that may have changed: what is not there any more is left out, and so is what its tour cannot keep any more.
    ///
    /// - Returns: tours that are feasible each by itself, one at most for each vehicle.
    func laid(over model: DayModel) -> [Solution.Tour] {
        unrepaired(over: model).compactMap { TourRepair(model.problem, vehicle: $0.vehicle, stops: $0.stops).feasible() }
    }

    /// The same with what the tours cannot keep any more.
    private func unrepaired(over model: DayModel) -> [Solution.Tour] {
        let requests = requests(in: model)
        var taken: Set<Int> = []
        var seen: Set<Stop> = []
        return tours.compactMap { tour in
            guard let vehicle = vehicle(of: tour, in: model, taken: taken) else { return nil }
            taken.insert(vehicle)
            var stops = tour.stops.filter { stop in
                if case .rest = stop { true } else if case .reload = stop { true } else { seen.insert(stop).inserted }
            }.compactMap { self.stop($0, requests, in: model, vehicle: vehicle) }
            Self.dropHalfPairs(&stops)
            return Solution.Tour(vehicle: vehicle, stops: stops)
        }
    }

    /// What a day brings with the same bike.
    func shipments(keptBy live: LiveDay) -> Set<ShipmentID> {
        let after = LiveTours(live.solution, of: live.model).bikes
        return Set(bikes.filter { after[$0.key] == $0.value }.keys)
    }

    /// What a solution brings with another bike, or among the others of its tour in another order.
    func shipments(in model: DayModel, movedBy solution: Solution) -> Set<ShipmentID> {
        let planned = unrepaired(over: model)
        var moved: Set<Request> = []
        let after = Dictionary(uniqueKeysWithValues: solution.tours.map { ($0.vehicle, $0.stops) })
        for tour in planned { moved.formUnion(Problem.changedRequests(planned: tour.stops, now: after[tour.vehicle] ?? [])) }
        return Set(moved.map { model.shipment(of: $0).id })
    }

    /// All that they bring.
    var shipments: Set<ShipmentID> { Set(bikes.keys) }

    /// Which bike brings each shipment.
    private var bikes: [ShipmentID: BikeID] {
        let doors = tours.flatMap { tour in
            tour.stops.compactMap { stop in if case .door(let id) = stop { (id, tour.bike) } else { nil } }
        }
        return Dictionary(doors, uniquingKeysWith: { first, _ in first })
    }

    private func requests(in model: DayModel) -> [ShipmentID: Request] {
        var requests: [ShipmentID: Request] = [:]
        for index in model.jobShipments.indices { requests[model.shipment(of: .job(index)).id] = .job(index) }
        for index in model.pairShipments.indices { requests[model.shipment(of: .pair(index)).id] = .pair(index) }
        return requests
    }

    private func vehicle(of tour: Tour, in model: DayModel, taken: Set<Int>) -> Int? {
        let spans = model.spans.indices.filter { model.spans[$0].bike.id == tour.bike && !taken.contains($0) }
        return spans.first { model.serviceDay.seconds(at: model.spans[$0].start) == tour.start } ?? spans.first
    }

    private func stop(_ stop: Stop, _ requests: [ShipmentID: Request], in model: DayModel, vehicle: Int) -> Routing.Stop? {
        switch stop {
        case .pickup(let id):
            if case .pair(let index)? = requests[id] { return .pickup(index) }
            return nil
        case .door(let id):
            switch requests[id] {
            case .pair(let index): return .dropoff(index)
            case .job(let index): return .job(index)
            case nil: return nil
            }
        case .reload(let id): return model.day.hubs.firstIndex { $0.id == id }.map { .reload(hub: $0) }
        case .rest(let index): return index < model.problem.vehicles[vehicle].breaks.count ? .rest(index) : nil
        }
    }

    private static func dropHalfPairs(_ stops: inout [Routing.Stop]) {
        let picked = Set(stops.compactMap { stop -> Int? in if case .pickup(let index) = stop { index } else { nil } })
        let dropped = Set(stops.compactMap { stop -> Int? in if case .dropoff(let index) = stop { index } else { nil } })
        stops.removeAll { stop in
            switch stop {
            case .pickup(let index): !dropped.contains(index)
            case .dropoff(let index): !picked.contains(index)
            case .job, .reload, .rest: false
            }
        }
    }
}
