import Foundation

/// One bike with one rider's shift: what becomes a vehicle of the routing problem.
struct BikeSpan: Hashable, Sendable {
    let bike: Bike
    let start: Date
    let end: Date
    /// The rider's.
    let skills: Set<Skill>
    /// The tour of the day that this goes on with.
    var running: DayProblem.RunningTour?

    /// A shift is not worth a bike for less.
    static let shortest: TimeInterval = 2 * 3600

    /// Gives the day's shifts bikes of their own hubs, no bike to two at once.
    ///
    /// Greedy by start: each shift takes the bike that is free first; among those the one that asks for most skills, so that bikes which
    /// anybody can ride are left for those who can ride no other, then the largest. A shift that finds its hub's bikes taken waits for
    /// the next one, and stays without if less than ``shortest`` would be left.
    ///
    /// For each hub this uses as many bikes at once as there are riders for them, so for each tour of the plan there is a rider.
    /// O(shifts · bikes).
    ///
    /// - Parameters:
    ///   - bikesOut: bikes that ride no more; a running tour of theirs is as good as over.
    ///   - planned: what is kept where there still is a shift for it, before the others choose.
    static func match(
        bikes: [Bike], duties: [DayProblem.Duty], running: [DayProblem.RunningTour] = [], bikesOut: Set<BikeID> = [],
        planned: [DayProblem.PlannedSpan] = []
    ) -> [BikeSpan] {
        var freeFrom: [BikeID: Date] = [:]
        var spans: [BikeSpan] = []
        var duties = duties.sorted { ($0.start, $1.end, $0.riderID) < ($1.start, $0.end, $1.riderID) }
        for tour in running {
            guard let bike = bikes.first(where: { $0.id == tour.bikeID }) else { continue }
            if !tour.isOver, !bikesOut.contains(bike.id) {
                spans.append(BikeSpan(bike: bike, start: tour.spanStart, end: tour.spanEnd, skills: tour.skills, running: tour))
            }
            let isFreeAt = tour.isOver ? tour.freeAt : tour.spanEnd
            freeFrom[bike.id] = max(freeFrom[bike.id] ?? .distantPast, isFreeAt)
            let holder = Self.holder(
                of: tour.spanStart...max(tour.spanStart, tour.spanEnd), at: bike.hubID, tour.skills, among: duties)
            if let holder { duties.remove(at: holder) }
        }
        for span in planned where !bikesOut.contains(span.bikeID) {
            guard let bike = bikes.first(where: { $0.id == span.bikeID }), span.start >= freeFrom[bike.id] ?? .distantPast,
                let holder = Self.holder(of: span.start...max(span.start, span.end), at: bike.hubID, span.skills, among: duties),
                duties[holder].end == span.end
            else { continue }
            spans.append(BikeSpan(bike: bike, start: span.start, end: span.end, skills: span.skills))
            freeFrom[bike.id] = span.end
            duties.remove(at: holder)
        }
        for duty in duties {
            let candidates = bikes.filter {
                $0.hubID == duty.hubID && !bikesOut.contains($0.id) && $0.type.requiredSkills.isSubset(of: duty.skills)
            }
            func start(on bike: Bike) -> Date { max(duty.start, freeFrom[bike.id] ?? .distantPast) }
            let best = candidates.min { left, right in
                let (leftStart, rightStart) = (start(on: left), start(on: right))
                if leftStart != rightStart { return leftStart < rightStart }
                let (leftSkills, rightSkills) = (left.type.requiredSkills.count, right.type.requiredSkills.count)
                if leftSkills != rightSkills { return leftSkills > rightSkills }
                if left.type.payload != right.type.payload { return left.type.payload > right.type.payload }
                return left.key < right.key
            }
            guard let best, duty.end.timeIntervalSince(start(on: best)) >= shortest else { continue }
            spans.append(BikeSpan(bike: best, start: start(on: best), end: duty.end, skills: duty.skills))
            freeFrom[best.id] = duty.end
        }
        return spans
    }

    /// The shift that a span was cut out of: of those around it the one that is the least longer, its end before its begin. A span begins after
    /// its shift where that had to wait for the bike.
    private static func holder(
        of span: ClosedRange<Date>, at hub: HubID, _ skills: Set<Skill>, among duties: [DayProblem.Duty]
    ) -> Int? {
        duties.indices.filter { index in
            let duty = duties[index]
            return duty.hubID == hub && duty.start <= span.lowerBound && duty.end >= span.upperBound && duty.skills == skills
        }.min { left, right in
            (duties[left].end, duties[right].start, left) < (duties[right].end, duties[left].start, right)
        }
    }
}
