import Foundation

/// Riders for the tours that have none.
public struct AutoAssignment: Hashable, Codable, Sendable {
    public struct Assigned: Hashable, Codable, Sendable {
        /// The tour's number.
        public let tour: Int
        public let tourID: TourID
        public let riderID: RiderID
        public let riderName: String
        /// Why this rider.
        public let reasons: [String]
    }

    public struct Unassigned: Hashable, Codable, Sendable {
        public let tour: Int
        /// Why nobody.
        public let reason: String
    }

    public var assigned: [Assigned] = []
    public var unassigned: [Unassigned] = []

    public init() {}

    /// The best riders for `open` tours under all rules: as many tours as can be in each round of one tour a rider, and of all such choices
    /// the one with the least ``Fit/cost``.
    ///
    /// - Parameter work: the tours that each rider has already.
    init(open: [TourDuty], riders: [Rider], work: [RiderID: [TourDuty]]) {
        var (open, work) = (open, work)
        while !open.isEmpty {
            let fits = open.map { tour in riders.map { Fit(tour, $0, others: work[$0.id] ?? []) } }
            let matching = MinimumCostMatching.solve(rows: open.count, columns: riders.count) { fits[$0][$1].cost }
            guard matching.contains(where: { $0 != nil }) else { break }
            var rest: [TourDuty] = []
            for (index, tour) in open.enumerated() {
                guard let column = matching[index] else {
                    rest.append(tour)
                    continue
                }
                let rider = riders[column]
                work[rider.id, default: []].append(tour)
                assigned.append(
                    Assigned(
                        tour: tour.number, tourID: tour.id, riderID: rider.id, riderName: rider.name,
                        reasons: fits[index][column].reasons))
            }
            open = rest
        }
        assigned.sort { $0.tour < $1.tour }
        unassigned = open.map { tour in
            Unassigned(tour: tour.number, reason: Self.whyNobody(tour, riders: riders, work: work))
        }
    }

    private static func whyNobody(_ tour: TourDuty, riders: [Rider], work: [RiderID: [TourDuty]]) -> String {
        guard !riders.isEmpty else { return "there are no riders" }
        var counts: [AssignmentConflict.Rule: Int] = [:]
        for rider in riders {
            // Each rider counts once, by the rule that could least be helped.
            if let first = AssignmentRules.conflicts(tour, rider, others: work[rider.id] ?? []).first {
                counts[first.rule, default: 0] += 1
            }
        }
        let parts = AssignmentConflict.Rule.allCases.compactMap { rule -> String? in
            guard let count = counts[rule] else { return nil }
            let riders = count == 1 ? "1 rider" : "\(count) riders"
            switch rule {
            case .shift: return "\(riders) without a shift that covers \(AssignmentRules.clockSpan(tour.start, tour.end))"
            case .skills:
                return "\(riders) without the skills (\(tour.requiredSkills.sorted().map(\.rawValue).joined(separator: ", ")))"
            case .overlap: return "\(riders) on another tour"
            case .rest: return "\(riders) short of rest"
            case .workingTime: return "\(riders) at the ten hours' limit"
            }
        }
        return parts.joined(separator: "; ")
    }
}

/// How well a rider suits a tour, with reasons.
private struct Fit {
    /// In minutes of inconvenience; `nil` when a rule forbids it.
    let cost: Int?
    let reasons: [String]

    /// Starting at a foreign hub costs the way there.
    private static let foreignHub = 60
    /// A skill that this tour does not need may be needed by another.
    private static let idleSkill = 15

    init(_ tour: TourDuty, _ rider: Rider, others: [TourDuty]) {
        guard AssignmentRules.conflicts(tour, rider, others: others).isEmpty,
            let shift = rider.shifts.first(where: { $0.start <= tour.start && tour.end <= $0.end })
        else {
            (cost, reasons) = (nil, [])
            return
        }
        let idle = Int(shift.end.timeIntervalSince(shift.start) - tour.end.timeIntervalSince(tour.start)) / 60
        let busy = others.filter { $0.day == tour.day }.reduce(0) { $0 + $1.workSeconds } / 60
        let spareSkills = rider.skills.subtracting(tour.requiredSkills).count
        let isAtHome = rider.hubID == tour.hubID
        cost = idle + busy + spareSkills * Self.idleSkill + (isAtHome ? 0 : Self.foreignHub)
        var reasons = [
            "shift \(AssignmentRules.clockSpan(shift.start, shift.end)) covers \(AssignmentRules.clockSpan(tour.start, tour.end))"
        ]
        reasons.append(isAtHome ? "works from this hub" : "works from another hub")
        if !tour.requiredSkills.isEmpty {
            reasons.append("has \(tour.requiredSkills.sorted().map(\.rawValue).joined(separator: " and "))")
        }
        if busy > 0 { reasons.append("rides \(busy) min on other tours that day") }
        reasons.append("\(idle) min of the shift unused")
        self.reasons = reasons
    }
}
