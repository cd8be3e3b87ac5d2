import Catalog
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
        /// The same for the rider.
        public let reasonsInGerman: [String]
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
    /// the one with the least ``AssignmentFit/cost``.
    ///
    /// - Parameters:
    ///   - work: the tours that each rider has already.
    ///   - ledger: what the riders had in the weeks before.
    init(open: [TourDuty], riders: [Rider], work: [RiderID: [TourDuty]], ledger: FairnessLedger? = nil) {
        var (open, work) = (open, work)
        let average = Self.average(open)
        while !open.isEmpty {
            let fits = open.map { tour in
                riders.map {
                    AssignmentFit(
                        tour, $0, others: work[$0.id] ?? [], burden: ledger?.burden(of: $0.id), average: average)
                }
            }
            let matching = MinimumCostMatching.solve(rows: open.count, columns: riders.count) { fits[$0][$1]?.cost }
            guard matching.contains(where: { $0 != nil }) else { break }
            var rest: [TourDuty] = []
            let round = zip(open, matching).compactMap { tour, column in column.map { (riders[$0].id, tour.number) } }
            let otherTours = Dictionary(round, uniquingKeysWith: { first, _ in first })
            for (index, tour) in open.enumerated() {
                guard let column = matching[index] else {
                    rest.append(tour)
                    continue
                }
                let rider = riders[column]
                let rivals = fits[index].compactMap(\.self)
                func reasons(_ language: Language) -> [String] {
                    fits[index][column]?.reasons(besides: rivals, otherTours: otherTours, in: language) ?? []
                }
                work[rider.id, default: []].append(tour)
                assigned.append(
                    Assigned(
                        tour: tour.number, tourID: tour.id, riderID: rider.id, riderName: rider.name,
                        reasons: reasons(.english), reasonsInGerman: reasons(.german)))
            }
            open = rest
        }
        assigned.sort { $0.tour < $1.tour }
        unassigned = open.map { tour in
            Unassigned(tour: tour.number, reason: Self.whyNobody(tour, riders: riders, work: work))
        }
    }

    /// What an average one of the tours asks of its rider.
    private static func average(_ tours: [TourDuty]) -> Workload {
        var average = tours.map(\.workload).reduce(Workload(), +)
        guard !tours.isEmpty else { return average }
        average.kilogramKilometres /= Double(tours.count)
        average.metres /= tours.count
        average.waitingSeconds /= tours.count
        return average
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
            case .breaks: return "\(riders) without the breaks that the law asks for"
            }
        }
        return parts.joined(separator: "; ")
    }
}
