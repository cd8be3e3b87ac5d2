import Foundation

/// Good plans to combine in pairs, in no order; one for all threads.
final class Population {
    var plans: [PlanSnapshot] = []
}

/// Where the parts of a search begin and end, as shares of the whole.
struct SearchSchedule {
    var begin: Double
    /// Annealings from the top on each thread, one after another, in the first ``parentShare``.
    var parents: Int
    /// Combined plans, each annealed shortly, in the rest.
    var children: Int
    var parentShare: Double

    private var last: Int { parents + children - 1 }

    /// The part that goes on after a share of the whole that is less than 1.
    func part(at progress: Double) -> Int {
        let share = max(0, min(1, (progress - begin) / max(1e-9, 1 - begin)))
        let split = children == 0 ? 1 : parentShare
        var part = Int(share / split * Double(parents))
        if share >= split, children > 0 { part = parents + Int((share - split) / (1 - split) * Double(children)) }
        part = min(part, last)
        // What was rounded must not lead back to a part that is over: nothing would be done in it for ever.
        while part < last, progress >= range(of: part).upperBound { part += 1 }
        return part
    }

    func range(of part: Int) -> Range<Double> {
        start(of: part)..<(part == last ? 1 : start(of: part + 1))
    }

    private func start(of part: Int) -> Double {
        let split = children == 0 ? 1 : parentShare
        let share =
            part < parents
            ? split * Double(part) / Double(parents) : split + (1 - split) * Double(part - parents) / Double(max(1, children))
        return begin + share * (1 - begin)
    }
}

/// What a search has to do with the population in the part that is going on.
struct Progeny {
    /// The number of the part; -1: none yet.
    var part = -1
    /// The index of the plan that a combined one takes the place of if it is better.
    var challenged = -1
}

extension Search {
    /// Decides how many annealings there is time for, and for what else.
    ///
    /// - Parameter iterations: How many each thread will do in the whole.
    func plannedSchedule(from begin: Double, iterations: Double, threads: Int) -> SearchSchedule {
        let perRequest = iterations / Double(max(1, instance.requestCount))
        hasTimeForTrials = isWarm || perRequest >= settings.trialIterationsPerRequest
        // What came in because its prize was high has to go again in time.
        prizeHeat = settings.prizeHeat * min(1, perRequest / settings.prizeIterationsPerRequest)
        let most = max(1, settings.mostParents / Double(threads))
        let parents = Int(min(most, settings.parentShare * perRequest / settings.iterationsPerRequest))
        if isWarm || parents * threads < 2 {
            return SearchSchedule(begin: begin, parents: 1, children: 0, parentShare: settings.parentShare)
        }
        let children = Int((1 - settings.parentShare) * perRequest / settings.childIterationsPerRequest)
        return SearchSchedule(
            begin: begin, parents: parents, children: min(1000, max(1, children)), parentShare: settings.parentShare)
    }

    /// Prepares a part of the search: the first plan to be annealed once more, or a combined one.
    func enter(_ part: Int, _ schedule: SearchSchedule, _ population: Population) {
        progeny.part = part
        partBest.clear()
        if part == 0 { return }
        if part < schedule.parents {
            plan.load(firstPlan.sequence(of:))
            return
        }
        let count = population.plans.count
        guard count > 1 else { return }
        let first = random.below(count)
        let second = (first + 1 + random.below(count - 1)) % count
        let (one, other) = (population.plans[first], population.plans[second])
        progeny.challenged = other.isWorse(thanLeftOut: one.leftOut, cost: one.cost) ? second : first
        combine(one, other)
        keepIfBest()
    }

    /// Puts the outcome of a part among the plans, or in the place of the worse of the two it came from.
    func settle(_ schedule: SearchSchedule, _ population: Population) {
        guard progeny.part >= 0, !partBest.isEmpty else { return }
        if progeny.part < schedule.parents {
            let snapshot = PlanSnapshot(instance)
            snapshot.copy(partBest)
            population.plans.append(snapshot)
            return
        }
        guard progeny.challenged >= 0 else { return }
        let known = population.plans.contains { $0.leftOut == partBest.leftOut && $0.cost == partBest.cost }
        let challenged = population.plans[progeny.challenged]
        if !known, challenged.isWorse(thanLeftOut: partBest.leftOut, cost: partBest.cost) { challenged.copy(partBest) }
    }

