import Catalog
import Database
import Foundation
import Orders

/// Days, times and amounts as the German pages write them.
enum GermanFormat {
    /// "10.000".
    static func count(_ number: Int) -> String {
        let digits = String(number.magnitude)
        let groups = stride(from: digits.count, to: 0, by: -3).map { digits.dropLast(digits.count - $0).suffix(3) }
        return (number < 0 ? "−" : "") + groups.reversed().joined(separator: ".")
    }

    /// The sum in a field that people fill in: "15", "15,5", "15,50 €" or "15.50". Nil when it is none.
    static func cents(_ text: String) -> Cents? {
        let bare = text.replacing("€", with: "").filter { !$0.isWhitespace }
        let parts = bare.split(separator: /[,.]/, maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, (1...6).contains(first.count), first.allSatisfy({ $0.isASCII && $0.isNumber }),
            let euros = Int(first)
        else { return nil }
        guard parts.count == 2 else { return Cents(euros * 100) }
        guard (1...2).contains(parts[1].count), parts[1].allSatisfy({ $0.isASCII && $0.isNumber }), let digits = Int(parts[1])
        else { return nil }
        return Cents(euros * 100 + (parts[1].count == 1 ? digits * 10 : digits))
    }

    /// "14:05".
    static func time(_ date: Date) -> String {
        time(minute: CityTime.dayAndMinute(of: date).minute)
    }

    /// The minute after midnight as "14:05"; those of the next day begin anew, but midnight at a day's end is "24:00".
    static func time(minute: Int) -> String {
        let shown = minute == 1440 ? minute : minute % 1440
        return "\(pad(shown / 60)):\(pad(shown % 60))"
    }

    /// "heute", "morgen" or "am Samstag, 22.11.".
    static func day(_ day: CalendarDay, now: Date = Date()) -> String {
        let name = dayName(day, now: now)
        return name == "heute" || name == "morgen" ? name : "am \(name)"
    }

    /// "heute", "morgen" or "Samstag, 22.11.".
    static func dayName(_ day: CalendarDay, now: Date) -> String {
        let today = CityTime.dayAndMinute(of: now).day
        if day == today { return "heute" }
        return day == today.adding(days: 1) ? "morgen" : "\(weekday(day)), \(pad(day.day)).\(pad(day.month))."
    }

    /// "14:05", or "morgen, 14:05" when it is not today.
    static func moment(_ date: Date, now: Date) -> String {
        let day = CityTime.dayAndMinute(of: date).day
        return day == CityTime.dayAndMinute(of: now).day ? time(date) : "\(dayName(day, now: now)), \(time(date))"
    }

    /// "Samstag, 22.11.2026".
    static func longDay(_ day: CalendarDay) -> String {
        "\(weekday(day)), \(pad(day.day)).\(pad(day.month)).\(day.year)"
    }

    /// A value in a larger unit with one decimal: 12 345 g in kg is "12,3".
    static func tenths(_ value: Int, of unit: Int) -> String {
        let tenths = (abs(value) * 10 + unit / 2) / unit
        return "\(value < 0 && tenths > 0 ? "−" : "")\(tenths / 10),\(tenths % 10)"
    }

    /// The VAT in a sum by rate: "darin 1,90 € MwSt. (19 %) und 0,70 € MwSt. (7 %)".
    static func vat(_ shares: [VATShare]) -> String {
        let amounts = Dictionary(grouping: shares, by: \.rate).mapValues { $0.map(\.vat).total() }.filter { $0.value > .zero }
        let parts = amounts.sorted { $0.key.percent > $1.key.percent }.map { "\($0.value) MwSt. (\($0.key.percent) %)" }
        return parts.isEmpty ? "ohne MwSt." : "darin " + parts.joined(separator: " und ")
    }

    /// "Samstag".
    static func weekday(_ day: CalendarDay) -> String {
        let names = ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"]
        return names[day.weekday - 1]
    }

    private static func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
