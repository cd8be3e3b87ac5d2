extension TourCheck {
    /// Ways that exist, distance, riding time and battery.
    mutating func checkWays() {
        let matrix = problem.matrices[vehicle.profile]
        var here = vehicle.start.map { problem.location(of: $0) }
        var (distance, travel) = (0, 0)
        var battery = vehicle.battery?.initial ?? 0
        var isEmpty = false

        func charged(at hub: Hub, _ level: Int, _ capacity: Int) -> Int {
            switch hub.charging {
            case .none: level
            case .swap: capacity
            case .plug(let rate): min(capacity, level + rate * hub.reloadTime / 60)
            }
        }

        let destinations: [(Stop?, Int)] =
            stops.compactMap { stop in problem.location(of: stop).map { (stop, $0) } }
            + (vehicle.end.map { [(nil, problem.location(of: $0))] } ?? [])
        for (stop, to) in destinations {
            if let from = here, from != to {
                let entry = from * matrix.size + to
                if matrix.durations[entry] == TravelMatrix.unreachable {
                    report(.unreachable, request: stop?.request, "there is no way from location \(from) to \(to)")
                    return
                }
                distance += Int(matrix.distances?[entry] ?? 0)
                travel += ridingTime(from: from, to: to)
                battery -= Int(matrix.energies?[entry] ?? 0)
            }
            if let limits = vehicle.battery {
                if battery < limits.reserve, !isEmpty {
                    isEmpty = true
                    report(
                        .battery, request: stop?.request, by: limits.reserve - battery,
                        "\(battery) mWh left on arrival at location \(to), the reserve is \(limits.reserve)")
                }
                if case .reload(let hub)? = stop { battery = charged(at: problem.hubs[hub], battery, limits.capacity) }
            }
            here = to
        }
        if let limit = vehicle.limits.distance, distance > limit {
            report(.distanceLimit, by: distance - limit, "\(distance) m, at most \(limit)")
        }
        if let limit = vehicle.limits.travelTime, travel > limit {
            report(.travelTimeLimit, by: travel - limit, "\(travel) s of riding, at most \(limit)")
        }
    }

    /// Seconds for a leg: divided by the speed factor in hundredths, rounded half up.
    func ridingTime(from: Int, to: Int) -> Seconds {
        if from == to { return 0 }
        let matrix = problem.matrices[vehicle.profile]
        let seconds = Int(matrix.durations[from * matrix.size + to])
        let percent = max(1, Int((vehicle.speedFactor * 100).rounded()))
        if percent == 100 || seconds == Int(TravelMatrix.unreachable) { return seconds }
        return (2 * seconds * 100 + percent) / (2 * percent)
    }
}
