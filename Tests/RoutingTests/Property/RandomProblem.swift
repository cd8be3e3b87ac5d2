import Routing

/// Makes problems in which each constraint of the model is there or not by chance.
struct RandomProblem {
    private var random: SeededGenerator
    private var locations = 0
    private var dimensions = 1
    private var hubCount = 0

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    private mutating func any(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    /// - Parameters:
    ///   - requests: how many jobs and pairs together.
    ///   - isSeparable: whether the cost of a plan is the sum over its tours, and tours have at most two trips.
    mutating func make(requests: Int, vehicles: Int, isSeparable: Bool = false) -> Problem {
        dimensions = any(1...2)
        hubCount = chance(70) ? any(1...2) : 0
        let pairCount = chance(60) ? any(0...(requests / 2)) : 0
        locations = max(2, requests + any(1...3))
        let hubs = (0..<hubCount).map { _ in hub() }
        let hasRich = (0..<6).map { _ in chance(50) }
        var problem = Problem(matrices: (0..<any(1...2)).map { _ in matrix() }, hubs: hubs, vehicles: [])
        problem.dimensions = (0..<dimensions).map { "dimension \($0)" }
        problem.jobs = (0..<(requests - pairCount)).map { job($0 + 1, hasRich) }
        problem.pairs = (0..<pairCount).map { pair($0 + 1, hasRich) }
        let profiles = problem.matrices.count
        problem.vehicles = (0..<vehicles).map { vehicle($0 + 1, profiles, hasRich, isSeparable) }
        if !isSeparable, chance(30) { problem.objective.balancePerHour = any(0...500) }
        if chance(30) { plan(&problem) }
        return problem
    }

    private mutating func matrix() -> TravelMatrix {
        let places = (0..<locations).map { _ in (any(0...100), any(0...100)) }
        let isAsymmetric = chance(50)
        var durations: [Int32] = []
        for (from, a) in places.enumerated() {
            for (to, b) in places.enumerated() {
                let squared = Double((a.0 - b.0) * (a.0 - b.0) + (a.1 - b.1) * (a.1 - b.1))
                var seconds = Int32(squared.squareRoot() * 10)
                if isAsymmetric, from != to { seconds += Int32(any(0...100)) }
                durations.append(seconds)
            }
        }
        Self.closeDetours(&durations, locations)
        // A place that nobody comes to.
        if chance(15) {
            for from in 0..<(locations - 1) { durations[from * locations + locations - 1] = TravelMatrix.unreachable }
        }
        let passable = durations.map { $0 == TravelMatrix.unreachable ? 0 : $0 }
        return TravelMatrix(
            size: locations, durations: durations, distances: chance(60) ? passable.map { $0 * 4 } : nil,
            energies: chance(60) ? passable.map { $0 * 3 } : nil, costs: chance(15) ? passable.map { $0 / 2 + 1 } : nil)
    }

    /// Makes sure that no way over a third place is shorter, as on roads: else a reload could be a short cut.
    private static func closeDetours(_ durations: inout [Int32], _ count: Int) {
        for middle in 0..<count {
            for from in 0..<count {
                for to in 0..<count {
                    let detour = durations[from * count + middle] + durations[middle * count + to]
                    durations[from * count + to] = min(durations[from * count + to], detour)
                }
            }
        }
    }

    private mutating func hub() -> Hub {
        let charging: [Hub.Charging] = [.none, .swap, .plug(milliwattHoursPerMinute: any(1...2000))]
        return Hub(
            location: any(0...(locations - 1)), opening: chance(40) ? TimeWindow(any(0...600), any(5000...9000)) : .always,
            reloadTime: chance(50) ? any(0...300) : 0, charging: charging[any(0...2)])
    }

    private mutating func windows(_ count: Int) -> [TimeWindow] {
        var start = any(0...1500)
        return (0..<count).map { _ in
            let window = TimeWindow(start, start + any(100...3000))
            start = window.end + any(1...500)
            return window
        }
    }

    private mutating func visit(_ hasRich: [Bool]) -> Visit {
        Visit(
            setup: hasRich[0] ? any(0...60) : 0, service: any(0...120),
            windows: hasRich[1] && chance(60) ? windows(any(1...3)) : [.always])
    }

    private mutating func amounts(_ most: Int) -> [Int] { (0..<dimensions).map { _ in any(0...most) } }

    private mutating func priority(_ hasRich: [Bool]) -> Priority {
        guard hasRich[2] else { return .mandatory(0) }
        return chance(40) ? .optional(prize: any(0...1500)) : .mandatory([0, 0, 7, 100][any(0...3)])
    }

    private mutating func skills(_ hasRich: [Bool]) -> Set<Int> { hasRich[3] && chance(30) ? [any(1...2)] : [] }

    private mutating func job(_ id: Int, _ hasRich: [Bool]) -> Job {
        Job(
            id: id, location: any(0...(locations - 1)), delivery: chance(70) ? amounts(4) : [],
            pickup: chance(30) ? amounts(4) : [],
            hub: hubCount > 0 && chance(15) ? any(0...(hubCount - 1)) : nil,
            release: hasRich[4] && chance(40) ? any(0...1500) : 0,
            visit: visit(hasRich), skills: skills(hasRich), priority: priority(hasRich))
    }

    private mutating func pair(_ id: Int, _ hasRich: [Bool]) -> PickupDelivery {
        PickupDelivery(
            pickup: .init(id: id, location: any(0...(locations - 1)), visit: visit(hasRich)),
            delivery: .init(id: id, location: any(0...(locations - 1)), visit: visit(hasRich)), amount: amounts(4),
            maximumRideTime: chance(40) ? any(100...2000) : nil, skills: skills(hasRich), priority: priority(hasRich))
    }

    private mutating func place() -> Vehicle.Place? {
        if chance(10) { return nil }
        return hubCount > 0 && chance(70) ? .hub(any(0...(hubCount - 1))) : .location(any(0...(locations - 1)))
    }

    private mutating func vehicle(_ id: Int, _ profiles: Int, _ hasRich: [Bool], _ isSeparable: Bool) -> Vehicle {
        var vehicle = Vehicle(id: id, profile: any(0...(profiles - 1)), start: place(), end: place())
        if chance(30) { vehicle.speedFactor = [0.75, 1.1, 1.25, 2][any(0...3)] }
        if hubCount > 0, chance(60) { vehicle.reloadHubs = [any(0...(hubCount - 1))] }
        vehicle.capacity = (0..<dimensions).map { _ in any(4...10) }
        if chance(50) { vehicle.shift = TimeWindow(any(0...500), any(3000...8000)) }
        if hasRich[5], chance(50) {
            vehicle.breaks = [
                .init(id: 1, duration: any(0...300), windows: windows(any(1...2)), maximumLoad: chance(30) ? amounts(6) : nil)
            ]
        }
        vehicle.skills = hasRich[3] ? (chance(50) ? [1, 2] : [1]) : []
        vehicle.costs = .init(
            fixed: chance(50) ? any(0...500) : 0, perTravelHour: any(0...4000), perTaskHour: chance(30) ? any(0...2000) : 0,
            perWaitingHour: chance(30) ? any(0...2000) : 0, perKilometre: chance(30) ? any(0...300) : 0,
            perTask: chance(30) ? any(0...50) : 0)
        vehicle.limits = .init(
            tasks: chance(15) ? any(1...6) : nil, travelTime: chance(15) ? any(500...5000) : nil,
            distance: chance(15) ? any(2000...20_000) : nil, duration: chance(20) ? any(1000...6000) : nil,
            trips: isSeparable ? 2 : chance(20) ? any(1...3) : nil)
        if chance(40) {
            let capacity = any(3000...12_000)
            vehicle.battery = .init(capacity: capacity, initial: any((capacity / 2)...capacity), reserve: any(0...500))
        }
        return vehicle
    }

    /// Tells the riders a plan that need not be a good one.
    private mutating func plan(_ problem: inout Problem) {
        problem.objective.changePenalty = any(0...300)
        for index in problem.jobs.indices where chance(60) {
            problem.vehicles[any(0...(problem.vehicles.count - 1))].plannedStops.append(.job(index))
        }
        for index in problem.pairs.indices where chance(60) {
            problem.vehicles[any(0...(problem.vehicles.count - 1))].plannedStops += [.pickup(index), .dropoff(index)]
        }
    }
}
