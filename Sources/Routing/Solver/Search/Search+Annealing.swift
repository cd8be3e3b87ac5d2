import Foundation

/// How far a search may go: until a share of the whole has passed, by time or by iterations.
struct SearchSpan {
    /// Seconds since ``SolverClock/seconds(threads:)``'s origin when the whole began and will be over.
    var began = 0.0
    var ends = Double.infinity
    var clock = SolverClock.wall
    var threads = 1
    /// Iterations in the whole; takes the place of time if given.
    var iterations: Int?
    /// This span ends at this share of the whole.
    var share = 1.0

    /// Which share of the whole has passed, given the iterations so far.
    func progress(_ done: Int) -> Double {
        let byTime = ends.isFinite ? (clock.seconds(threads: threads) - began) / max(1e-9, ends - began) : 0
        guard let iterations else { return byTime }
        return max(byTime, Double(done) / Double(max(1, iterations)))
    }
}

extension Search {
    /// Ruins and recreates until a part of the whole has passed, cooling on the way. Returns the number of iterations.
    ///
    /// - Parameters:
    ///   - done: Iterations that went before.
    ///   - part: The share of the whole in which it cools down.
    ///   - heat: The first and the last temperature.
    func anneal(
        _ span: SearchSpan, done before: Int, during part: Range<Double>, heat: (first: Double, last: Double),
        isCancelled: () -> Bool, observe: (Int) -> Void
    ) -> Int {
        let ratio = heat.last / heat.first
        let length = max(1e-9, part.upperBound - part.lowerBound)
        var done = 0
        var temperature = heat.first
        var current = objective
        let exchangesTails = hasPlainTails
        let exchangesTrips = hasPlainTrips
        let onlyGetsDearer = onlyGetsDearer
        let triesTours = triesTours
        let hasPrizes = instance.features.optional
        let pace = max(1, min(64, 20_000 / max(1, instance.requestCount)))
        while true {
            if done % pace == 0 {
                let progress = span.progress(before + done)
                temperature = heat.first * pow(ratio, max(0, min(1, (progress - part.lowerBound) / length)))
                if isCancelled() || progress >= part.upperBound { break }
                observe(before + done)
                if hasPrizes, !trial.isOn {
                    prizeSurcharge = prizeHeat * temperature / temperatureScale
                    current = objective
                }
            }
            done += 1
            if triesTours, !trial.isOn, iteration >= trial.next, temperature < settings.trialTemperature * temperatureScale {
                beginTrial((settings.trialTemperature * temperatureScale, min(temperature, heat.last)))
                current = objective
            }
            let isTrial = trial.isOn
            let temperature = isTrial ? trial.nextTemperature() : temperature
            plan.begin()
            ruin()
            if instance.classCount > 1, random.unit() < settings.vehicleChoiceShare { assignVehicles() }
            sortPending(by: drawOrder())
            let allowed = Double(current) - temperature * log(max(1e-300, random.unit()))
            let isWhole = recreate(below: onlyGetsDearer ? Int(min(allowed, 0x1p60)) : .max)
            let candidate = objective
            if isWhole, isSound, Double(candidate) < allowed {
                plan.commit()
                current = candidate
                keepIfBest()
            } else {
                plan.undo()
            }
            if exchangesTails { current -= tryManyTails(temperature) }
            if exchangesTrips, done % 2 == 0, !isTrial { current -= tryTrips(temperature) }
            if isTrial, !trial.isOn || trial.isHopeless(objective: current, unit: temperatureScale) {
                current = endTrial(temperature)
            }
            assert(done % 64 != 0 || plan.inconsistency() == nil, plan.inconsistency() ?? "")
        }
        if trial.isOn { _ = endTrial(0) }
        prizeSurcharge = 0
        return done
    }

    /// Whether putting a request in makes no tour cheaper, so that a plan that costs too much in the making can be given up. (On roads
    /// with short cuts it can, seldom and by little: such a plan is not missed.)
    private var onlyGetsDearer: Bool {
        let features = instance.features
        return !features.optional && !features.simulatedCosts && !features.balanced && !features.rearranging
    }

    /// Remembers the present plan if it is the best of this part of the search, or of all.
    func keepIfBest() {
        let cost = plan.cost + (instance.features.balanced ? balanceCost() : 0)
        guard partBest.isWorse(thanLeftOut: plan.leftOut, cost: cost) else { return }
        partBest.save(plan, cost: cost)
        if best.isWorse(thanLeftOut: plan.leftOut, cost: cost) {
            best.copy(partBest)
            improvements += 1
        }
    }

    /// Whether the tours changed last are feasible.
    ///
    /// What is put in is tested before, but where ways do not obey the triangle inequality, or a reload served to charge, a tour can
    /// also break a constraint when something is taken out.
    var isSound: Bool {
        if !instance.features.time { return true }
        for vehicle in plan.changedVehicles where plan.tours[Int(vehicle)].isUsed {
            if instance.features.simulated {
                if plan.simulate(Int(vehicle)) < 0 { return false }
                continue
            }
            let data = plan.vehicles[Int(vehicle)]
            if plan.states[Int(data.start)].latest < plan.states[Int(data.start)].departure { return false }
            if plan.side.hasSegments, plan.side.prefixes[Int(data.end)].duration > data.durationLimit { return false }
        }
        return true
    }

    /// What the legs of the plan cost in the mean.
    var meanLegCost: Double {
        var (sum, legs) = (0.0, 0)
        for index in 0..<plan.usedCount {
            let data = plan.vehicles[Int(plan.used[index])]
            var node = Int(data.start)
            while node != Int(data.end) {
                sum += Double(Int(plan.states[node].legCost) * data.multiplier)
                legs += 1
                node = Int(plan.states[node].next)
            }
        }
        return legs > 0 && sum > 0 ? sum / Double(legs) : instance.averageLegCost
    }

    /// What temperatures are counted in: the cost of a mean leg, and where vehicles cost something, a leg's share of that, as far as
    /// it is no more than twice the leg: to trade one vehicle for another the plan must get over a hill of that height.
    var heatUnit: Double {
        let leg = meanLegCost
        guard instance.features.fixedCosts, !isFleetDecisive, plan.usedCount > 0 else { return leg }
        var (fixed, legs) = (0, 0)
        for index in 0..<plan.usedCount {
            let vehicle = Int(plan.used[index])
            fixed += plan.vehicles[vehicle].fixedCost
            legs += plan.tours[vehicle].visits + 1
        }
        return leg + min(2 * leg, Double(fixed) / Double(max(1, legs)))
    }

    /// What annealing compares: cost, for what is left out more than any detour, and what prizes count for more while it is hot.
    var objective: Int {
        var base = plan.cost + plan.leftOutCount * instance.leftOutCost
        if prizeSurcharge > 0 { base += surcharge(on: plan.prizesForgone) }
        return instance.features.balanced ? base + balanceCost() : base
    }

    /// What prizes count for more at the present temperature.
    @inline(__always)
    func surcharge(on prizes: Int) -> Int {
        Int(min(0x1p60, Double(prizes) * prizeSurcharge))
    }
}
