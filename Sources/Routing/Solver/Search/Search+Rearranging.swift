extension Search {
    /// Puts a request that fits nowhere into a tour by moving the tour's rests, or by having a reload come in with it or move.
    ///
    /// Tries the tours close by and one free vehicle of each class: every place of the request; for each of those no reload more, and
    /// in short tours one at every place; and then the rests one after another at their cheapest places. Slow: in a plan of long
    /// tours only now and then. Returns whether that was done.
    func insertRearranging(_ request: Int, node: Int) -> Bool {
        var (bestCost, bestVehicle, bestSequence) = (Int.max, -1, [Int32]())
        for vehicle in vehiclesToRearrange(near: node, request) {
            if plan.tours[vehicle].visits > Self.fewVisits, random.next() & 7 != 0 { continue }
            plan.touch(vehicle)
            let original = sequence(vehicle)
            let reloads = original.filter { plan.stops[Int($0)].kind == .reload && !plan.stops[Int($0)].isPinned }
            // A single reload may be in the wrong place; of several all stay.
            let bare = original.filter { !isMovableRest($0) && (reloads.count != 1 || $0 != reloads[0]) }
            let rests = original.filter(isMovableRest)
            let extra = reloadsToTry(vehicle, present: reloads)
            for base in placings(node, in: bare) {
                for candidate in withReload(extra, in: base) {
                    plan.chain(framed(candidate, vehicle), vehicle, bank: false)
                    guard let (cost, sequence) = placing(rests, in: candidate, vehicle) else { continue }
                    let delta = cost - plan.tours[vehicle].cost
                    if delta < bestCost { (bestCost, bestVehicle, bestSequence) = (delta, vehicle, sequence) }
                }
            }
            plan.states[node].vehicle = -1
            if plan.stops[node].mate >= 0 { plan.states[Int(plan.stops[node].mate)].vehicle = -1 }
            for reload in extra { plan.states[Int(reload)].vehicle = -1 }
            plan.chain(framed(original, vehicle), vehicle, bank: false)
        }
        let prize = instance.prizes[request]
        guard bestVehicle >= 0, prize < 0 || bestCost < prize else { return false }
        for stop in sequence(bestVehicle) where plan.stops[Int(stop)].kind == .reload { plan.states[Int(stop)].vehicle = -1 }
        plan.chain(framed(bestSequence, bestVehicle), bestVehicle, bank: true)
        plan.refresh(bestVehicle)
        return true
    }

    /// Tours of so many visits are rearranged at once, and get a reload tried at every place.
    private static let fewVisits = 8

    /// Reloads that may come into a vehicle's tour: the one that it has, or one of each hub.
    private func reloadsToTry(_ vehicle: Int, present: [Int32]) -> [Int32] {
        guard plan.tours[vehicle].visits <= Self.fewVisits else { return present.count == 1 ? present : [] }
        var extra = present.count == 1 ? present : []
        for hub in instance.reloadHubs[vehicle] where !extra.contains(where: { plan.stops[Int($0)].hub == hub }) {
            let reload = plan.takeReload(hub: Int(hub))
            if reload >= 0 { extra.append(Int32(reload)) }
        }
        return extra
    }

    /// A sequence as it is, and with one of the reloads at each of its places.
    private func withReload(_ reloads: [Int32], in sequence: [Int32]) -> [[Int32]] {
        var sequences = [sequence]
        let first = firstOpenPlace(in: sequence)
        for reload in reloads {
            for place in first...sequence.count {
                var with = sequence
                with.insert(reload, at: place)
                sequences.append(with)
            }
        }
        return sequences
    }

    /// The first place of a sequence behind what is locked.
    private func firstOpenPlace(in sequence: [Int32]) -> Int {
        (sequence.lastIndex { plan.stops[Int($0)].isPinned && !plan.stops[Int($0)].floats } ?? -1) + 1
    }

    private func isMovableRest(_ node: Int32) -> Bool {
        // A rest within the locked stops is followed by a locked stop, or is the last of them.
        plan.stops[Int(node)].kind == .rest && plan.stops[Int(node)].floats
    }

    private func framed(_ sequence: [Int32], _ vehicle: Int) -> [Int32] {
        [plan.vehicles[vehicle].start] + sequence + [plan.vehicles[vehicle].end]
    }

    private func sequence(_ vehicle: Int) -> [Int32] {
        var sequence: [Int32] = []
        var node = plan.states[Int(plan.vehicles[vehicle].start)].next
        while node != plan.vehicles[vehicle].end {
            sequence.append(node)
            node = plan.states[Int(node)].next
        }
        return sequence
    }

    private func vehiclesToRearrange(near node: Int, _ request: Int) -> [Int] {
        var found: [Int] = []
        func consider(_ vehicle: Int) {
            guard vehicle >= 0, found.count < 4, !found.contains(vehicle),
                !instance.problem.vehicles[vehicle].breaks.isEmpty || plan.vehicles[vehicle].hasReloads,
                plan.tours[vehicle].visits <= 40,
                instance.compatible[Int(plan.vehicles[vehicle].vehicleClass) * instance.requestCount + request]
            else { return }
            found.append(vehicle)
        }
        for index in 0..<min(20, neighbours.count) {
            consider(Int(plan.states[Int(neighbours.nodes[node * neighbours.count + index])].vehicle))
        }
        for vehicleClass in 0..<instance.classCount { consider(plan.freeVehicle(ofClass: vehicleClass)) }
        return found
    }

    /// All sequences with a request's nodes put in; of very many, those with the nodes close together.
    private func placings(_ node: Int, in sequence: [Int32]) -> [[Int32]] {
        let mate = plan.stops[node].mate
        let first = firstOpenPlace(in: sequence)
        var placings: [[Int32]] = []
        for place in first...sequence.count {
            var one = sequence
            one.insert(Int32(node), at: place)
            if mate < 0 {
                placings.append(one)
                continue
            }
            for second in (place + 1)...min(sequence.count + 1, place + 4) {
                var both = one
                both.insert(mate, at: second)
                placings.append(both)
            }
        }
        return placings
    }

    /// The rests, one after another, at the places of a tour where they cost least.
    private func placing(_ rests: [Int32], in sequence: [Int32], _ vehicle: Int) -> (cost: Int, sequence: [Int32])? {
        var sequence = sequence
        var cost = plan.simulate(vehicle)
        // Without its rests a tour is feasible if it is with them, but for those that make it wait and so ride less.
        if cost < 0 { return nil }
        for rest in rests {
            var best: (cost: Int, sequence: [Int32])?
            let first = firstOpenPlace(in: sequence)
            for place in first...sequence.count {
                var candidate = sequence
                candidate.insert(rest, at: place)
                plan.chain(framed(candidate, vehicle), vehicle, bank: false)
                let cost = plan.simulate(vehicle)
                if cost >= 0, cost < best?.cost ?? .max { best = (cost, candidate) }
            }
            guard let best else { return nil }
            (cost, sequence) = best
        }
        return (cost, sequence)
    }
}
