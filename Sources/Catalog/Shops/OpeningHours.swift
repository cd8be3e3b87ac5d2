public import Database
public import Foundation

/// When a shop is open, in OpenStreetMap's `opening_hours` syntax, of which this is the part that shops use:
///
/// - days `Mo`, `Mo-Fr`, `Sa-Mo`, `Mo,We,Fr`, `PH` (public holidays), mixed with commas; none means every day;
/// - spans `09:30-18:30`, several with commas, over midnight as `18:00-02:00` or `18:00-26:00`;
/// - `off` or `closed`, and `24/7`;
/// - rules separated by `;`. A later rule takes the place of earlier ones on the days it names.
///
/// Public holidays are closed only where a rule says so (`PH off`), as the specification has it. Times are local to
/// ``CityTime/zone``. Specification: <https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification>.
public struct OpeningHours: Hashable, Sendable, CustomStringConvertible {
    /// Minutes after midnight; the end may lie on the next day (up to 2880).
    public struct Span: Hashable, Sendable {
        public let start: Int
        public let end: Int
    }

    struct Rule: Hashable, Sendable {
        /// Monday is 0.
        var weekdays: Set<Int>
        var publicHolidays: Bool
        var spans: [Span]
    }

    let rules: [Rule]
    /// The text it was read from, white space tidied.
    public let description: String
    /// A day on which it stays closed, whatever the rules say; not a part of the text.
    private var closedOn: CalendarDay?

    /// - Throws: ``OpeningHoursError`` that names the part that is not understood.
    public init(parsing text: String) throws(OpeningHoursError) {
        var parser = OpeningHoursParser(text)
        rules = try parser.rules()
        description = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// When it opens and closes on a day; a span that begins the day before is not among them. Sorted by start.
    public func spans(on day: CalendarDay) -> [Span] {
        if day == closedOn { return [] }
        let holiday = PublicHolidays.isHoliday(day)
        let weekday = day.weekday - 1
        if holiday, let rule = rules.last(where: \.publicHolidays) { return rule.spans }
        return rules.last { $0.weekdays.contains(weekday) }?.spans ?? []
    }

    /// The same hours, but closed on one day. What began the evening before goes on past midnight.
    public func closed(on day: CalendarDay?) -> OpeningHours {
        var hours = self
        hours.closedOn = day
        return hours
    }

    public func isOpen(at date: Date) -> Bool {
        let (day, minute) = CityTime.dayAndMinute(of: date)
        return spans(on: day).contains { $0.start <= minute && minute < $0.end }
            || spans(on: day.adding(days: -1)).contains { $0.start <= minute + 1440 && minute + 1440 < $0.end }
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
