import Routing

/// Why a request is in no tour, where the search did not say: it is put on each vehicle by itself and the checker is asked.
enum UnservedDiagnosis {
    /// What keeps the request off every vehicle, the most frequent first. When it would fit on an empty vehicle, the others are in its way:
    /// then it is the shifts' time that is used up.
    ///
    /// O(kinds of vehicles · breaks²) checks of tours of at most four stops.
    static func reasons(for request: Request, in problem: Problem) -> [Constraint] {
        var counts: [Constraint: Int] = [:]
        for alike in kinds(of: problem.vehicles) {
            let found = fewestViolations(of: request, on: alike[0], in: problem)
            if found.isEmpty { return [.shift] }
            for constraint in found { counts[constraint, default: 0] += alike.count }
        }
        return counts.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }.prefix(2).map(\.key)
    }

    /// Vehicles that differ in nothing but their names and what they are planned for.
    private static func kinds(of vehicles: [Vehicle]) -> [[Int]] {
        var kinds: [Vehicle: Int] = [:]
        var members: [[Int]] = []
        for (index, vehicle) in vehicles.enumerated() {
            var kind = vehicle
            (kind.id, kind.name, kind.plannedStops) = (0, "", [])
            if let known = kinds[kind] {
                members[known].append(index)
            } else {
                kinds[kind] = members.count
                members.append([index])
            }
        }
        return members
    }

    /// The constraints broken by the best of the tours that do nothing else, with and without a visit to the request's hub.
    private static func fewestViolations(of request: Request, on vehicle: Int, in problem: Problem) -> Set<Constraint> {
        var tours: [[Stop]] = []
        switch request {
        case .job(let index):
            tours = [[.job(index)]]
            if let hub = problem.jobs[index].hub, problem.vehicles[vehicle].reloadHubs.contains(hub) {
                tours.append([.reload(hub: hub), .job(index)])
            }
        case .pair(let index): tours = [[.pickup(index), .dropoff(index)]]
        }
        for rest in problem.vehicles[vehicle].breaks.indices {
            tours = tours.flatMap { stops in
                (0...stops.count).map { position in
                    var stops = stops
                    stops.insert(.rest(rest), at: position)
                    return stops
                }
            }
        }
        let broken = tours.map { stops in
            Set(Checker.check(problem, Solution.Tour(vehicle: vehicle, stops: stops)).map(\.constraint))
        }
        return broken.min { $0.count < $1.count } ?? []
    }
}
