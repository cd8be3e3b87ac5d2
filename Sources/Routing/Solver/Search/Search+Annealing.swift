import Foundation

/// How far a search may go: until a share of the whole has passed, by time or by iterations.
struct SearchSpan {
    /// Seconds since ``SolverClock/seconds(threads:)``'s origin when the whole began and will be over.
    var began = 0.0
    var ends = Double.infinity
    var clock = SolverClock.wall
    var threads = 1
    /// Iterations in the whole, and how many were done before; takes the place of time if given.
    var iterations: Int?
    var done = 0
    /// This span ends at this share of the whole.
    var share = 1.0

    /// Which share of the whole has passed, given the iterations of this span.
    func progress(_ here: Int) -> Double {
        let byTime = ends.isFinite ? (clock.seconds(threads: threads) - began) / max(1e-9, ends - began) : 0
        guard let iterations else { return byTime }
        return max(byTime, Double(done + here) / Double(max(1, iterations)))
    }
}

extension Search {
    /// Ruins and recreates until the span is over. Returns the number of iterations.
    func anneal(_ span: SearchSpan, isCancelled: () -> Bool, observe: (Int) -> Void) -> Int {
        let scale = meanLegCost
        let hottest = isWarm ? min(settings.firstTemperature, settings.warmTemperature) : settings.firstTemperature
        let first = hottest * scale
        let ratio = settings.lastTemperature / hottest
        var done = 0
        var progress = span.progress(0)
        var temperature = first * pow(ratio, progress)
        var current = objective
        let pace = max(1, min(64, 20_000 / max(1, instance.requestCount)))
        while progress < span.share {
            if done % pace == 0 {
                progress = span.progress(done)
                temperature = first * pow(ratio, min(1, progress))
                if isCancelled() || progress >= span.share { break }
                if done % (64 * pace) == 0 { observe(done) }
            }
            done += 1
            plan.begin()
            ruin()
            sortPending(by: drawOrder())
            recreate()
            let candidate = objective
            if isSound, Double(candidate) < Double(current) - temperature * log(max(1e-300, random.unit())) {
                plan.commit()
                current = candidate
                let balance = instance.features.balanced ? balanceCost() : 0
                if best.isWorse(thanLeftOut: plan.leftOut, cost: plan.cost + balance) {
                    best.save(plan, balance: balance)
                    improvements += 1
                }
            } else {
                plan.undo()
            }
            assert(done % 64 != 0 || plan.inconsistency() == nil, plan.inconsistency() ?? "")
        }
        return done
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

    /// What annealing compares: cost, and for what is left out more than any detour.
    var objective: Int {
        let base = plan.cost + plan.leftOutCount * instance.leftOutCost
        return instance.features.balanced ? base + balanceCost() : base
    }
}
