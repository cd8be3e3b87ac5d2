public import Database
public import Foundation

/// When a shop is open, in OpenStreetMap's `opening_hours` syntax, of which this is the part that shops use:
///
/// - days `Mo`, `Mo-Fr`, `Sa-Mo`, `Mo,We,Fr`, `PH` (public holidays), mixed with commas; none means every day. German names (`Di`, `Mi`, `Do`,
///   `So`, `Feiertage`) are read, too;
/// - dates before them: `Dec 24`, `Dec 24-26`, `Dec 24-Jan 06`, `Jun-Aug`, with a year `2026 Dec 24`, several with commas;
/// - spans `09:30-18:30`, several with commas, over midnight as `18:00-02:00` or `18:00-26:00`;
/// - `off` or `closed`, and `24/7`;
/// - rules separated by `;`. A later rule takes the place of earlier ones on the days it names.
///
/// Public holidays are closed only where a rule says so (`PH off`), as the specification has it; where one does, rules for weekdays alone do not
/// count on them, wherever they stand. Times are local to ``CityTime/zone``. What is read is written in one way (``description``), which
/// schema.org's `openingHours` takes, too, as long as it names neither dates nor holidays. Specification: <https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification>.
public struct OpeningHours: Hashable, Sendable, CustomStringConvertible {
    /// Minutes after midnight; the end may lie on the next day (up to 2880).
    public struct Span: Hashable, Sendable {
        public let start: Int
        public let end: Int
    }

    struct Rule: Hashable, Sendable {
        /// It counts on these alone; none: on all.
        var dates: [DateSpan] = []
        /// Monday is 0.
        var weekdays: Set<Int>
        var publicHolidays: Bool
        var spans: [Span]

        func counts(on day: CalendarDay, isHoliday: Bool) -> Bool {
            (dates.isEmpty || dates.contains { $0.contains(day) })
                && (weekdays.contains(day.weekday - 1) || publicHolidays && isHoliday)
        }
    }

    let rules: [Rule]
    /// Days on which other hours count, whatever the rules say; not a part of the text.
    private var exceptions: [CalendarDay: [Span]] = [:]

    /// The rules as text, in which two that are equal are written alike.
    public var description: String { rules.map(\.description).joined(separator: "; ") }

    /// - Throws: ``OpeningHoursError`` that names the part that is not understood.
    public init(parsing text: String) throws(OpeningHoursError) {
        let parser = OpeningHoursParser(text)
        rules = try parser.rules()
    }

    /// When it opens and closes on a day; a span that begins the day before is not among them. Sorted by start.
    public func spans(on day: CalendarDay) -> [Span] {
        if let spans = exceptions[day] { return spans }
        let isHoliday = PublicHolidays.isHoliday(day)
        let counting = rules.filter { $0.counts(on: day, isHoliday: isHoliday) }
        guard isHoliday, counting.contains(where: \.publicHolidays) else { return counting.last?.spans ?? [] }
        return counting.last { $0.publicHolidays || !$0.dates.isEmpty }?.spans ?? []
    }

    /// The same hours, but closed on one day. What began the evening before goes on past midnight.
    public func closed(on day: CalendarDay?) -> OpeningHours {
        day.map { excepting([$0: []]) } ?? self
    }

    /// The same hours, but others on these days; none: closed.
    public func excepting(_ days: [CalendarDay: [Span]]) -> OpeningHours {
        var hours = self
        hours.exceptions.merge(days) { $1 }
        return hours
    }

    /// Hours of one day, as an exception has them: "10:00-14:00", "10:00-12:00,15:00-18:00" or "off".
    public static func spans(parsing text: String) throws(OpeningHoursError) -> [Span] {
        try OpeningHoursParser(text).times()
    }

    public func isOpen(at date: Date) -> Bool {
        let (day, minute) = CityTime.dayAndMinute(of: date)
        return spans(on: day).contains { $0.start <= minute && minute < $0.end }
            || spans(on: day.adding(days: -1)).contains { $0.start <= minute + 1440 && minute + 1440 < $0.end }
    }

    /// When it closes for the first time after `date`, if it is open then.
    public func closing(after date: Date) -> Date? {
        let (day, minute) = CityTime.dayAndMinute(of: date)
        for (day, minute) in [(day, minute), (day.adding(days: -1), minute + 1440)] {
            let ends = spans(on: day).filter { $0.start <= minute && minute < $0.end }.map(\.end)
            if let end = ends.max() { return CityTime.date(of: day, minute: end) }
        }
        return nil
    }

    /// When it opens next, if that is within eight days; `date` itself when it is open.
    public func nextOpening(from date: Date) -> Date? {
        if isOpen(at: date) { return date }
        let (today, minute) = CityTime.dayAndMinute(of: date)
        for offset in 0...8 {
            let day = today.adding(days: offset)
            if let span = spans(on: day).first(where: { offset > 0 || $0.start > minute }) {
                return CityTime.date(of: day, minute: span.start)
            }
        }
        return nil
    }
}

/// What is wrong with a text of opening hours.
public struct OpeningHoursError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The part that is not understood.
    public let part: String
    /// What could stand there.
    public let expected: String

    public var description: String { "“\(part)” is not understood in opening hours; expected \(expected)." }
}

extension OpeningHours: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self = try OpeningHours(parsing: try container.decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension OpeningHours: DatabaseCodable {
    public static var databaseType: DatabaseType { String.databaseType }

    public func encode(into bytes: inout [UInt8]) throws -> Presence {
        try description.encode(into: &bytes)
    }

    public static func decode(_ value: DatabaseValue) throws -> OpeningHours {
        try OpeningHours(parsing: try String.decode(value))
    }
}
