import Foundation

extension Search {
    /// Whether a vehicle more costs so much more than its legs that the number of vehicles is what counts.
    var isFleetDecisive: Bool {
        guard instance.features.fixedCosts, plan.usedCount > 0 else { return false }
        var (fixed, total) = (0, 0)
        for index in 0..<plan.usedCount {
            let vehicle = Int(plan.used[index])
            fixed += plan.vehicles[vehicle].fixedCost
            total += plan.tours[vehicle].cost
        }
        return fixed > 2 * (total - fixed)
    }

    /// Empties tours one after another, and the bank when not everything could be served.
    ///
    /// The fleet minimisation of Christiaens and Vanden Berghe (2020): while requests are left out, a change is accepted if those
    /// it leaves out were left out less often so far; each time everything is served, the tour whose requests are easiest to place
    /// elsewhere is dissolved and one vehicle less may be used. Returns the number of iterations.
    func reduceFleet(_ span: SearchSpan, isCancelled: () -> Bool, observe: (Int) -> Void) -> Int {
        let reducesFleet = isFleetDecisive
        var done = 0
        let scale = meanLegCost
        var progress = span.progress(0)
        if reducesFleet, plan.leftOutCount == 0 { dissolveTour() }
        var current = plan.cost
        while progress < span.share {
            if done % 16 == 0 {
                progress = span.progress(done)
                if isCancelled() || progress >= span.share { break }
                observe(done)
            }
            done += 1
            let before = sumOfAbsences()
            let leftOut = plan.leftOutCount
            plan.begin()
            ruin(at: random.unit() < settings.leftOutSeedShare ? leftOutVisit() : nil)
            sortPending(by: drawOrder())
            recreate()
            let after = sumOfAbsences()
            let isBetter = plan.leftOutCount == 0 || after < before
            let isSound = isSound
            let isAlike = after == before && plan.leftOutCount <= leftOut
            let temperature = 0.3 * scale
            if isSound,
                isBetter || (isAlike && Double(plan.cost) < Double(current) - temperature * log(max(1e-300, random.unit())))
            {
                plan.commit()
                current = plan.cost
            } else {
                plan.undo()
            }
            assert(done % 64 != 0 || plan.inconsistency() == nil, plan.inconsistency() ?? "")
            for index in 0..<plan.bankCount { absences[Int(plan.bank[index])] += 1 }
            keepIfBest()
            if plan.leftOutCount == 0 {
                if !reducesFleet { break }
                dissolveTour()
                current = plan.cost
            }
        }
        plan.vehicleAllowance = .max
        plan.load(best.sequence(of:))
        return done
    }

    /// A visit of a request that is left out: what changes far from it makes no room for it.
    private func leftOutVisit() -> Int? {
        guard plan.bankCount > 0 else { return nil }
        let node = instance.node(of: Int(plan.bank[random.below(plan.bankCount)]))
        let mate = Int(plan.stops[node].mate)
        return mate >= 0 && random.next() & 1 == 0 ? mate : node
    }

    private func sumOfAbsences() -> Int {
        var sum = 0
        for index in 0..<plan.bankCount {
            let request = Int(plan.bank[index])
            if instance.prizes[request] < 0 { sum += absences[request] + 1 }
        }
        return sum
    }

    /// Takes out all of the tour whose requests were left out least often, and lets no more vehicles be used than before less one.
    private func dissolveTour() {
        var (easiest, least) = (-1, Int.max)
        for index in 0..<plan.usedCount {
            let vehicle = Int(plan.used[index])
            var sum = 0
            var node = Int(plan.vehicles[vehicle].start)
            while node >= 0 {
                let request = Int(plan.stops[node].request)
                if request >= 0 { sum += absences[request] + 1 }
                if plan.stops[node].isPinned, request >= 0 { sum = .max / 4 }
                node = Int(plan.states[node].next)
            }
            if sum < least { (easiest, least) = (vehicle, sum) }
        }
        guard easiest >= 0, least < .max / 8 else { return }
        plan.begin()
        pendingCount = 0
        removeAll(of: easiest)
        plan.commit()
        plan.vehicleAllowance = plan.usedCount
    }
}
