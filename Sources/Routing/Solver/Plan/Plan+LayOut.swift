extension Plan {
    /// Links a vehicle's start, locked stops, what must follow them, and end.
    ///
    /// What must follow is the drop-offs of what is on board and the rests that are not locked: in the cheapest order that keeps
    /// every constraint, and in that of the problem if none does.
    func layOut(_ vehicle: Int) {
        let data = vehicles[vehicle]
        let model = instance.problem.vehicles[vehicle]
        var locked: [Int32] = []
        var firstRest = instance.firstRest
        for earlier in 0..<vehicle { firstRest += instance.problem.vehicles[earlier].breaks.count }
        for stop in model.lockedStops {
            switch stop {
            case .job, .pickup, .dropoff: locked.append(Int32(instance.visitNode(stop) ?? 0))
            case .rest(let rest): locked.append(Int32(firstRest + rest))
            case .reload(let hub):
                locked.append(Int32(reloadCursor[hub]))
                reloadCursor[hub] += 1
            }
        }
        let placed = Set(locked)
        var following = locked.compactMap { node in
            let stop = stops[Int(node)]
            return stop.kind == .pickup && !placed.contains(stop.mate) ? stop.mate : nil
        }
        following += model.breaks.indices.map { Int32(firstRest + $0) }.filter { !placed.contains($0) }

        chain([data.start] + locked + following + [data.end], vehicle)
        if !locked.isEmpty, following.count > 1 {
            let order = cheapestOrder(of: following, behind: locked, vehicle) ?? following
            chain([data.start] + locked + order + [data.end], vehicle)
        }
        refresh(vehicle)
    }

    /// The cheapest feasible order of a few nodes behind others: all orders of up to six, and of more each node in turn at its
    /// cheapest place; `nil` if none is feasible.
    private func cheapestOrder(of nodes: [Int32], behind locked: [Int32], _ vehicle: Int) -> [Int32]? {
        let (start, end) = (vehicles[vehicle].start, vehicles[vehicle].end)
        var best: (cost: Int, order: [Int32])?
        func look(at order: [Int32]) {
            chain([start] + locked + order + [end], vehicle)
            let cost = simulate(vehicle)
            if cost >= 0, cost < best?.cost ?? .max { best = (cost, order) }
        }
        func permute(_ done: [Int32], _ rest: [Int32]) {
            if rest.isEmpty { return look(at: done) }
            for index in rest.indices {
                var others = rest
                others.remove(at: index)
                permute(done + [rest[index]], others)
            }
        }
        if nodes.count <= 6 {
            permute([], nodes)
            return best?.order
        }
        // By simulating the whole each time, with what has no place yet at the end.
        var order = nodes
        for index in nodes.indices {
            best = nil
            for place in 0...index {
                var candidate = order
                candidate.insert(candidate.remove(at: index), at: place)
                look(at: candidate)
            }
            order = best?.order ?? order
        }
        return best?.order
    }
}
