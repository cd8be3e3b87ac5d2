extension Vehicle {
    /// ``speedFactor`` in hundredths, the precision that counts; at least 1.
    public var speedPercent: Int {
        max(1, Int((speedFactor * 100).rounded()))
    }

    /// The time this vehicle needs for a leg that the matrix gives `seconds` for.
    ///
    /// `seconds / speedFactor`, rounded to the nearest second, halves up. This is the only place where speed factors round:
    /// each leg by itself, before anything is added up. ``TravelMatrix/unreachable`` stays what it is.
    public func travelTime(scaling seconds: Seconds) -> Seconds {
        let percent = speedPercent
        guard percent != 100, seconds != Seconds(TravelMatrix.unreachable) else { return seconds }
        return (seconds * 100 + percent / 2) / percent
    }
}

extension Problem {
    /// The matrix that a vehicle rides by.
    public func matrix(of vehicle: Vehicle) -> TravelMatrix {
        matrices[vehicle.profile]
    }

    /// Seconds that a vehicle rides from one location to another, its speed factor included.
    public func travelTime(of vehicle: Vehicle, from: Int, to: Int) -> Seconds {
        from == to ? 0 : vehicle.travelTime(scaling: matrix(of: vehicle).duration(from: from, to: to))
    }

    /// How many dimensions a load has: the names given, or the longest capacity where there are no names.
    ///
    /// O(vehicles).
    public var dimensionCount: Int {
        var count = dimensions.count
        for vehicle in vehicles { count = max(count, vehicle.capacity.count) }
        return count
    }

    /// The location of a start or an end.
    public func location(of place: Vehicle.Place) -> Int {
        switch place {
        case .hub(let hub): hubs[hub].location
        case .location(let location): location
        }
    }

    /// The location of a stop; `nil` for a rest, which is taken wherever the bike is.
    public func location(of stop: Stop) -> Int? {
        switch stop {
        case .job(let index): jobs[index].location
        case .pickup(let index): pairs[index].pickup.location
        case .dropoff(let index): pairs[index].delivery.location
        case .reload(let hub): hubs[hub].location
        case .rest: nil
        }
    }
}

extension Array where Element == TimeWindow {
    /// When something begins for which one is there at `arrival`: at once within a window, else when the next one opens.
    /// After the last window it begins at once, too late.
    func begin(arrivingAt arrival: Seconds) -> Seconds {
        for window in self where arrival <= window.end {
            return Swift.max(arrival, window.start)
        }
        return arrival
    }

    /// The latest arrival with which it begins in a window and no later than at `bound`.
    func latestArrival(beginningBy bound: Seconds) -> Seconds {
        for window in reversed() where window.start <= bound {
            return Swift.min(bound, window.end)
        }
        return bound
    }
}