    /// Makes a plan of one plan with some neighbouring tours of another in it.
    ///
    /// Each tour taken over comes in place of the tour of an exchangeable vehicle that has most in common with it; what it serves
    /// leaves all other tours, and what is left out then comes in where it fits.
    private func combine(_ base: PlanSnapshot, _ donor: PlanSnapshot) {
        plan.load(donor.sequence(of:))
        var owner = [Int32](repeating: -1, count: instance.requestCount)
        for request in 0..<instance.requestCount { owner[request] = plan.states[instance.node(of: request)].vehicle }
        let wanted = 1 + random.below(max(1, plan.usedCount / 2))
        var chosen: [Int] = []
        let seed = random.below(instance.visitCount)
        for index in -1..<neighbours.count where chosen.count < wanted {
            let node = index < 0 ? seed : Int(neighbours.nodes[seed * neighbours.count + index])
            let vehicle = Int(plan.states[node].vehicle)
            if vehicle >= 0, !chosen.contains(vehicle), instance.problem.vehicles[vehicle].lockedStops.isEmpty {
                chosen.append(vehicle)
            }
        }
        let sequences = chosen.map(donor.sequence(of:))

        plan.load(base.sequence(of:))
        plan.begin()
        pendingCount = 0
        var replaced: Set<Int> = []
        for (vehicle, sequence) in zip(chosen, sequences) {
            guard let place = counterpart(of: vehicle, sequence, replaced) else { continue }
            replaced.insert(place)
            removeAll(of: place)
            takeOver(sequence, by: place)
        }
        pendingCount = 0
        for index in 0..<plan.bankCount {
            pending[pendingCount] = plan.bank[index]
            pendingCount += 1
        }
        sortPending(by: drawOrder())
        recreate()
        if isSound { plan.commit() } else { plan.undo() }
    }

    /// The vehicle in the present plan whose tour has most in common with a sequence, of the same class.
    private func counterpart(of vehicle: Int, _ sequence: [Int32], _ replaced: Set<Int>) -> Int? {
        var common: [Int: Int] = [:]
        for node in sequence where plan.states[Int(node)].vehicle >= 0 && plan.stops[Int(node)].request >= 0 {
            common[Int(plan.states[Int(node)].vehicle), default: 0] += 1
        }
        let vehicleClass = plan.vehicles[vehicle].vehicleClass
        let usable = common.filter { entry in
            plan.vehicles[entry.key].vehicleClass == vehicleClass && !replaced.contains(entry.key)
                && instance.problem.vehicles[entry.key].lockedStops.isEmpty
        }
        if let best = usable.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) { return best.key }
        let free = plan.freeVehicle(ofClass: Int(vehicleClass))
        return free >= 0 ? free : nil
    }

    /// Lets a vehicle without visits ride a sequence of another plan; what it serves leaves the tours it is in.
    private func takeOver(_ sequence: [Int32], by vehicle: Int) {
        var touched: Set<Int> = []
        for node in sequence where plan.stops[Int(node)].request >= 0 {
            let present = Int(plan.states[Int(node)].vehicle)
            guard present >= 0 else { continue }
            plan.touch(present)
            takeOut(Int(node))
            touched.insert(present)
        }
        for present in touched.sorted() {
            tidyTrips(present)
            plan.refresh(present)
        }
        plan.touch(vehicle)
        var previous = Int(plan.vehicles[vehicle].start)
        for node in sequence {
            let stop = plan.stops[Int(node)]
            var next = Int(node)
            if stop.kind == .reload {
                next = plan.takeReload(hub: Int(stop.hub))
                if next < 0 { continue }
            } else if stop.kind == .rest {
                continue
            } else {
                plan.takeFromBank(Int(stop.request))
            }
            plan.link(next, after: previous, vehicle: vehicle)
            previous = next
        }
        plan.refresh(vehicle)
    }
}
