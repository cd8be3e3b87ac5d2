import Catalog
import Database
import Foundation

/// One line of a file of shifts, with the rider and hub that it names.
struct ShiftLine: Hashable, Sendable {
    let number: Int
    let day: CalendarDay
    let rider: Rider
    /// `nil`: the rider is off on that day.
    let span: DateInterval?
    /// Where that is not the rider's own.
    let hubID: HubID?
    let skills: Set<Skill>?
}

/// Reads the lines of a file of shifts and notes what is wrong with each. Pure.
struct ShiftFileReader {
    /// More lines than a large fleet's shifts of a year.
    static let mostLines = 20_000
    /// Days that a file may reach ahead.
    static let longestReach = 400

    /// For each column, the headings that name it.
    private static let headings = [
        ("date", ["date", "datum", "day", "tag"]), ("rider", ["rider", "fahrerin", "fahrer", "rider_key"]),
        ("hub", ["hub", "hub_key"]), ("from", ["from", "von", "starts"]), ("to", ["to", "bis", "ends"]),
        ("skills", ["skills", "fähigkeiten"]),
    ]

    let today: CalendarDay
    let riders: [Rider]
    let hubs: [MicroHub]
    private(set) var lines: [ShiftLine] = []
    private(set) var problems: [LineProblem] = []
    private var columns: [String: String] = [:]

    init(today: CalendarDay, riders: [Rider], hubs: [MicroHub]) {
        self.today = today
        self.riders = riders
        self.hubs = hubs
    }

    mutating func read(_ table: CSVTable) {
        for (column, names) in Self.headings {
            if let heading = table.header.first(where: names.contains) { columns[column] = heading }
        }
        let missing = ["date", "rider", "from", "to"].filter { columns[$0] == nil }
        guard missing.isEmpty else {
            problems.append(
                LineProblem(
                    line: 1, column: missing.joined(separator: ", "), value: table.header.joined(separator: ", "),
                    reason: "the heading does not name it", remedy: "begin the file with: date;rider;hub;from;to;skills"))
            return
        }
        guard table.lines.count <= Self.mostLines else {
            problems.append(
                LineProblem(
                    line: Self.mostLines + 2, column: nil, value: nil, reason: "the file has more than \(Self.mostLines) lines",
                    remedy: "cut it into several"))
            return
        }
        for line in table.lines {
            do { lines.append(try parse(line)) } catch { problems.append(error) }
        }
    }

    private func problem(
        _ line: CSVTable.Line, _ column: String, _ reason: String, _ remedy: String
    ) -> LineProblem {
        let heading = columns[column] ?? column
        return LineProblem(
            line: line.number, column: heading, value: line[heading] ?? "", reason: reason, remedy: remedy)
    }

    private func text(_ line: CSVTable.Line, _ column: String) -> String? {
        columns[column].flatMap { line[$0] }
    }

    private func parse(_ line: CSVTable.Line) throws(LineProblem) -> ShiftLine {
        let day = try day(line)
        let rider = try rider(line)
        let span = try span(line, on: day)
        var hubID: HubID?
        if let name = text(line, "hub") {
            guard let hub = hubs.first(where: { $0.key == name || $0.name == name }) else {
                throw problem(
                    line, "hub", "there is no such hub", "one of \(hubs.map(\.key).joined(separator: ", ")), or nothing")
            }
            hubID = hub.id == rider.hubID ? nil : hub.id
        }
        return ShiftLine(
            number: line.number, day: day, rider: rider, span: span, hubID: hubID, skills: try skills(line, of: rider))
    }

    private func day(_ line: CSVTable.Line) throws(LineProblem) -> CalendarDay {
        let text = text(line, "date") ?? ""
        guard let day = CalendarDay(text) ?? Self.germanDay(text) else {
            throw problem(line, "date", "this is no day", "write 2026-11-23 or 23.11.2026")
        }
        guard day >= today else { throw problem(line, "date", "the day is over", "only today and later days can change") }
        guard day <= today.adding(days: Self.longestReach) else {
            throw problem(line, "date", "the day is more than \(Self.longestReach) days ahead", "check the year")
        }
        guard ServiceDay(day).isDeliveryDay else {
            throw problem(line, "date", "on Sundays and public holidays no bikes ride", "take the line out")
        }
        return day
    }

    private static func germanDay(_ text: String) -> CalendarDay? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, (1...2).contains(parts[0].count), (1...2).contains(parts[1].count), parts[2].count == 4,
            let day = Int(parts[0]), let month = Int(parts[1]), let year = Int(parts[2])
        else { return nil }
        return CalendarDay(year: year, month: month, day: day)
    }

    private func rider(_ line: CSVTable.Line) throws(LineProblem) -> Rider {
        let name = text(line, "rider") ?? ""
        let found = riders.filter { $0.key == name || $0.name == name || ($0.email != nil && $0.email == name) }
        guard let rider = found.first else {
            throw problem(line, "rider", "there is no such rider", "write a key as 'dispatch-cli riders' shows it")
        }
        guard found.count == 1 else { throw problem(line, "rider", "several riders are called so", "write the key") }
        return rider
    }

    private func span(_ line: CSVTable.Line, on day: CalendarDay) throws(LineProblem) -> DateInterval? {
        let (from, to) = (text(line, "from"), text(line, "to"))
        if from == nil, to == nil { return nil }
        guard let start = from.flatMap({ TimeOfDay($0) }) else { throw problem(line, "from", "this is no time", "write 09:30") }
        guard let end = to.flatMap({ TimeOfDay($0) }) else { throw problem(line, "to", "this is no time", "write 17:30") }
        guard start < end else {
            throw problem(line, "to", "the shift ends before it begins", "a shift ends on its day, at 24:00 at the latest")
        }
        let serviceDay = ServiceDay(day)
        let span = DateInterval(start: serviceDay.moment(start), end: serviceDay.moment(end))
        let length = Int(span.duration)
        let longest = WorkingTime.longestWork + WorkingTime.breakTime(forShiftOf: length)
        guard length <= longest else {
            throw problem(
                line, "to", "more than ten hours of work a day are against the law (ArbZG § 3)",
                "end it \(WorkingTime.longestWork / 3600) h and the break of 45 min after its begin at the latest")
        }
        return span
    }

    private func skills(_ line: CSVTable.Line, of rider: Rider) throws(LineProblem) -> Set<Skill>? {
        guard let text = text(line, "skills") else { return nil }
        let words = text.split { ", |+".contains($0) }.map { Skill(rawValue: String($0)) }
        let named = text == "-" ? [] : Set(words)
        let foreign = named.subtracting(rider.skills).sorted().map(\.rawValue)
        guard foreign.isEmpty else {
            let own = rider.skills.sorted().map(\.rawValue)
            throw problem(
                line, "skills", "\(rider.name) has not been trained for \(foreign.joined(separator: ", "))",
                own.isEmpty ? "leave it empty" : "of \(own.joined(separator: ", ")), - for none, or nothing for all")
        }
        return named == rider.skills ? nil : named
    }
}
