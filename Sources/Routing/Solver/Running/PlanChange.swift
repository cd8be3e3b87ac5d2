/// What is different for one request between two plans.
public struct PlanChange: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// It was not served and is now, by this vehicle.
        case added(vehicle: Int)
        /// It was served by this vehicle and is not any more.
        case removed(vehicle: Int)
        /// It rides with another vehicle.
        case moved(from: Int, to: Int)
        /// It rides with the same vehicle, but stops that came after it come before it now or the other way round.
        case reordered(vehicle: Int)
    }

    public let request: Request
    public let kind: Kind

    public init(request: Request, kind: Kind) {
        self.request = request
        self.kind = kind
    }
}

extension Problem {
    /// What changed from one plan to another, in the order of the requests. Of the stops that a vehicle keeps, as few as possible
    /// count as reordered (those outside a longest run that kept its order).
    public func changes(from old: Solution, to new: Solution) -> [PlanChange] {
        let (before, after) = (Self.vehicles(in: old), Self.vehicles(in: new))
        var reordered: Set<Request> = []
        for tour in old.tours {
            let now = new.tours.first { $0.vehicle == tour.vehicle }?.stops ?? []
            let kept = tour.stops.filter { stop in stop.request.map { after[$0] == tour.vehicle } ?? false }
            reordered.formUnion(Self.changedRequests(planned: kept, now: now))
        }
        let requests: [Request] = jobs.indices.map { .job($0) } + pairs.indices.map { .pair($0) }
        return requests.compactMap { request in
            switch (before[request], after[request]) {
            case (nil, nil): nil
            case (nil, let vehicle?): PlanChange(request: request, kind: .added(vehicle: vehicle))
            case (let vehicle?, nil): PlanChange(request: request, kind: .removed(vehicle: vehicle))
            case (let from?, let to?) where from != to: PlanChange(request: request, kind: .moved(from: from, to: to))
            case (let vehicle?, _?):
                reordered.contains(request) ? PlanChange(request: request, kind: .reordered(vehicle: vehicle)) : nil
            }
        }
    }

    private static func vehicles(in solution: Solution) -> [Request: Int] {
        var vehicles: [Request: Int] = [:]
        for tour in solution.tours {
            for stop in tour.stops { if let request = stop.request { vehicles[request] = tour.vehicle } }
        }
        return vehicles
    }
}
