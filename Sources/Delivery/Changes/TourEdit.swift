public import Foundation
import Routing

/// A change that a dispatcher makes to the day's tours by hand.
public enum TourEdit: Hashable, Codable, Sendable {
    /// Puts a shipment into a tour, at its best place there.
    case move(ShipmentNumber, toTour: Int)
    /// Takes a shipment out of its tour; it waits for the next plan.
    case remove(ShipmentNumber)
    /// Lets two tours change bikes.
    case swap(Int, Int)
    /// Gives what a tour does from a moment on to a bike that is free.
    case split(Int, from: Date)
}

/// Why a change by hand cannot be: a sentence for the dispatcher.
public struct TourEditRefused: Error, Hashable, Sendable {
    public let detail: String
}

/// Makes changes to a day's tours. Pure.
struct TourEditor {
    let live: LiveDay
    /// The vehicle of each tour of the current plan.
    let vehicles: [Int: Int]

    private var model: DayModel { live.model }
    private var problem: Problem { live.model.problem }

    /// - Throws: ``TourEditRefused`` with the constraint that forbids it.
    func apply(_ edit: TourEdit) throws(TourEditRefused) -> Solution {
        switch edit {
        case .move(let number, let tour): return try move(try request(number), to: try vehicle(tour), tour: tour)
        case .remove(let number):
            let request = try request(number)
            return solution(changing: try without(request), unserved: [request])
        case .swap(let first, let second): return try swap(try vehicle(first), try vehicle(second))
        case .split(let tour, let moment): return try split(try vehicle(tour), tour: tour, from: moment)
        }
    }

    private func request(_ number: ShipmentNumber) throws(TourEditRefused) -> Request {
        guard let shipment = model.day.shipments.first(where: { $0.number == number }),
            let request = model.request(of: shipment.id)
        else { throw TourEditRefused(detail: "\(number) is not open on this day.") }
        return request
    }

    private func vehicle(_ tour: Int) throws(TourEditRefused) -> Int {
        guard let vehicle = vehicles[tour] else { throw TourEditRefused(detail: "There is no tour \(tour) that still rides.") }
        return vehicle
    }

    private func stops(of vehicle: Int) -> [Stop] { live.solution.tours.first { $0.vehicle == vehicle }?.stops ?? [] }

    /// The tours that change when a request is taken out.
    private func without(_ request: Request) throws(TourEditRefused) -> [Solution.Tour] {
        guard let tour = live.solution.tours.first(where: { $0.stops.contains { $0.request == request } }) else { return [] }
        let rest = Solution.Tour(vehicle: tour.vehicle, stops: tour.stops.filter { $0.request != request })
        try confirm(rest)
        return [rest]
    }

    private func move(_ request: Request, to vehicle: Int, tour: Int) throws(TourEditRefused) -> Solution {
        let before = stops(of: vehicle)
        guard !before.contains(where: { $0.request == request }) else {
            throw TourEditRefused(detail: "It rides with tour \(tour) already.")
        }
        var best: (tour: Solution.Tour, cost: Int)?
        var forbidden: Constraint?
        for stops in Self.insertions(of: request, into: before) {
            let candidate = Solution.Tour(vehicle: vehicle, stops: stops)
            if let violation = Checker.check(problem, candidate).first {
                forbidden = forbidden ?? violation.constraint
                continue
            }
            let cost = problem.cost(of: Solution(tours: [candidate])).rounded
            if best.map({ cost < $0.cost }) ?? true { best = (candidate, cost) }
        }
        guard let best else {
            let why = (forbidden ?? .shift).rawValue
            throw TourEditRefused(detail: "Tour \(tour) cannot take it: \(why) forbids every place in it.")
        }
        return solution(changing: try without(request) + [best.tour], unserved: [])
    }

    /// Every way to put a request between the stops. O(stops²) for a pair.
    private static func insertions(of request: Request, into stops: [Stop]) -> [[Stop]] {
        func inserting(_ stop: Stop, at position: Int, into stops: [Stop]) -> [Stop] {
            var stops = stops
            stops.insert(stop, at: position)
            return stops
        }
        switch request {
        case .job(let index): return (0...stops.count).map { inserting(.job(index), at: $0, into: stops) }
        case .pair(let index):
            return (0...stops.count).flatMap { first in
                (first...stops.count).map { second in
                    inserting(.pickup(index), at: first, into: inserting(.dropoff(index), at: second, into: stops))
                }
            }
        }
    }

    private func swap(_ first: Int, _ second: Int) throws(TourEditRefused) -> Solution {
        guard model.spans[first].running == nil, model.spans[second].running == nil else {
            throw TourEditRefused(detail: "A tour that has begun stays on its bike.")
        }
        let tours = [
            Solution.Tour(vehicle: first, stops: stops(of: second)), Solution.Tour(vehicle: second, stops: stops(of: first)),
        ]
        for tour in tours { try confirm(tour) }
        return solution(changing: tours, unserved: [])
    }

    private func split(_ vehicle: Int, tour: Int, from moment: Date) throws(TourEditRefused) -> Solution {
        let all = stops(of: vehicle)
        let schedule = Schedule(problem, Solution.Tour(vehicle: vehicle, stops: all))
        var (begun, moved): (Set<Request>, Set<Request>) = ([], [])
        for step in schedule.steps {
            guard case .stop(let stop) = step.kind, let request = stop.request else { continue }
            // What is on board before stays with its bike.
            if model.serviceDay.moment(atSeconds: step.begin) < moment {
                begun.insert(request)
            } else if !begun.contains(request) {
                moved.insert(request)
            }
        }
        guard !moved.isEmpty else { throw TourEditRefused(detail: "Tour \(tour) does nothing new after that moment.") }
        let kept = all.filter { stop in stop.request.map { !moved.contains($0) } ?? true }
        let given = all.filter { stop in stop.request.map { moved.contains($0) } ?? stop.isReload }
        let free = problem.vehicles.indices.filter { index in
            index != vehicle && !live.solution.tours.contains { $0.vehicle == index && !$0.stops.isEmpty }
        }
        let rest = Solution.Tour(vehicle: vehicle, stops: kept)
        try confirm(rest)
        for index in free {
            let repaired = TourRepair(problem, vehicle: index, stops: given).feasible()
            if let repaired, Set(repaired.stops.compactMap(\.request)) == moved {
                return solution(changing: [rest, repaired], unserved: [])
            }
        }
        throw TourEditRefused(
            detail: free.isEmpty ? "No bike with a rider is free." : "None of the \(free.count) free bikes can take these stops.")
    }

    private func confirm(_ tour: Solution.Tour) throws(TourEditRefused) {
        guard let violation = Checker.check(problem, tour).first else { return }
        throw TourEditRefused(
            detail: "\(model.spans[tour.vehicle].bike.name) cannot ride that: \(violation.constraint.rawValue) forbids it.")
    }

    private func solution(changing tours: [Solution.Tour], unserved: [Request]) -> Solution {
        // A later entry of the same vehicle is the one that counts.
        let changed = Dictionary(tours.map { ($0.vehicle, $0) }, uniquingKeysWith: { _, last in last })
        let kept = live.solution.tours.filter { changed[$0.vehicle] == nil }
        let all = (kept + changed.values).filter { !$0.stops.isEmpty }.sorted { $0.vehicle < $1.vehicle }
        let served = Set(all.flatMap { $0.stops.compactMap(\.request) })
        let left = live.solution.unserved.filter { !served.contains($0.request) } + unserved.map { Solution.Unserved($0) }
        return Solution(tours: all, unserved: left)
    }
}
