public import Database
public import Foundation

/// A day of business by the city's clocks (Europe/Berlin), also where it has 23 or 25 hours.
public struct ServiceDay: Hashable, Sendable {
    public let day: CalendarDay

    public init(_ day: CalendarDay) {
        self.day = day
    }

    /// The day on which `moment` falls in the city.
    public init(containing moment: Date) {
        let parts = Self.calendar.dateComponents([.year, .month, .day], from: moment)
        // A moment that the calendar cannot place is no moment of any business.
        day =
            CalendarDay(year: parts.year ?? 1, month: parts.month ?? 1, day: parts.day ?? 1) ?? CalendarDay(daysSince2000: 0)
    }

    /// Midnight at the day's begin.
    public var start: Date { moment(hour: 0, minute: 0) }

    /// Midnight at the day's end.
    public var end: Date { ServiceDay(day.adding(days: 1)).start }

    /// The moment of the day at which the city's clocks show `time`; in the hour that spring skips, the first one after it.
    public func moment(_ time: TimeOfDay) -> Date {
        let minutes = Int(time.rawValue)
        return minutes == 1440 ? end : moment(hour: minutes / 60, minute: minutes % 60)
    }

    /// What the city's clocks show at `moment`, to the minute.
    public static func timeOfDay(at moment: Date) -> TimeOfDay {
        let parts = calendar.dateComponents([.hour, .minute], from: moment)
        return TimeOfDay(hour: parts.hour ?? 0, minute: parts.minute ?? 0) ?? .midnight
    }

    private func moment(hour: Int, minute: Int) -> Date {
        let parts = DateComponents(year: day.year, month: day.month, day: day.day, hour: hour, minute: minute)
        return Self.calendar.date(from: parts) ?? Date(timeIntervalSinceReferenceDate: 0)
    }

    private static let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: "Europe/Berlin") ?? .gmt
        return calendar
    }()
}

extension TimeOfDay {
    static let midnight = TimeOfDay(minutes: 0)

    /// - Precondition: `0...1440`; for constants.
    init(minutes: Int) {
        guard let time = TimeOfDay(rawValue: Int16(minutes)) else { preconditionFailure("a day has 1440 minutes") }
        self = time
    }
}
