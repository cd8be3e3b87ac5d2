import Catalog
import Database
import Foundation

/// Who may ride what: shifts, skills and the working-time law.
enum AssignmentRules {
    /// Every rule that giving `tour` to `rider` would break; none means that it may be.
    ///
    /// - Parameters:
    ///   - rider: with the shifts of the tour's day.
    ///   - others: the rider's other tours, of the day and of the days around it.
    static func conflicts(_ tour: TourDuty, _ rider: Rider, others: [TourDuty]) -> [AssignmentConflict] {
        var conflicts: [AssignmentConflict] = []
        let span = clockSpan(tour.start, tour.end)
        if rider.shifts.isEmpty {
            conflicts.append(AssignmentConflict(.shift, "\(rider.name) has no shift on \(tour.day)"))
        } else if coveringShift(tour, rider) == nil {
            let shifts = rider.shifts.map { clockSpan($0.start, $0.end) }.joined(separator: " and ")
            conflicts.append(AssignmentConflict(.shift, "the shift of \(rider.name) is \(shifts), the tour \(span)"))
        }
        let shift = coveringShift(tour, rider)
        let missing = tour.requiredSkills.subtracting(shift.map(rider.skills(in:)) ?? rider.skills)
        if !missing.isEmpty {
            let names = missing.sorted().map(\.rawValue).joined(separator: " and ")
            conflicts.append(AssignmentConflict(.skills, "\(rider.name) lacks the skill \(names)"))
        }
        var work = tour.workSeconds
        for other in others where other.id != tour.id {
            if other.start < tour.end, tour.start < other.end {
                conflicts.append(
                    AssignmentConflict(
                        .overlap,
                        "\(rider.name) rides tour \(other.number) from \(clockSpan(other.start, other.end)) on \(other.day)"))
            } else if other.day == tour.day {
                work += other.workSeconds
            } else {
                let gap =
                    other.end <= tour.start ? tour.start.timeIntervalSince(other.end) : other.start.timeIntervalSince(tour.end)
                if Int(gap) < WorkingTime.rest {
                    conflicts.append(
                        AssignmentConflict(
                            .rest,
                            "between tour \(other.number) on \(other.day) and this one \(rider.name) would have \(hours(Int(gap))) of rest; "
                                + "11 h is the law"))
                }
            }
        }
        if work > WorkingTime.longestWork {
            conflicts.append(
                AssignmentConflict(.workingTime, "\(rider.name) would work for \(hours(work)) that day; 10 h is the most"))
        }
        let day = WorkingDay(others.filter { $0.id != tour.id && $0.day == tour.day } + [tour])
        if !conflicts.contains(where: { $0.rule == .overlap }), let missing = day.missingBreak {
            conflicts.append(AssignmentConflict(.breaks, "\(rider.name) \(missing)"))
        }
        return conflicts
    }

    /// The rider's shift in which the whole tour lies.
    static func coveringShift(_ tour: TourDuty, _ rider: Rider) -> Shift? {
        rider.shifts.first { $0.start <= tour.start && tour.end <= $0.end }
    }

    static func clockSpan(_ start: Date, _ end: Date) -> String { "\(clock(start))–\(clock(end))" }

    private static func clock(_ moment: Date) -> String {
        ServiceDay.timeOfDay(at: moment).description
    }

    private static func hours(_ seconds: Int) -> String {
        let minutes = seconds / 60
        return "\(minutes / 60) h \(minutes % 60) min"
    }
}

/// A rule that an assignment would break.
public struct AssignmentConflict: Hashable, Codable, Sendable {
    public enum Rule: String, CaseIterable, Codable, Sendable {
        case shift
        case skills
        case overlap
        /// ArbZG § 5.
        case rest
        /// ArbZG § 3.
        case workingTime = "working-time"
        /// ArbZG § 4.
        case breaks
    }

    public let rule: Rule
    public let detail: String

    init(_ rule: Rule, _ detail: String) {
        self.rule = rule
        self.detail = detail
    }
}

/// A tour was not given to a rider, because that breaks rules.
public struct AssignmentRefused: Error, Hashable, Sendable {
    public let conflicts: [AssignmentConflict]
}

/// What an assignment names does not exist.
public enum AssignmentProblem: Error, Hashable, Sendable {
    case noSuchTour
    case noSuchRider
    /// A newer plan has replaced the tour's.
    case supersededTour
    /// The tour had been given to its rider automatically: whoever decides otherwise says why.
    case reasonNeeded(tour: Int, rider: String)
    /// Tours change riders within a day's current plan, and one of them has a rider.
    case cannotSwap(String)
}
