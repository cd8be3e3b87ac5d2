import Foundation

/// The plans that a search goes back to, and how it shares out its time.
struct Population {
    /// Good plans, in no order; recombined in pairs.
    var plans: [PlanSnapshot] = []
    /// Which part of the search is going on; -1: none yet.
    var part = -1
    /// Set once it is known how fast the search is.
    var schedule: Schedule?
    /// The index of the plan that the next child replaces if it is better.
    var challenged = -1

    /// Where the parts of a search begin and end, as shares of the whole.
    struct Schedule {
        var begin: Double
        /// Annealings from the top, in the first ``parentShare``.
        var parents: Int
        /// Combined plans, each annealed shortly, in the rest.
        var children: Int
        var parentShare: Double

        func part(at progress: Double) -> Int {
            let share = max(0, min(1, (progress - begin) / max(1e-9, 1 - begin)))
            if children == 0 { return min(parents - 1, Int(share * Double(parents))) }
            if share < parentShare { return min(parents - 1, Int(share / parentShare * Double(parents))) }
            return parents + min(children - 1, Int((share - parentShare) / (1 - parentShare) * Double(children)))
        }

        func range(of part: Int) -> Range<Double> {
            func place(_ share: Double) -> Double { begin + share * (1 - begin) }
            let split = children == 0 ? 1 : parentShare
            if part < parents {
                return place(split * Double(part) / Double(parents))..<place(split * Double(part + 1) / Double(parents))
            }
            let (first, length) = (Double(part - parents), (1 - split) / Double(children))
            return place(split + first * length)..<(part == parents + children - 1 ? 1 : place(split + (first + 1) * length))
        }
    }
}

extension Search {
    /// Improves the plan until the span is over: one annealing on large problems and short times; else several, whose outcomes
    /// are then combined in pairs, each combination annealed shortly. Returns the number of iterations.
    func improve(_ span: SearchSpan, isCancelled: () -> Bool, observe: (Int) -> Void) -> Int {
        var done = 0
        if population.schedule == nil {
            population.schedule = plannedSchedule(span, &done, isCancelled: isCancelled, observe: observe)
        }
        guard let schedule = population.schedule else { return done }
        while !isCancelled() {
            let progress = span.progress(done)
            if progress >= span.share { break }
            let part = schedule.part(at: progress)
            if part != population.part { enter(part, schedule) }
            let isParent = part < schedule.parents
            let scale = temperatureScale
            let top = isWarm ? settings.warmTemperature : settings.firstTemperature
            let hottest = isParent ? top : settings.childTemperature
            done += anneal(
                span, done: done, during: schedule.range(of: part),
                heat: (hottest * scale, min(hottest, settings.lastTemperature) * scale), isCancelled: isCancelled,
                observe: observe)
        }
        return done
    }

    /// Decides how many annealings there is time for.
    private func plannedSchedule(
        _ span: SearchSpan, _ done: inout Int, isCancelled: () -> Bool, observe: (Int) -> Void
    ) -> Population.Schedule {
        // On a busy machine the first plan may have taken all the time that there was.
        let begin = min(span.progress(0), 0.999)
        temperatureScale = heatUnit
        firstPlan.save(plan, cost: plan.cost)
        var total = Double(span.iterations ?? .max)
        if span.ends.isFinite {
            // Fast or slow is told by the first fiftieth.
            let end = begin + 0.02 * (1 - begin)
            let heat = (isWarm ? settings.warmTemperature : settings.firstTemperature) * temperatureScale
            partBest.clear()
            done += anneal(span, done: done, during: begin..<end, heat: (heat, heat), isCancelled: isCancelled, observe: observe)
            total = min(total, Double(done) / max(1e-9, span.progress(done) - begin))
        }
        let perRequest = total / Double(max(1, instance.requestCount))
        hasTimeForTrials = isWarm || perRequest >= settings.trialIterationsPerRequest
        // What came in because its prize was high has to go again in time.
        prizeHeat = settings.prizeHeat * min(1, perRequest / settings.prizeIterationsPerRequest)
        var parents = Int(min(settings.mostParents, settings.parentShare * perRequest / settings.iterationsPerRequest))
        if isWarm || parents < 2 { parents = 1 }
        let children =
            parents == 1
            ? 0 : max(1, Int((1 - settings.parentShare) * perRequest / settings.childIterationsPerRequest))
        return Population.Schedule(
            begin: begin, parents: parents, children: min(1000, children), parentShare: settings.parentShare)
    }

    /// Ends one part of the search and prepares the next.
    private func enter(_ part: Int, _ schedule: Population.Schedule) {
        if population.part >= 0 { settlePart(schedule) }
        population.part = part
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
        population.challenged = other.isWorse(thanLeftOut: one.leftOut, cost: one.cost) ? second : first
        combine(one, other)
        keepIfBest()
    }

    /// Puts the outcome of a part among the plans, or in the place of the worse of the two it came from.
    private func settlePart(_ schedule: Population.Schedule) {
        guard !partBest.isEmpty else { return }
        if population.part < schedule.parents {
            let snapshot = PlanSnapshot(instance)
            snapshot.copy(partBest)
            population.plans.append(snapshot)
            return
        }
        guard population.challenged >= 0 else { return }
        let known = population.plans.contains { $0.leftOut == partBest.leftOut && $0.cost == partBest.cost }
        let challenged = population.plans[population.challenged]
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
