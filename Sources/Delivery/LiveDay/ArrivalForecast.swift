import Foundation

/// When a tour will be where, by what its rider has reported: the planned times moved on. Pure.
///
/// The clock starts at the last report and walks along the rest of the tour. Riding and handing over take as long as planned; where the
/// plan waits (for a window, or for a shop to be ready), it waits until the same moment. A stop that should have been reported by now
/// is taken to happen now.
struct ArrivalForecast: Sendable {
    struct Times: Hashable, Sendable {
        let arrival: Date
        let serviceStart: Date
        let departure: Date
    }

    /// For each stop of the tour; what was reported stands as it was reported.
    let times: [Times]

    /// - Parameters:
    ///   - stops: of one tour in their order, with what was reported of each.
    ///   - now: the moment from which it is forecast.
    init(_ stops: [ForecastStop], at now: Date) {
        var times: [Times] = []
        var clock: Date?
        let lastReported = stops.lastIndex { $0.state != .open }
        for (index, stop) in stops.enumerated() {
            let next: Times
            if let lastReported, index <= lastReported {
                next = Self.reported(stop, isLast: index == lastReported, at: now)
            } else {
                let riding = index == 0 ? 0 : stop.arrival.timeIntervalSince(stops[index - 1].departure)
                // A tour that nobody has reported of leaves as planned, or now.
                next = Self.expected(stop, arrival: max(clock?.addingTimeInterval(max(0, riding)) ?? stop.arrival, now))
            }
            times.append(next)
            clock = next.departure
        }
        self.times = times
    }

    private static func reported(_ stop: ForecastStop, isLast: Bool, at now: Date) -> Times {
        let service = stop.departure.timeIntervalSince(stop.serviceStart)
        let arrival = stop.arrivedAt ?? stop.finishedAt.map { min($0, stop.arrival) } ?? stop.arrival
        if let finished = stop.finishedAt {
            return Times(
                arrival: min(arrival, finished), serviceStart: min(max(arrival, stop.serviceStart), finished), departure: finished
            )
        }
        let start = max(arrival, stop.windowStart ?? arrival)
        let departure = start.addingTimeInterval(service)
        // Who has been reported to arrive, and nothing since, is still there.
        return Times(arrival: arrival, serviceStart: start, departure: isLast ? max(departure, now) : departure)
    }

    private static func expected(_ stop: ForecastStop, arrival: Date) -> Times {
        let isPlannedToWait = stop.serviceStart > stop.arrival
        let opens = isPlannedToWait ? stop.serviceStart : stop.windowStart ?? .distantPast
        let start = max(arrival, opens)
        return Times(
            arrival: arrival, serviceStart: start,
            departure: start.addingTimeInterval(stop.departure.timeIntervalSince(stop.serviceStart)))
    }
}

/// What a forecast needs of a stop.
struct ForecastStop: Hashable, Sendable {
    let arrival: Date
    let serviceStart: Date
    let departure: Date
    let windowStart: Date?
    let state: StopState
    let arrivedAt: Date?
    let finishedAt: Date?
}

extension ForecastStop {
    init(_ stop: TourStop) {
        self.init(
            arrival: stop.arrival, serviceStart: stop.serviceStart, departure: stop.departure, windowStart: stop.windowStart,
            state: stop.state, arrivedAt: stop.arrivedAt, finishedAt: stop.finishedAt)
    }
}
