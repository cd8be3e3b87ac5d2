import Catalog
public import Database
public import Foundation

/// A day of business by the city's clocks, also where it has 23 or 25 hours.
public struct ServiceDay: Hashable, Sendable {
    public let day: CalendarDay

    public init(_ day: CalendarDay) {
        self.day = day
    }

    /// The day on which `moment` falls in the city.
    public init(containing moment: Date) {
        day = CityTime.dayAndMinute(of: moment).day
    }

    /// Whether the bikes ride: on every day but Sundays and public holidays, when the shops are closed.
    public var isDeliveryDay: Bool { day.weekday != 7 && !PublicHolidays.isHoliday(day) }

    /// The first delivery day after this one.
    public var nextDeliveryDay: CalendarDay {
        var next = ServiceDay(day.adding(days: 1))
        while !next.isDeliveryDay { next = ServiceDay(next.day.adding(days: 1)) }
        return next.day
    }

    /// The days that can be ordered for on this one.
    var deliveryDays: [CalendarDay] { (isDeliveryDay ? [day] : []) + [nextDeliveryDay] }

    /// Midnight at the day's begin.
    public var start: Date { CityTime.date(of: day, minute: 0) }

    /// Midnight at the day's end.
    public var end: Date { CityTime.date(of: day.adding(days: 1), minute: 0) }

    /// The moment of the day at which the city's clocks show `time`.
    public func moment(_ time: TimeOfDay) -> Date {
        CityTime.date(of: day, minute: Int(time.rawValue))
    }

    /// Whole seconds of `moment` since the day's begin: the time of the routing problem. Parts of a second count as a whole one.
    public func seconds(at moment: Date) -> Int {
        Int(moment.timeIntervalSince(start).rounded(.up))
    }

    /// The inverse of ``seconds(at:)``.
    public func moment(atSeconds seconds: Int) -> Date {
        start.addingTimeInterval(Double(seconds))
    }

    /// What the city's clocks show at `moment`, to the minute.
    public static func timeOfDay(at moment: Date) -> TimeOfDay {
        let minute = CityTime.dayAndMinute(of: moment).minute
        guard let time = TimeOfDay(hour: minute / 60, minute: minute % 60) else { preconditionFailure("a day has 1440 minutes") }
        return time
    }
}
