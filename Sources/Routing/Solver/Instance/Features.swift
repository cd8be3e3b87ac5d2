/// Which constraints and costs a problem has, so that search pays for no others.
struct Features {
    /// Anything about time: windows, shifts, durations.
    var time = false
    /// More than one travel table, cost multiplier, class of vehicles, dimension of load, or limits that one number decides.
    var rich = false
    var pairs = false
    /// Jobs with something to deliver or to bring back (other than all of one direction).
    var mixedLoads = false
    var manyDimensions = false
    var reloads = false
    /// Vehicles reload only at the hub that they come from and go back to.
    var roundTrips = false
    var releases = false
    /// A longest duration, checked in constant time by segments.
    var durations = false
    var rests = false
    /// Something that is done only when one comes from another location.
    var setup = false
    /// Something pinned to its tour may stand anywhere in it: rests, drop-offs of locked pick-ups.
    var floating = false
    /// A trip without stops can be of use: to charge, or to come from or to the right hub.
    var emptyTrips = false
    /// What fits nowhere may fit if rests or reloads move.
    var rearranging = false
    var optional = false
    var fixedCosts = false
    /// Something that is only decided by simulating a whole tour (``TourSimulation``).
    var simulated = false
    /// The cost of a tour is more than that of its legs, its vehicle and its tasks.
    var simulatedCosts = false
    var balanced = false
    var changes = false
    var manyWindows = false

    init(_ problem: Problem, tables: [TravelTable], vehicles: [VehicleData], classCount: Int, dimensions: Int) {
        let visits = problem.jobs.map(\.visit) + problem.pairs.flatMap { [$0.pickup.visit, $0.delivery.visit] }
        let used = problem.vehicles
        let blocked = tables.contains(where: \.hasUnreachable)
        manyWindows = visits.contains { $0.windows.count > 1 }
        rests = used.contains { !$0.breaks.isEmpty }
        floating =
            rests
            || used.contains { vehicle in
                vehicle.lockedStops.contains { stop in
                    if case .pickup(let pair) = stop { !vehicle.lockedStops.contains(.dropoff(pair)) } else { false }
                }
            }
        reloads = used.contains { !$0.reloadHubs.isEmpty } || used.contains { $0.lockedStops.contains(where: \.isReload) }
        releases = problem.jobs.contains { $0.release > 0 }
        pairs = !problem.pairs.isEmpty
        changes = problem.objective.changePenalty != 0
        balanced = problem.objective.balancePerHour != 0
        manyDimensions = dimensions > 1
        fixedCosts = vehicles.contains { $0.fixedCost > 0 }
        optional = (problem.jobs.map(\.priority) + problem.pairs.map(\.priority)).contains {
            if case .optional = $0 { true } else { false }
        }
        let limited = used.contains { $0.limits.duration != nil }
        let waitingCosts = vehicles.contains { $0.waitingSecondCost != 0 }
        setup = visits.contains { $0.setup > 0 }
        simulatedCosts = waitingCosts || changes || (setup && vehicles.contains { $0.taskSecondCost != 0 })
        simulated =
            simulatedCosts || setup || rests || blocked || used.contains { $0.battery != nil }
            || problem.pairs.contains { $0.maximumRideTime != nil } || problem.jobs.contains { $0.hub != nil }
            || used.contains { $0.limits.trips != nil || $0.limits.distance != nil || $0.limits.travelTime != nil }
            || (limited && (manyWindows || reloads || releases || pairs)) || (pairs && (reloads || manyDimensions))
        durations = limited && !simulated
        roundTrips = used.allSatisfy { vehicle in
            vehicle.reloadHubs.allSatisfy { vehicle.start == .hub($0) && vehicle.end == .hub($0) }
        }
        // Also to come from a place that spares set-up or waiting.
        emptyTrips = reloads && (simulated || (problem.hubs.count > 1 && !roundTrips))
        rearranging = rests || (reloads && simulated)
        time =
            simulated || durations || releases || vehicles.contains { $0.taskSecondCost != 0 }
            || visits.contains { $0.windows != [.always] }
            || used.contains { $0.shift.end < endOfTime }
            || problem.hubs.contains { $0.opening.end < endOfTime }
        mixedLoads =
            problem.jobs.contains { $0.pickup.contains { $0 != 0 } }
            || (pairs && problem.jobs.contains { $0.delivery.contains { $0 != 0 } })
        rich =
            simulated || durations || reloads || releases || manyDimensions || classCount > 1 || manyWindows
            || used.contains { $0.limits.tasks != nil || !$0.lockedStops.isEmpty }
            || vehicles.contains { $0.taskCost != 0 || $0.taskSecondCost != 0 }
    }
}
