import Database
import Foundation

/// A moment as feeds write it: "2026-11-20", "2026-11-20 08:00", "2026-11-20T08:00+0100", "…Z". Without an offset it is the city's time.
enum FeedDate {
    /// - Parameter isEnd: whether a day without a time means its end.
    /// - Returns: seconds since 1970; nil when it is no date.
    static func seconds(_ text: Substring, isEnd: Bool) -> Double? {
        let parts = text.split { !$0.isNumber && !"+-:Z".contains($0) }
        guard let first = parts.first, let day = CalendarDay(String(first)) else { return nil }
        guard parts.count > 1 else { return CityTime.date(of: day, minute: isEnd ? 1440 : 0).timeIntervalSince1970 }
        guard let (minute, offset) = time(parts[1]) else { return nil }
        guard let offset else { return CityTime.date(of: day, minute: minute).timeIntervalSince1970 }
        return Double((Int(day.daysSince2000) + 10_957) * 86_400 + minute * 60 - offset)
    }

    /// "08:00", "08:00:30+01:00", "08:00Z": the minute of the day and the offset in seconds.
    private static func time(_ text: Substring) -> (minute: Int, offset: Int?)? {
        let clock = text.prefix { !"+-Z".contains($0) }.split(separator: ":")
        guard clock.count >= 2, let hour = Int(clock[0]), let minute = Int(clock[1]), (0...24).contains(hour),
            (0...59).contains(minute)
        else { return nil }
        let time = hour * 60 + minute
        guard let sign = text.first(where: { "+-Z".contains($0) }) else { return (time, nil) }
        if sign == "Z" { return (time, 0) }
        let digits = text.drop { $0 != sign }.filter(\.isNumber)
        guard digits.count == 4, let hours = Int(digits.prefix(2)), let minutes = Int(digits.suffix(2)) else { return nil }
        return (time, (sign == "-" ? -1 : 1) * (hours * 3600 + minutes * 60))
    }

    /// Whether a moment lies in a span whose ends may be missing.
    static func contains(_ now: Double, from start: String, to end: String) -> Bool {
        if let start = seconds(start[...], isEnd: false), now < start { return false }
        if let end = seconds(end[...], isEnd: true), now >= end { return false }
        return true
    }
}
