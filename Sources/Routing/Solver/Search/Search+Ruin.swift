extension Search {
    /// Takes strings of visits out of tours that are close to each other.
    ///
    /// - Parameter place: The visit that they are close to; `nil`: any, or one that search keeps to.
    func ruin(at place: Int? = nil) {
        iteration += 1
        pendingCount = 0
        guard instance.requestCount > 0 else { return }
        let served = instance.requestCount - plan.bankCount
        guard plan.usedCount > 0, served > 0 else {
            addLeftOut(near: random.below(instance.visitCount))
            return
        }
        let nodesPerRequest = Double(instance.visitCount) / Double(instance.requestCount)
        let averageVisits = max(1, Double(served) * nodesPerRequest / Double(max(1, plan.tripCount)))
        let longest = min(settings.longestString, averageVisits)
        let mostStrings = 4 * settings.averageRemoved / (1 + longest) - 1
        var strings = Int(1 + random.unit() * max(1, mostStrings))
        let seed = place ?? drawSeed()

        ruinTour(at: seed, longest: longest, &strings)
        let count = neighbours.count
        let near = neighbours.nodes + seed * count
        var index = 0
        while strings > 0, index < count {
            ruinTour(at: Int(near[index]), longest: longest, &strings)
            index += 1
        }
        addLeftOut(near: seed)
    }

    /// Takes out all that a vehicle does and that is not pinned.
    func removeAll(of vehicle: Int) {
        plan.touch(vehicle)
        var node = Int(plan.states[Int(plan.vehicles[vehicle].start)].next)
        var count = 0
        while node >= 0 {
            if plan.stops[node].request >= 0, !plan.stops[node].isPinned {
                window[count] = Int32(node)
                count += 1
            }
            node = Int(plan.states[node].next)
        }
        for index in 0..<count { takeOut(Int(window[index])) }
        tidyTrips(vehicle)
        plan.refresh(vehicle)
    }

    @inline(__always)
    private func ruinTour(at node: Int, longest: Double, _ strings: inout Int) {
        let vehicle = Int(plan.states[node].vehicle)
        guard vehicle >= 0, !plan.stops[node].isPinned else { return }
        // A trip is a tour of its own as far as what lies close together is concerned.
        let trip = isSplit ? Int(plan.states[node].head) : Int(plan.vehicles[vehicle].start)
        guard ruinedIn[trip] != iteration else { return }
        ruinedIn[trip] = iteration
        strings -= 1
        removeString(around: node, vehicle: vehicle, longest: longest)
    }

    /// Whether tours may have several trips, which are ruined one by one.
    @inline(__always)
    private var isSplit: Bool { instance.features.reloads }

    private func tripVisits(of node: Int) -> Int {
        var (count, walker) = (0, Int(plan.states[Int(plan.states[node].head)].next))
        while !plan.stops[walker].kind.endsTrip {
            if plan.stops[walker].request >= 0 { count += 1 }
            walker = Int(plan.states[walker].next)
        }
        return count
    }

    private func removeString(around node: Int, vehicle: Int, longest: Double) {
        let visits = isSplit ? tripVisits(of: node) : plan.tours[vehicle].visits
        let most = min(Double(visits), longest)
        let length = Int(1 + random.unit() * most)
        // Half of the strings keep a piece in their middle.
        var kept = 0
        if length > 1, length < visits, random.next() & 1 == 0 {
            kept = 1
            while length + kept < visits, random.unit() < 0.01 { kept += 1 }
        }
        let total = min(length + kept, visits)
        let count = collectWindow(around: node, length: total)
        plan.touch(vehicle)
        let keptStart = kept > 0 ? 1 + random.below(max(1, count - kept - 1)) : count
        for index in 0..<count where index < keptStart || index >= keptStart + kept {
            takeOut(Int(window[index]))
        }
        tidyTrips(vehicle)
        if instance.features.floating { moveFloating(vehicle) }
        plan.refresh(vehicle)
    }

    /// Writes up to `length` consecutive visits around a node into ``window``, which may begin anywhere so that the node is in it.
    private func collectWindow(around node: Int, length: Int) -> Int {
        let (states, stops) = (plan.states, plan.stops)
        var (back, ahead) = (0, 0)
        var first = node
        var walker = Int(states[node].previous)
        while back < length - 1, walker >= 0 {
            if stops[walker].request >= 0 {
                if stops[walker].isPinned { break }
                back += 1
                first = walker
            } else if isSplit, stops[walker].kind == .reload {
                break
            }
            walker = Int(states[walker].previous)
        }
        walker = Int(states[node].next)
        while ahead < length - 1, walker >= 0 {
            if stops[walker].request >= 0 {
                ahead += 1
            } else if isSplit, stops[walker].kind == .reload {
                break
            }
            walker = Int(states[walker].next)
        }
        let (least, most) = (max(0, length - 1 - ahead), min(length - 1, back))
        let offset = most > least ? least + random.below(most - least + 1) : most
        for _ in 0..<back - offset {
            repeat { first = Int(states[first].next) } while stops[first].request < 0
        }
        var count = 0
        walker = first
        while count < length, walker >= 0 {
            if stops[walker].request >= 0, !stops[walker].isPinned {
                window[count] = Int32(walker)
                count += 1
            }
            walker = Int(states[walker].next)
        }
        return count
    }

    /// Takes a visit's request out of the plan, unless that is done already.
    @inline(__always)
    func takeOut(_ node: Int) {
        guard plan.states[node].vehicle >= 0 else { return }
        let mate = Int(plan.stops[node].mate)
        if mate >= 0 {
            if plan.stops[mate].isPinned { return }
            plan.unlink(mate)
        }
        plan.unlink(node)
        let request = Int(plan.stops[node].request)
        plan.putInBank(request)
        pending[pendingCount] = Int32(request)
        pendingCount += 1
    }

    /// Removes reloads that begin or end an empty trip, save those that the tour cannot do without.
    func tidyTrips(_ vehicle: Int) {
        guard plan.vehicles[vehicle].hasReloads else { return }
        let (states, stops) = (plan.states, plan.stops)
        var isEmpty = true
        var node = Int(states[Int(plan.vehicles[vehicle].start)].next)
        while node >= 0 {
            let next = Int(states[node].next)
            let kind = stops[node].kind
            if kind == .reload || kind == .end {
                if isEmpty {
                    // An empty last trip is closed by the reload before it.
                    var reload = kind == .reload ? node : Int(states[node].previous)
                    while reload >= 0, stops[reload].kind == .rest { reload = Int(states[reload].previous) }
                    if reload >= 0, stops[reload].kind == .reload, !stops[reload].isPinned { dropReload(reload, vehicle) }
                }
                isEmpty = true
            } else if stops[node].request >= 0 {
                isEmpty = false
            }
            node = next
        }
    }

    private func dropReload(_ reload: Int, _ vehicle: Int) {
        let previous = Int(plan.states[reload].previous)
        plan.unlink(reload)
        // Charging and hubs that goods must come from or go to are reasons to keep it.
        if instance.features.emptyTrips, plan.simulate(vehicle) < 0 { plan.link(reload, after: previous, vehicle: vehicle) }
    }

    /// Now and then takes a rest, or drops off what a locked pick-up brought on board, at another place of the tour.
    private func moveFloating(_ vehicle: Int) {
        let (states, stops) = (plan.states, plan.stops)
        let (start, end) = (Int(plan.vehicles[vehicle].start), Int(plan.vehicles[vehicle].end))
        var count = 0
        var node = Int(states[start].next)
        while node != end {
            if stops[node].floats, random.next() & 1 == 0 {
                window[count] = Int32(node)
                count += 1
            }
            node = Int(states[node].next)
        }
        for index in 0..<count {
            let node = Int(window[index])
            let previous = Int(states[node].previous)
            if stops[previous].isSealed { continue }
            plan.unlink(node)
            var places = 0
            var place = previous
            var walker = start
            while walker != end {
                if !stops[walker].isSealed {
                    places += 1
                    if random.below(places) == 0 { place = walker }
                }
                walker = Int(states[walker].next)
            }
            plan.link(node, after: place, vehicle: vehicle)
            if plan.simulate(vehicle) < 0 {
                plan.unlink(node)
                plan.link(node, after: previous, vehicle: vehicle)
            }
        }
    }

    /// Adds some of the requests that were left out before, those close by first.
    private func addLeftOut(near seed: Int) {
        let waiting = plan.bankCount - pendingCount
        guard waiting > 0 else { return }
        let removed = pendingCount
        if waiting <= 12 {
            for index in 0..<plan.bankCount where !isPending(Int(plan.bank[index]), removed) {
                pending[pendingCount] = plan.bank[index]
                pendingCount += 1
            }
            return
        }
        let near = neighbours.nodes + seed * neighbours.count
        var added = 0
        for index in -1..<neighbours.count {
            let node = index < 0 ? seed : Int(near[index])
            let request = instance.request(of: node)
            if plan.bankPosition[request] >= 0, plan.stops[node].kind != .dropoff, !isPending(request, removed + added) {
                pending[pendingCount] = Int32(request)
                pendingCount += 1
                added += 1
                if added == 10 { break }
            }
        }
        for _ in 0..<2 {
            let request = Int(plan.bank[random.below(plan.bankCount)])
            if !isPending(request, pendingCount) {
                pending[pendingCount] = Int32(request)
                pendingCount += 1
            }
        }
    }

    func isPending(_ request: Int, _ count: Int) -> Bool {
        for index in 0..<count where Int(pending[index]) == request { return true }
        return false
    }
}
