/// A day of the calendar, without a time or a time zone: a delivery day, a holiday. It is PostgreSQL's `date`.
public struct CalendarDay: Hashable, Sendable {
    /// Days after 2000-01-01, which is how PostgreSQL counts.
    public let daysSince2000: Int32

    public init(daysSince2000: Int32) {
        self.daysSince2000 = daysSince2000
    }

    /// - Returns: `nil` when the calendar has no such day or the year is not within 1…9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        self.init(daysSince2000: CalendarDay.days(year: year, month: month, day: day))
        // The 31st of a shorter month has counted into the next one.
        guard components == (year, month, day) else { return nil }
    }

    /// The day written as `2026-03-29`.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    public var year: Int { components.year }
    public var month: Int { components.month }
    public var day: Int { components.day }

    /// 1 for Monday … 7 for Sunday, as in ISO 8601.
    public var weekday: Int {
        // 2000-01-01 was a Saturday.
        (Int(daysSince2000) + 5).modulo(7) + 1
    }

    public func adding(days: Int) -> CalendarDay {
        CalendarDay(daysSince2000: daysSince2000 + Int32(days))
    }

    /// The number of days from `start` to this day.
    public func days(since start: CalendarDay) -> Int {
        Int(daysSince2000) - Int(start.daysSince2000)
    }

    /// Howard Hinnant's `days_from_civil` (<https://howardhinnant.github.io/date_algorithms.html>): the year starts in March, so that the
    /// leap day is its last.
    private static func days(year: Int, month: Int, day: Int) -> Int32 {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted.floored(dividedBy: 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int32(era * 146_097 + dayOfEra - 730_425)
    }

    /// The inverse, Hinnant's `civil_from_days`.
    private var components: (year: Int, month: Int, day: Int) {
        let shifted = Int(daysSince2000) + 730_425
        let era = shifted.floored(dividedBy: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }
}

extension CalendarDay: Comparable {
    public static func < (left: CalendarDay, right: CalendarDay) -> Bool { left.daysSince2000 < right.daysSince2000 }
}

extension CalendarDay: CustomStringConvertible {
    /// `2026-03-29`
    public var description: String {
        let (year, month, day) = components
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}

extension CalendarDay: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let day = CalendarDay(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\"\(text)\" is no day like 2026-03-29")
        }
        self = day
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension CalendarDay: DatabaseCodable {
    public static var databaseType: DatabaseType { .date }

    public func encode(into bytes: inout [UInt8]) -> Presence {
        daysSince2000.encode(into: &bytes)
    }

    public static func decode(_ value: DatabaseValue) throws -> CalendarDay {
        let bytes = try value.present(as: CalendarDay.self)
        guard value.type == DatabaseType.date.oid, bytes.count == 4 else { throw value.mismatch(CalendarDay.self) }
        return CalendarDay(daysSince2000: Int32(bigEndianBytes: bytes))
    }
}

extension Int {
    fileprivate func floored(dividedBy divisor: Int) -> Int {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    fileprivate func modulo(_ divisor: Int) -> Int {
        self - floored(dividedBy: divisor) * divisor
    }
}
