import Foundation

/// How figures and times are written in the terminal.
enum Format {
    /// The city's time zone: what clocks on the wall show.
    static let timeZone = TimeZone(identifier: "Europe/Berlin") ?? .gmt

    /// Reckoned by hand: the board shows thousands of times, and making a formatter for each took most of its redraw.
    static func time(_ date: Date) -> String {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down)) + timeZone.secondsFromGMT(for: date)
        let minute = (seconds % 86_400 + 86_400) % 86_400 / 60
        return "\(pad(minute / 60)):\(pad(minute % 60))"
    }

    static func dayAndTime(_ date: Date) -> String { string(date, "yyyy-MM-dd HH:mm") }

    static func span(_ start: Date?, _ end: Date?) -> String {
        guard let start, let end else { return "" }
        return "\(time(start))–\(time(end))"
    }

    /// "4:05 h".
    static func hours(_ seconds: Int) -> String {
        let minutes = (seconds + 30) / 60
        return "\(minutes / 60):\(pad(minutes % 60)) h"
    }

    static func kilometres(_ metres: Int) -> String { "\(tenths(metres, of: 1000)) km" }

    static func kilograms(_ grams: Int) -> String { "\(tenths(grams, of: 1000)) kg" }

    static func litres(_ millilitres: Int) -> String { "\(tenths(millilitres, of: 1000)) l" }

    /// "12.90 €".
    static func euros(_ cents: Int) -> String {
        let sign = cents < 0 ? "-" : ""
        return "\(sign)\(abs(cents) / 100).\(pad(abs(cents) % 100)) €"
    }

    /// "98.4 %".
    static func percent(_ share: Double) -> String { tenth((share * 1000).rounded(.down) / 10) + " %" }

    /// "7.4".
    static func tenth(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    private static func tenths(_ value: Int, of unit: Int) -> String {
        let tenths = (value * 10 + unit / 2) / unit
        return "\(tenths / 10).\(tenths % 10)"
    }

    private static func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func string(_ date: Date, _ pattern: String) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = timeZone
        formatter.dateFormat = pattern
        return formatter.string(from: date)
    }
}
