import Catalog
import Foundation

/// How well a rider suits a tour: minutes of inconvenience by what causes them, with reasons in words.
struct AssignmentFit: Sendable {
    enum Factor: CaseIterable {
        /// The rest of the shift, without a tour.
        case idle
        /// Work that the rider has on that day already.
        case busy
        /// A skill that this tour does not need may be needed by another.
        case spareSkills
        /// Starting at a foreign hub costs the way there.
        case foreignHub
        /// What the rider carried, rode, climbed and waited more than the others lately, and how often late.
        case load, distance, climb, waiting, late

        /// Those that the ledger weighs.
        static let fairness: [Factor] = [.load, .distance, .climb, .waiting, .late]
    }

    /// Minutes for a rider who had twice the team's share, on a tour that asks for an average one.
    private static let weights: [Factor: Double] = [.load: 30, .distance: 20, .climb: 20, .waiting: 15, .late: 45]
    private static let foreignHub = 60
    private static let spareSkill = 15

    let rider: Rider
    private let minutes: [Factor: Int]
    private let burden: FairnessLedger.Burden
    private let isKnown: Bool
    private let tour: TourDuty
    private let shift: Shift

    /// What the cheapest assignment is cheapest of; never below zero.
    var cost: Int { minutes.values.reduce(0, +) }

    /// - Parameters:
    ///   - others: tours that the rider has already, of the day and of the days around it.
    ///   - burden: what the rider had lately; `nil`: no work.
    ///   - average: of the tours that are to be given away.
    /// - Returns: `nil` when a rule forbids it.
    init?(
        _ tour: TourDuty, _ rider: Rider, others: [TourDuty], burden: FairnessLedger.Burden? = nil, average: Workload = Workload()
    ) {
        guard AssignmentRules.conflicts(tour, rider, others: others).isEmpty,
            let shift = AssignmentRules.coveringShift(tour, rider)
        else { return nil }
        self.rider = rider
        self.burden = burden ?? FairnessLedger.Burden()
        isKnown = burden != nil
        let idle = Int(shift.end.timeIntervalSince(shift.start) - tour.end.timeIntervalSince(tour.start)) / 60
        let busy = others.filter { $0.day == tour.day }.reduce(0) { $0 + $1.workSeconds } / 60
        let spare = rider.skills(in: shift).subtracting(tour.requiredSkills).count
        let isAtHome = rider.hub(in: shift) == tour.hubID
        var minutes: [Factor: Int] = [
            .idle: idle, .busy: busy, .spareSkills: spare * Self.spareSkill, .foreignHub: isAtHome ? 0 : Self.foreignHub,
        ]
        for factor in Factor.fairness {
            // From 0 for who had nothing to twice the weight, so that no cost is below zero.
            let excess = 1 + Self.excess(factor, self.burden)
            let minutesOfFactor = (Self.weights[factor] ?? 0) * Self.share(factor, of: tour.workload, average) * excess
            minutes[factor] = Int(minutesOfFactor.rounded())
        }
        self.minutes = minutes
        self.tour = tour
        self.shift = shift
    }

    /// Why this rider: what speaks for them, what they had lately, and who came next.
    ///
    /// - Parameters:
    ///   - rivals: the others who might ride the tour.
    ///   - otherTours: the tours that rivals are given in the same round, by rider.
    func reasons(
        besides rivals: [AssignmentFit], otherTours: [RiderID: Int], in language: Language = .english
    ) -> [String] {
        let words = AssignmentWords(language)
        var reasons = facts(words)
        if isKnown, let (factor, excess) = lately { reasons.append(words.lately(factor, excess)) }
        let next = rivals.filter { $0.rider.id != rider.id }.min { ($0.cost, $0.rider.name) < ($1.cost, $1.rider.name) }
        guard let next else { return reasons + [words.nobodyElse] }
        return reasons + [about(next, otherTour: otherTours[next.rider.id], words)]
    }

    private func facts(_ words: AssignmentWords) -> [String] {
        var facts = [
            words.shift(
                AssignmentRules.clockSpan(shift.start, shift.end), covers: AssignmentRules.clockSpan(tour.start, tour.end)),
            words.hub(isAtHome: minutes[.foreignHub] == 0),
        ]
        if !tour.requiredSkills.isEmpty { facts.append(words.skills(tour.requiredSkills.sorted().map(\.rawValue))) }
        if let busy = minutes[.busy], busy > 0 { facts.append(words.busy(busy)) }
        facts.append(words.idle(minutes[.idle] ?? 0))
        return facts
    }

    private func about(_ next: AssignmentFit, otherTour: Int?, _ words: AssignmentWords) -> String {
        let name = next.rider.name
        if next.cost < cost { return words.better(name, neededFor: otherTour) }
        func lead(_ factor: Factor) -> Int { (next.minutes[factor] ?? 0) - (minutes[factor] ?? 0) }
        guard let deciding = Factor.allCases.max(by: { lead($0) < lead($1) }), lead(deciding) > 0 else {
            return words.asWell(name)
        }
        return words.chosen(
            over: name, deciding, theirs: Self.excess(deciding, next.burden), own: Self.excess(deciding, burden),
            rider: rider.name)
    }

    /// What stands out most in the rider's last weeks.
    private var lately: (Factor, Double)? {
        let found = Factor.fairness.map { ($0, Self.excess($0, burden)) }.max { abs($0.1) < abs($1.1) }
        return found.flatMap { abs($0.1) >= 0.05 ? $0 : nil }
    }

    private static func excess(_ factor: Factor, _ burden: FairnessLedger.Burden) -> Double {
        switch factor {
        case .load: burden.load
        case .distance: burden.distance
        case .climb: burden.climb
        case .waiting: burden.waiting
        case .late: burden.late
        case .idle, .busy, .spareSkills, .foreignHub: 0
        }
    }

    /// How much of something a tour has beside an average one, 0…2.
    private static func share(_ factor: Factor, of tour: Workload, _ average: Workload) -> Double {
        func ratio(_ amount: Double, _ mean: Double) -> Double { mean > 0 ? min(amount / mean, 2) : 0 }
        return switch factor {
        case .load: ratio(tour.kilogramKilometres, average.kilogramKilometres)
        case .distance: ratio(Double(tour.metres), Double(average.metres))
        case .climb: ratio(Double(tour.climbedMetres), Double(average.climbedMetres))
        case .waiting: ratio(Double(tour.waitingSeconds), Double(average.waitingSeconds))
        case .late: tour.lateDays > 0 ? 1 : 0
        case .idle, .busy, .spareSkills, .foreignHub: 0
        }
    }
}
