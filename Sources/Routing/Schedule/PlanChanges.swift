extension Problem {
    /// The requests for which riders would have to be told something new, by ``Vehicle/plannedStops``.
    ///
    /// A request that was planned counts if it is now left out, rides with another vehicle, or is out of order. Out of order are,
    /// on each vehicle, the requests outside the longest run of stops that kept their order, so that moving one stop changes one
    /// request however far it moves. Requests that were not planned before change nothing for anybody.
    public func changedRequests(in solution: Solution) -> Set<Request> {
        var changed: Set<Request> = []
        var toursByVehicle: [Int: [Stop]] = [:]
        for tour in solution.tours { toursByVehicle[tour.vehicle] = tour.stops }
        for (index, vehicle) in vehicles.enumerated() where !vehicle.plannedStops.isEmpty {
            changed.formUnion(Self.changedRequests(planned: vehicle.plannedStops, now: toursByVehicle[index] ?? []))
        }
        return changed
    }

    /// The requests of `planned` that are not in `now` or stand in another order there; see ``changedRequests(in:)``.
    /// O(n log n).
    public static func changedRequests(planned: [Stop], now: [Stop]) -> Set<Request> {
        var positions: [Stop: Int] = [:]
        for (position, stop) in planned.enumerated() where stop.request != nil { positions[stop] = position }
        let kept = now.filter { positions[$0] != nil }
        let order = longestIncreasingRun(kept.map { positions[$0] ?? 0 })
        let inOrder = Set(order.map { kept[$0] })
        return Set(planned.filter { !inOrder.contains($0) }.compactMap(\.request))
    }

    /// Indices of a longest strictly increasing subsequence, by patience sorting.
    private static func longestIncreasingRun(_ values: [Int]) -> [Int] {
        var lastOfLength: [Int] = []
        var previous = [Int](repeating: -1, count: values.count)
        for index in values.indices {
            var (low, high) = (0, lastOfLength.count)
            while low < high {
                let middle = (low + high) / 2
                if values[lastOfLength[middle]] < values[index] { low = middle + 1 } else { high = middle }
            }
            if low > 0 { previous[index] = lastOfLength[low - 1] }
            if low == lastOfLength.count { lastOfLength.append(index) } else { lastOfLength[low] = index }
        }
        var run: [Int] = []
        var index = lastOfLength.last ?? -1
        while index >= 0 {
            run.append(index)
            index = previous[index]
        }
        return run.reversed()
    }
}

extension Stop {
    /// What a stop serves; `nil` for a reload or a rest.
    public var request: Request? {
        switch self {
        case .job(let index): .job(index)
        case .pickup(let index), .dropoff(let index): .pair(index)
        case .reload, .rest: nil
        }
    }
}
