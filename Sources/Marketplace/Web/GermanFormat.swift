import Catalog
import Database
import Foundation

/// Days, times and amounts as the German pages write them.
enum GermanFormat {
    /// "14:05".
    static func time(_ date: Date) -> String {
        let minute = CityTime.dayAndMinute(of: date).minute
        return "\(pad(minute / 60)):\(pad(minute % 60))"
    }

    /// "heute", "morgen" or "am Samstag, 22.11.".
    static func day(_ day: CalendarDay, now: Date = Date()) -> String {
        let today = CityTime.dayAndMinute(of: now).day
        if day == today { return "heute" }
        if day == CityTime.dayAndMinute(of: now.addingTimeInterval(86_400)).day { return "morgen" }
        return "am \(weekday(day)), \(pad(day.day)).\(pad(day.month))."
    }

    /// "Samstag, 22.11.2026".
    static func longDay(_ day: CalendarDay) -> String {
        "\(weekday(day)), \(pad(day.day)).\(pad(day.month)).\(day.year)"
    }

    /// A value in a larger unit with one decimal: 12 345 g in kg is "12,3".
    static func tenths(_ value: Int, of unit: Int) -> String {
        let tenths = (value * 10 + unit / 2) / unit
        return "\(tenths / 10),\(tenths % 10)"
    }

    private static func weekday(_ day: CalendarDay) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = CityTime.zone
        let names = ["Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"]
        return names[(calendar.component(.weekday, from: CityTime.date(of: day, minute: 720)) - 1) % 7]
    }

    private static func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
