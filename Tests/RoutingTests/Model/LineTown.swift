import Routing

/// A town on a line: location `i` lies `i` hundred metres from location 0, a bike rides that in `10 i` seconds and uses 100 mWh
/// for each step. Easy to compute in the head.
struct LineTown {
    var problem: Problem

    init(_ count: Int = 10, hubs: [Hub] = [], vehicles: [Vehicle], jobs: [Job] = [], pairs: [PickupDelivery] = []) {
        func table(_ perStep: Int) -> [Int32] {
            (0..<count).flatMap { from in (0..<count).map { Int32(abs(from - $0) * perStep) } }
        }
        let matrix = TravelMatrix(size: count, durations: table(10), distances: table(100), energies: table(100))
        problem = Problem(matrices: [matrix], dimensions: ["mass"], hubs: hubs, vehicles: vehicles, jobs: jobs, pairs: pairs)
    }

    /// A bike from and to location 0 that carries ten.
    static func bike(_ change: (inout Vehicle) -> Void = { _ in }) -> Vehicle {
        var vehicle = Vehicle(id: 1, start: .location(0), end: .location(0), capacity: [10])
        change(&vehicle)
        return vehicle
    }

    /// A delivery of one piece that takes five seconds.
    static func job(_ id: Int, at location: Int, _ change: (inout Job) -> Void = { _ in }) -> Job {
        var job = Job(id: id, location: location, delivery: [1], visit: Visit(service: 5))
        change(&job)
        return job
    }

    static func pair(_ id: Int, from: Int, to: Int, _ change: (inout PickupDelivery) -> Void = { _ in }) -> PickupDelivery {
        var pair = PickupDelivery(
            pickup: .init(id: id, location: from), delivery: .init(id: id, location: to), amount: [1])
        change(&pair)
        return pair
    }

    func schedule(_ stops: [Stop], vehicle: Int = 0) -> Schedule {
        Schedule(problem, vehicle: vehicle, stops: stops)
    }

    /// The constraints that a tour of the first vehicle breaks, everything else listed as unserved.
    func broken(_ stops: [Stop]) -> [Constraint] {
        Checker.check(problem, solution(stops)).map(\.constraint)
    }

    func solution(_ stops: [Stop]) -> Solution {
        let served = Set(stops)
        var solution = Solution(tours: [.init(vehicle: 0, stops: stops)])
        for index in problem.jobs.indices where !served.contains(.job(index)) { solution.unserved.append(.init(.job(index))) }
        for index in problem.pairs.indices where !served.contains(.pickup(index)) && !served.contains(.dropoff(index)) {
            solution.unserved.append(.init(.pair(index)))
        }
        return solution
    }
}
