extension Search {
    /// Puts a request into a tour whose rests would be in its way, by moving them.
    ///
    /// Tries the tours close by and one free vehicle of each class: every place of the request, and for each of those the rests one
    /// after another at their cheapest places. Slow, and only for what fits nowhere else. Returns whether that was done.
    func insertMovingRests(_ request: Int, node: Int) -> Bool {
        var (bestCost, bestVehicle, bestSequence) = (Int.max, -1, [Int32]())
        for vehicle in vehiclesWithRests(near: node, request) {
            plan.touch(vehicle)
            let original = sequence(vehicle)
            let bare = original.filter { !isMovableRest($0) }
            let rests = original.filter(isMovableRest)
            for candidate in placings(node, in: bare) {
                plan.chain(framed(candidate, vehicle), vehicle, bank: false)
                guard plan.simulate(vehicle) >= 0, let (cost, sequence) = placing(rests, in: candidate, vehicle) else { continue }
                let delta = cost - plan.tours[vehicle].cost
                if delta < bestCost { (bestCost, bestVehicle, bestSequence) = (delta, vehicle, sequence) }
            }
            plan.states[node].vehicle = -1
            if plan.stops[node].mate >= 0 { plan.states[Int(plan.stops[node].mate)].vehicle = -1 }
            plan.chain(framed(original, vehicle), vehicle, bank: false)
        }
        let prize = instance.prizes[request]
        guard bestVehicle >= 0, prize < 0 || bestCost < prize else { return false }
        plan.chain(framed(bestSequence, bestVehicle), bestVehicle, bank: true)
        plan.refresh(bestVehicle)
        return true
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

    private func vehiclesWithRests(near node: Int, _ request: Int) -> [Int] {
        var found: [Int] = []
        func consider(_ vehicle: Int) {
            guard vehicle >= 0, found.count < 4, !found.contains(vehicle), !instance.problem.vehicles[vehicle].breaks.isEmpty,
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
        let first = (sequence.lastIndex { plan.stops[Int($0)].isPinned } ?? -1) + 1
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
        var (sequence, cost) = (sequence, 0)
        for rest in rests {
            var best: (cost: Int, sequence: [Int32])?
            let first = (sequence.lastIndex { plan.stops[Int($0)].isPinned && plan.stops[Int($0)].kind != .rest } ?? -1) + 1
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
