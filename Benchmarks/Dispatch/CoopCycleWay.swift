import Foundation
import Routing

/// How a day is dispatched with CoopCycle: a person gives tasks to couriers by time and part of the town, then each courier's list is put in
/// order by itself. Nobody looks at load, battery, hot food, or at what a list takes away from another.
///
/// The order of a list is searched by our own solver, so that only the way of dispatching differs; what a list has no time for is left out rather
/// than brought late. Both favour it.
struct CoopCycleWay {
    let problem: Problem
    let iterations: Int

    func plan() throws -> Solution {
        let lists = lists()
        var tours: [Solution.Tour] = []
        var served: Set<Request> = []
        for (vehicle, pairs) in lists.enumerated() where !pairs.isEmpty {
            let tour = try order(pairs, of: vehicle)
            served.formUnion(tour.stops.compactMap(\.request))
            if !tour.stops.allSatisfy({ $0.request == nil }) { tours.append(tour) }
        }
        let left = problem.pairs.indices.filter { !served.contains(.pair($0)) }
        return Solution(tours: tours, unserved: left.map { Solution.Unserved(.pair($0)) })
    }

    /// Window by window, the couriers who are on shift for all of it divide the town among them like a cake, by equal numbers of tasks.
    private func lists() -> [[Int]] {
        var lists = [[Int]](repeating: [], count: problem.vehicles.count)
        let center = center
        let byWindow = Dictionary(grouping: problem.pairs.indices) { problem.pairs[$0].delivery.visit.windows[0].start }
        for (start, pairs) in byWindow.sorted(by: { $0.key < $1.key }) {
            let end = pairs.map { problem.pairs[$0].delivery.visit.windows[0].end }.max() ?? start
            var couriers = problem.vehicles.indices.filter {
                problem.vehicles[$0].shift.start <= start && end <= problem.vehicles[$0].shift.end
            }
            if couriers.isEmpty {
                couriers = problem.vehicles.indices.filter {
                    problem.vehicles[$0].shift.start < end && start < problem.vehicles[$0].shift.end
                }
            }
            // Each courier takes the slice that lies towards the own hub.
            couriers.sort { (angle(home(of: $0), from: center), $0) < (angle(home(of: $1), from: center), $1) }
            let around = pairs.sorted {
                (angle(problem.pairs[$0].delivery.location, from: center), $0)
                    < (angle(problem.pairs[$1].delivery.location, from: center), $1)
            }
            for (position, pair) in around.enumerated() where !couriers.isEmpty {
                // A dispatcher knows who can carry what: hot and frozen goods, heavy pieces.
                let wanted = position * couriers.count / around.count
                let able = couriers.indices.filter {
                    problem.pairs[pair].skills.isSubset(of: problem.vehicles[couriers[$0]].skills)
                }
                guard let chosen = able.min(by: { abs($0 - wanted) < abs($1 - wanted) }) else { continue }
                lists[couriers[chosen]].append(pair)
            }
        }
        return lists
    }

    private var center: Coordinate {
        let places = problem.pairs.map { problem.coordinates[$0.pickup.location] }
        let count = Double(max(1, places.count))
        return Coordinate(
            latitude: places.reduce(0) { $0 + $1.latitude } / count, longitude: places.reduce(0) { $0 + $1.longitude } / count)
    }

    private func home(of vehicle: Int) -> Int {
        problem.vehicles[vehicle].start.map { problem.location(of: $0) } ?? 0
    }

    private func angle(_ location: Int, from center: Coordinate) -> Double {
        let place = problem.coordinates[location]
        return atan2(place.latitude - center.latitude, (place.longitude - center.longitude) * cos(center.latitude * .pi / 180))
    }

    /// One list as a problem by itself: windows count, nothing else does.
    private func order(_ pairs: [Int], of vehicle: Int) throws -> Solution.Tour {
        var single = problem
        var courier = problem.vehicles[vehicle]
        courier.capacity = courier.capacity.map { _ in 1_000_000_000 }
        courier.battery = nil
        single.vehicles = [courier]
        single.pairs = pairs.map { index in
            var pair = problem.pairs[index]
            pair.maximumRideTime = nil
            return pair
        }
        let solution = try Solver(single).solve(SolverOptions(timeLimit: nil, iterations: iterations, seed: 1))
        let stops = (solution.tours.first?.stops ?? []).map { stop -> Stop in
            switch stop {
            case .pickup(let index): .pickup(pairs[index])
            case .dropoff(let index): .dropoff(pairs[index])
            case .job, .reload, .rest: stop
            }
        }
        return Solution.Tour(vehicle: vehicle, stops: stops)
    }
}
