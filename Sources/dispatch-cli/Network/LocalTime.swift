import Foundation

/// Day and time as dispatchers write them.
enum LocalTime {
    /// Reads `2026-11-21T08:00`, in the city's time, or a full ISO 8601 time with its zone.
    static func parse(_ text: String, name: String) throws -> Date {
        if let date = ISO8601DateFormatter().date(from: text) { return date }
        let reader = DateFormatter()
        reader.locale = Locale(identifier: "en_US_POSIX")
        reader.timeZone = Format.timeZone
        for pattern in ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm"] {
            reader.dateFormat = pattern
            if let date = reader.date(from: text) { return date }
        }
        throw Failure.badInput("\(name) “\(text)” is not a day and time such as 2026-11-21T15:30.")
    }
}
