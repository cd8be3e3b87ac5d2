/// A plan that is being carried out, made ready to answer quickly where one more request would fit.
///
/// Making one costs time in proportion to the square of the number of locations; each question after that is answered from
/// what is known about every tour, in constant time for each place on most problems.
public final class RunningPlan {
    private let instance: Instance
    private let search: Search
    /// What was asked for last, while the plan is as it was then: it is mostly what is accepted next.
    private var lastFound: (request: Int, place: Place)?

    /// - Parameters:
    ///   - problem: With the requests that are planned and those that will be asked for.
    ///   - solution: A feasible plan; requests may be missing in it.
    /// - Precondition: `problem` is valid and `solution` feasible.
    public init(_ problem: Problem, _ solution: Solution) {
        instance = Instance(problem)
        search = Search(instance, neighbours: Neighbours(instance, count: 0), seed: 0)
        search.blinks = false
        load(solution)
    }

    /// Where a request fits best; `nil` if it is in the plan already or fits nowhere without moving others.
    ///
    /// Looks at every place in every tour and at one free vehicle of each kind. Changes nothing.
    public func bestInsertion(of request: Request) -> Insertion? {
        let number = index(of: request)
        guard search.plan.bankPosition[number] >= 0 else { return nil }
        let node = instance.node(of: number)
        let place = bestPlace(node)
        guard place.after >= 0 else { return nil }
        lastFound = (number, place)
        let plan = search.plan
        let vehicle = Int(plan.states[Int(place.after)].vehicle)
        plan.begin()
        plan.touch(vehicle)
        search.link(place, node: node, vehicle: vehicle)
        let tour = tour(vehicle)
        search.unlink(place, node: node)
        plan.undo()
        return Insertion(request: request, tour: tour, exactCost: place.cost)
    }

    /// Puts a request into the plan where ``bestInsertion(of:)`` said.
    public func accept(_ insertion: Insertion) {
        let number = index(of: insertion.request)
        guard search.plan.bankPosition[number] >= 0 else { return }
        let node = instance.node(of: number)
        let known = lastFound.flatMap { $0.request == number ? $0.place : nil }
        let place = known ?? bestPlace(node)
        guard place.after >= 0 else { return }
        lastFound = nil
        search.plan.begin()
        search.apply(place, request: number, node: node)
        search.plan.commit()
    }

    /// Goes back to a plan, or on to another one of the same problem. O(stops).
    public func reset(to solution: Solution) { load(solution) }

    /// How many places, by their estimated cost, are walked through in detail: of all tours, and of each one when none of these is feasible.
    private static let candidates = 64

    private func bestPlace(_ node: Int) -> Place {
        let vehicles = vehiclesToTry
        let place = bestPlace(node, on: vehicles, withNewTrips: true)
        guard place.after < 0, instance.features.simulated else { return place }
        // Many cheap places that only detail shows to be infeasible may have hidden the dearer ones.
        var best = Place()
        for vehicle in vehicles {
            let place = bestPlace(node, on: [vehicle])
            if place.after >= 0, best.after < 0 || place.cost < best.cost { best = place }
        }
        return best
    }

    /// Those in use and one free vehicle of each kind.
    private var vehiclesToTry: [Int] {
        let plan = search.plan
        let used = (0..<plan.usedCount).map { Int(plan.used[$0]) }
        let free = (0..<instance.classCount).map { plan.freeVehicle(ofClass: $0) }.filter { $0 >= 0 }
        return used + free.filter { !used.contains($0) }
    }

    private func bestPlace(_ node: Int, on vehicles: [Int], withNewTrips: Bool = false) -> Place {
        search.candidates.capacity = Self.candidates
        search.candidates.removeAll()
        let mate = Int(search.plan.stops[node].mate)
        search.seenStamp += 1
        for vehicle in vehicles {
            if mate >= 0 {
                search.scanPairOnce(vehicle, node, mate, .max / 4)
            } else {
                search.scanTour(vehicle, node, limit: .max / 4)
            }
        }
        if mate < 0, withNewTrips {
            search.scanEmpty(node, limit: .max / 4)
            if instance.features.reloads { search.scanReloads(node, limit: .max / 4, alsoUnused: true) }
        }
        return search.settle(node, limit: .max / 4)
    }

    private func index(of request: Request) -> Int {
        switch request {
        case .job(let index): index
        case .pair(let index): instance.problem.jobs.count + index
        }
    }

    private func tour(_ vehicle: Int) -> Solution.Tour {
        var stops: [Stop] = []
        var node = Int(search.plan.states[Int(instance.vehicles[vehicle].start)].next)
        while node >= 0 {
            if let stop = instance.modelStop(node) { stops.append(stop) }
            node = Int(search.plan.states[node].next)
        }
        return Solution.Tour(vehicle: vehicle, stops: stops)
    }

    private func load(_ solution: Solution) {
        lastFound = nil
        // Locked reloads come first in each hub's supply, in the order of the vehicles.
        var lockedReloads = instance.reloadNodes.map(\.lowerBound)
        var otherReloads = instance.reloadNodes.map { supply in supply.first { !instance.stops[$0].isPinned } ?? supply.upperBound
        }
        var sequences = [[Int32]?](repeating: nil, count: instance.vehicleCount)
        let layout = NodeLayout(instance.problem)
        for (vehicle, model) in instance.problem.vehicles.enumerated() {
            var stops = solution.tours.first { $0.vehicle == vehicle }?.stops ?? []
            if stops.isEmpty {
                stops = model.lockedStops + model.breaks.indices.map { .rest($0) }.filter { !model.lockedStops.contains($0) }
            }
            var locked = model.lockedStops.count
            sequences[vehicle] = stops.compactMap { stop -> Int32? in
                defer { locked -= 1 }
                switch stop {
                case .job, .pickup, .dropoff: return instance.visitNode(stop).map(Int32.init)
                case .rest(let rest): return Int32(layout.rests[vehicle] + rest)
                case .reload(let hub):
                    if locked > 0 {
                        defer { lockedReloads[hub] += 1 }
                        return Int32(lockedReloads[hub])
                    }
                    guard otherReloads[hub] < instance.reloadNodes[hub].upperBound else { return nil }
                    defer { otherReloads[hub] += 1 }
                    return Int32(otherReloads[hub])
                }
            }
        }
        search.plan.load { sequences[$0] ?? [] }
    }
}

/// Where a request fits into a plan and what that costs.
public struct Insertion: Sendable, Hashable {
    public let request: Request
    /// The tour as it would be then.
    public let tour: Solution.Tour
    /// By how much the plan gets dearer, in 1/18000 cost units; see ``CostBreakdown/exact``.
    public let exactCost: Int

    /// By how much the plan gets dearer, in cost units, rounded.
    public var cost: Int { CostBreakdown.round(exactCost) }
}
