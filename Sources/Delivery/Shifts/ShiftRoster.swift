import Accounts
import Database
import Foundation
import Routing

/// Lays the lines of a file over the shifts that stand: which change, and what is against it. Pure.
///
/// A file says all of a rider's shifts on each day that it names for them: what it does not name on such a day is gone. Days and riders
/// that it does not name stay as they are. So the same file twice changes nothing.
struct ShiftRoster {
    struct Place: Hashable {
        let rider: RiderID
        let day: CalendarDay
    }

    /// The shifts as they will stand, for the riders and days of the file.
    private(set) var shifts: [Place: [Shift]] = [:]
    private(set) var removed: [ShiftID] = []
    /// New ones and those that are other; the latter under their old identifiers.
    private(set) var written: [Shift] = []
    private(set) var changes: [ShiftImport.Change] = []
    private(set) var unchanged = 0
    private(set) var problems: [LineProblem] = []

    private let riders: [RiderID: Rider]

    /// - Parameters:
    ///   - stored: what stands on the file's days and on those beside them.
    ///   - duties: tours that riders have on those days.
    init(_ lines: [ShiftLine], stored: [Shift], duties: [RiderID: [TourDuty]] = [:]) {
        riders = Dictionary(lines.map { ($0.rider.id, $0.rider) }, uniquingKeysWith: { first, _ in first })
        let before = Dictionary(grouping: stored) { Place(rider: $0.riderID, day: $0.day) }
        let groups = Dictionary(grouping: lines) { Place(rider: $0.rider.id, day: $0.day) }
        let places = groups.keys.sorted { ($0.day, $0.rider) < ($1.day, $1.rider) }
        for place in places { take(groups[place] ?? [], at: place, before: before[place] ?? []) }
        for place in places {
            let first = (groups[place] ?? []).map(\.number).min() ?? 1
            check(place, line: first, before: before, duties: duties[place.rider] ?? [])
        }
        problems.sort { $0.line < $1.line }
    }

    private mutating func take(_ lines: [ShiftLine], at place: Place, before: [Shift]) {
        var wanted: [(line: ShiftLine, span: DateInterval)] = []
        for line in lines {
            guard let span = line.span else { continue }
            if let other = wanted.first(where: { $0.span.start < span.end && span.start < $0.span.end }) {
                problems.append(
                    LineProblem(
                        line: line.number, column: nil, value: nil,
                        reason: "it overlaps line \(other.line.number), a shift of the same rider",
                        remedy: "let one end before the other begins"))
                continue
            }
            wanted.append((line, span))
        }
        if wanted.isEmpty == false, lines.contains(where: { $0.span == nil }) {
            problems.append(
                LineProblem(
                    line: lines.first { $0.span == nil }?.number ?? 1, column: nil, value: nil,
                    reason: "the rider is off here and has a shift in another line of the same day",
                    remedy: "take one of them out"))
        }
        var left = before
        var result: [Shift] = []
        for (line, span) in wanted.sorted(by: { $0.span.start < $1.span.start }) {
            let index = left.firstIndex { $0.start == span.start }
            let old = index.map { left.remove(at: $0) }
            let shift = Shift(
                id: old?.id ?? .new(), riderID: place.rider, day: place.day, start: span.start, end: span.end, hubID: line.hubID,
                skills: line.skills)
            result.append(shift)
            if let old, old == shift {
                unchanged += 1
            } else {
                written.append(shift)
                note(old == nil ? .added : .changed, shift, line.rider, endBefore: old?.end)
            }
        }
        for old in left {
            removed.append(old.id)
            if let rider = lines.first?.rider { note(.removed, old, rider) }
        }
        shifts[place] = result
    }

    private mutating func note(_ kind: ShiftImport.Change.Kind, _ shift: Shift, _ rider: Rider, endBefore: Date? = nil) {
        changes.append(
            ShiftImport.Change(
                kind: kind, day: shift.day, riderKey: rider.key, riderName: rider.name, start: shift.start, end: shift.end,
                endBefore: endBefore == shift.end ? nil : endBefore))
    }

    /// The law over a day and the one before, and the tours that somebody counts on.
    private mutating func check(_ place: Place, line: Int, before: [Place: [Shift]], duties: [TourDuty]) {
        func add(_ reason: String, _ remedy: String) {
            problems.append(LineProblem(line: line, column: nil, value: nil, reason: reason, remedy: remedy))
        }
        let own = shifts[place] ?? []
        let name = riders[place.rider]?.name ?? "the rider"
        let work = own.reduce(0) { sum, shift in
            let length = Int(shift.end.timeIntervalSince(shift.start))
            return sum + length - WorkingTime.breakTime(forShiftOf: length)
        }
        if work > WorkingTime.longestWork {
            add(
                "\(name)'s shifts on \(place.day) are more than ten hours of work (ArbZG § 3)",
                "shorten them by \((work - WorkingTime.longestWork + 59) / 60) min")
        }
        for neighbour in [place.day.adding(days: -1), place.day.adding(days: 1)] {
            let other = Place(rider: place.rider, day: neighbour)
            // Two days of one file are looked at once.
            if neighbour > place.day, shifts[other] != nil { continue }
            let theirs = shifts[other] ?? before[other] ?? []
            let (early, late) = neighbour < place.day ? (theirs, own) : (own, theirs)
            guard let end = early.map(\.end).max(), let begin = late.map(\.start).min() else { continue }
            let rest = Int(begin.timeIntervalSince(end))
            guard rest < WorkingTime.rest else { continue }
            add(
                "\(name) would rest for \(rest / 3600) h \(rest / 60 % 60) min between \(min(place.day, neighbour)) and the day after; "
                    + "11 h is the law (ArbZG § 5)", "begin later or end the day before earlier")
        }
        for duty in duties where duty.day == place.day && !own.contains(where: { $0.start <= duty.start && duty.end <= $0.end }) {
            add(
                "\(name) rides tour \(duty.number) from \(AssignmentRules.clockSpan(duty.start, duty.end)) on \(place.day)",
                "keep a shift that covers it, or take the tour off first: dispatch-cli assign \(duty.number) --clear --day \(place.day)"
            )
        }
    }
}
