extension TourCheck {
    /// Everything that depends on the clock: windows, shift, hub openings, releases, ride times, duration.
    mutating func checkTimes() {
        let earliest = earliestDeparture
        let soonest = replay(departure: earliest)
        // Nothing gets earlier with a later departure: search for the latest one that keeps completion and makes nothing too late.
        let lateness = lateness(soonest)
        var (keeps, fails) = (earliest, soonest.completion + 1)
        while fails - keeps > 1 {
            let middle = keeps + (fails - keeps) / 2
            let later = replay(departure: middle)
            let isAsGood = later.completion == soonest.completion && self.lateness(later) == lateness
            if isAsGood { keeps = middle } else { fails = middle }
        }
        judge(replay(departure: keeps))
    }

    /// The times of a tour that leaves its start at a given moment.
    struct Replay {
        var departure: Seconds
        var arrivals: [Seconds] = []
        var begins: [Seconds] = []
        var departures: [Seconds] = []
        /// When the bike is where it ends, and when that hub takes it in.
        var endArrival: Seconds = 0
        var completion: Seconds = 0
    }

    private var earliestDeparture: Seconds {
        var earliest = vehicle.shift.start
        if case .hub(let hub)? = vehicle.start { earliest = max(earliest, problem.hubs[hub].opening.start) }
        return max(earliest, lastRelease(from: 0)?.time ?? earliest)
    }

    /// The goods that come last to the trip whose stops begin at `begin`.
    private func lastRelease(from begin: Int) -> (time: Seconds, job: Int)? {
        var last: (time: Seconds, job: Int)?
        for stop in stops[begin...] {
            if stop.isReload { break }
            if case .job(let job) = stop, problem.jobs[job].release > last?.time ?? .min {
                last = (problem.jobs[job].release, job)
            }
        }
        return last
    }

    private func windows(of stop: Stop) -> [TimeWindow] {
        switch stop {
        case .job(let job): problem.jobs[job].visit.windows
        case .pickup(let pair): problem.pairs[pair].pickup.visit.windows
        case .dropoff(let pair): problem.pairs[pair].delivery.visit.windows
        case .reload(let hub): [problem.hubs[hub].opening]
        case .rest(let number): vehicle.breaks[number].windows
        }
    }

    /// How long a stop takes once begun; set-up only when the bike comes from elsewhere.
    private func length(of stop: Stop, comingFrom: Int?) -> Seconds {
        func length(_ visit: Visit, _ location: Int) -> Seconds { visit.service + (comingFrom == location ? 0 : visit.setup) }
        switch stop {
        case .job(let job): return length(problem.jobs[job].visit, problem.jobs[job].location)
        case .pickup(let pair): return length(problem.pairs[pair].pickup.visit, problem.pairs[pair].pickup.location)
        case .dropoff(let pair): return length(problem.pairs[pair].delivery.visit, problem.pairs[pair].delivery.location)
        case .reload(let hub): return problem.hubs[hub].reloadTime
        case .rest(let number): return vehicle.breaks[number].duration
        }
    }

    /// The first moment from `arrival` on that lies in a window; `arrival` itself when all are over.
    private func firstMoment(_ windows: [TimeWindow], from arrival: Seconds) -> Seconds {
        windows.filter { $0.end >= arrival }.map { max($0.start, arrival) }.min() ?? arrival
    }

    private func replay(departure: Seconds) -> Replay {
        var replay = Replay(departure: departure)
        var clock = departure
        var here = vehicle.start.map { problem.location(of: $0) }
        for (position, stop) in stops.enumerated() {
            let location = problem.location(of: stop) ?? here
            if let here, let location { clock += ridingTime(from: here, to: location) }
            replay.arrivals.append(clock)
            clock = firstMoment(windows(of: stop), from: clock)
            replay.begins.append(clock)
            clock += length(of: stop, comingFrom: here)
            if stop.isReload, let release = lastRelease(from: position + 1) { clock = max(clock, release.time) }
            replay.departures.append(clock)
            here = location
        }
        if let end = vehicle.end, let here { clock += ridingTime(from: here, to: problem.location(of: end)) }
        replay.endArrival = clock
        if case .hub(let hub)? = vehicle.end { clock = max(clock, problem.hubs[hub].opening.start) }
        replay.completion = clock
        return replay
    }

