/// The nodes of an instance, while it is being compiled.
struct CompiledStops {
    private(set) var stops: [StopData]
    private(set) var windows: [(start: Int, end: Int)] = []

    init(_ problem: Problem, _ layout: NodeLayout, _ fleet: CompiledFleet) {
        stops = [StopData](repeating: StopData(kind: .start), count: layout.nodeCount)
        for (index, job) in problem.jobs.enumerated() {
            var stop = StopData(kind: .job, reference: index, location: fleet.rows[job.location])
            set(job.visit, in: &stop)
            stop.request = Int32(index)
            stop.release = job.release
            stop.requiredHub = Int32(job.hub ?? -1)
            stops[index] = stop
        }
        for (index, pair) in problem.pairs.enumerated() {
            let node = layout.jobs + 2 * index
            for (offset, end) in [pair.pickup, pair.delivery].enumerated() {
                var stop = StopData(
                    kind: offset == 0 ? .pickup : .dropoff, reference: index, location: fleet.rows[end.location])
                if offset == 1, let longest = pair.maximumRideTime { stop.longestRide = longest }
                set(end.visit, in: &stop)
                stop.request = Int32(layout.jobs + index)
                stop.mate = Int32(node + 1 - offset)
                stops[node + offset] = stop
            }
        }
        for (index, vehicle) in problem.vehicles.enumerated() {
            for (position, rest) in vehicle.breaks.enumerated() {
                var stop = StopData(kind: .rest, reference: position)
                set(Visit(service: rest.duration, windows: rest.windows), in: &stop)
                stops[layout.rests[index] + position] = stop
            }
            addTerminals(problem, vehicle, start: layout.start(index), end: layout.end(index), fleet)
        }
        for (hub, nodes) in layout.reloads.enumerated() {
            for node in nodes { stops[node] = reload(problem, hub, fleet) }
        }
        lock(problem, layout)
    }

    private mutating func set(_ visit: Visit, in stop: inout StopData) {
        stop.service = visit.service
        stop.setup = visit.setup
        stop.open = visit.windows.first?.start ?? 0
        stop.close = visit.windows.last?.end ?? endOfTime
        if visit.windows.count > 1 {
            stop.firstWindow = Int32(windows.count)
            stop.windowCount = Int32(visit.windows.count)
            windows += visit.windows.map { ($0.start, $0.end) }
        }
    }

    private mutating func addTerminals(_ problem: Problem, _ vehicle: Vehicle, start: Int, end: Int, _ fleet: CompiledFleet) {
        for (node, place, kind) in [(start, vehicle.start, StopData.Kind.start), (end, vehicle.end, .end)] {
            var stop = StopData(kind: kind, location: place.map { fleet.rows[problem.location(of: $0)] } ?? fleet.virtualRow)
            stop.open = kind == .start ? vehicle.shift.start : 0
            stop.close = vehicle.shift.end
            if case .hub(let hub)? = place {
                stop.hub = Int32(hub)
                stop.open = max(stop.open, problem.hubs[hub].opening.start)
                stop.close = min(stop.close, problem.hubs[hub].opening.end)
            }
            stops[node] = stop
        }
    }

    private func reload(_ problem: Problem, _ index: Int, _ fleet: CompiledFleet) -> StopData {
        let hub = problem.hubs[index]
        var stop = StopData(kind: .reload, reference: index, location: fleet.rows[hub.location])
        stop.hub = Int32(index)
        stop.open = hub.opening.start
        stop.close = hub.opening.end
        stop.service = hub.reloadTime
        switch hub.charging {
        case .none: stop.charge = 0
        case .swap: stop.charge = -1
        case .plug(let perMinute): stop.charge = perMinute * hub.reloadTime / 60
        }
        return stop
    }

    /// Pins what is locked, and the drop-offs whose pick-ups are.
    private mutating func lock(_ problem: Problem, _ layout: NodeLayout) {
        var reloads = layout.reloads.map(\.lowerBound)
        for (index, vehicle) in problem.vehicles.enumerated() where !vehicle.lockedStops.isEmpty {
            var previous = layout.start(index)
            for stop in vehicle.lockedStops {
                let node: Int
                switch stop {
                case .job(let job): node = job
                case .pickup(let pair):
                    node = layout.jobs + 2 * pair
                    stops[node + 1].isPinned = true
                    stops[node + 1].floats = true
                case .dropoff(let pair): node = layout.jobs + 2 * pair + 1
                case .rest(let rest): node = layout.rests[index] + rest
                case .reload(let hub):
                    node = reloads[hub]
                    reloads[hub] += 1
                }
                stops[node].isPinned = true
                stops[node].floats = false
                stops[previous].isSealed = true
                previous = node
            }
        }
    }
}