    /// The sum of all times by which something begins, or leaves a hub, too late.
    private func lateness(_ replay: Replay) -> Seconds {
        var sum = 0
        if case .hub(let hub)? = vehicle.start { sum += max(0, replay.departure - problem.hubs[hub].opening.end) }
        for (position, stop) in stops.enumerated() {
            sum += max(0, replay.begins[position] - (windows(of: stop).last?.end ?? .max))
            if case .reload(let hub) = stop { sum += max(0, replay.departures[position] - problem.hubs[hub].opening.end) }
        }
        return sum
    }

    private mutating func judge(_ replay: Replay) {
        if case .hub(let hub)? = vehicle.start { judgeLeaving(hub, replay.departure, tripFrom: 0) }
        if replay.departure > vehicle.shift.end { judgeReleaseOfShift(tripFrom: 0) }
        for (position, stop) in stops.enumerated() {
            let late = replay.begins[position] - (windows(of: stop).last?.end ?? .max)
            switch stop {
            case .job, .pickup, .dropoff:
                if late > 0 {
                    report(.timeWindow, at: position, request: stop.request, by: late, "\(late) s after its last time window")
                }
            case .rest(let number):
                if late > 0 {
                    report(.rest, at: position, by: late, "break \(vehicle.breaks[number].id) begins \(late) s too late")
                }
            case .reload(let hub):
                if late > 0 {
                    report(.hubOpening, at: position, by: late, "reaches hub \(hub) \(late) s after it closed")
                } else {
                    judgeLeaving(hub, replay.departures[position], tripFrom: position + 1)
                }
                if replay.departures[position] > vehicle.shift.end { judgeReleaseOfShift(tripFrom: position + 1) }
            }
        }
        judgeRideTimes(replay)
        if case .hub(let hub)? = vehicle.end, replay.endArrival > problem.hubs[hub].opening.end {
            let late = replay.endArrival - problem.hubs[hub].opening.end
            report(.hubOpening, by: late, "returns to hub \(hub) \(late) s after it closed")
        }
        let over = replay.completion - vehicle.shift.end
        if over > 0 { report(.shift, by: over, "ends \(over) s after its shift") }
        let duration = replay.completion - replay.departure
        if let limit = vehicle.limits.duration, duration > limit {
            report(.durationLimit, by: duration - limit, "is on the road for \(duration) s, at most \(limit)")
        }
    }

    /// Leaving a hub after it closed, because of goods that come too late or for another reason.
    private mutating func judgeLeaving(_ hub: Int, _ departure: Seconds, tripFrom begin: Int) {
        let closing = problem.hubs[hub].opening.end
        guard departure > closing else { return }
        if let release = lastRelease(from: begin), release.time > closing {
            report(
                .release, at: begin, request: .job(release.job), by: release.time - closing,
                "its goods come to hub \(hub) only \(release.time - closing) s after it closed")
        } else {
            report(.hubOpening, at: begin, by: departure - closing, "leaves hub \(hub) \(departure - closing) s after it closed")
        }
    }

    /// Goods that come only after the shift.
    private mutating func judgeReleaseOfShift(tripFrom begin: Int) {
        guard let release = lastRelease(from: begin), release.time > vehicle.shift.end else { return }
        report(
            .release, at: begin, request: .job(release.job), by: release.time - vehicle.shift.end,
            "its goods come only \(release.time - vehicle.shift.end) s after the shift")
    }

    private mutating func judgeRideTimes(_ replay: Replay) {
        var leaving: [Int: Seconds] = [:]
        for (position, stop) in stops.enumerated() {
            if case .pickup(let pair) = stop { leaving[pair] = replay.departures[position] }
            guard case .dropoff(let pair) = stop, let longest = problem.pairs[pair].maximumRideTime,
                let left = leaving[pair]
            else { continue }
            let over = replay.arrivals[position] - left - longest
            if over > 0 { report(.rideTime, at: position, request: stop.request, by: over, "rides \(over) s longer than it may") }
        }
    }
}
