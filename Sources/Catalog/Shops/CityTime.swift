public import Database
public import Foundation

/// The city's clock: what people mean by a day and a time.
public enum CityTime {
    public static let zone: TimeZone = {
        guard let zone = TimeZone(identifier: "Europe/Berlin") else {
            preconditionFailure("the system lacks time zone data (tzdata)")
        }
        return zone
    }()

    private static let secondsTo2000 = 946_684_800

    /// The local day and the minutes shown on its clock.
    public static func dayAndMinute(of date: Date) -> (day: CalendarDay, minute: Int) {
        let local = Int(date.timeIntervalSince1970.rounded(.down)) + zone.secondsFromGMT(for: date) - secondsTo2000
        let day = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
        return (CalendarDay(daysSince2000: Int32(day)), (local - day * 86_400) / 60)
    }

    /// The moment when the clock shows `minute` (of midnight, may exceed a day) on `day`. A time that the switch to summer time skips
    /// is taken as an hour later; of one that comes twice in autumn it is the first.
    public static func date(of day: CalendarDay, minute: Int) -> Date {
        let shown = Double(Int(day.daysSince2000) * 86_400 + secondsTo2000 + minute * 60)
        let before = shown - Double(zone.secondsFromGMT(for: Date(timeIntervalSince1970: shown - 3 * 3600)))
        let after = shown - Double(zone.secondsFromGMT(for: Date(timeIntervalSince1970: shown + 3 * 3600)))
        return shows(shown, at: before) || !shows(shown, at: after)
            ? Date(timeIntervalSince1970: before) : Date(timeIntervalSince1970: after)
    }

    /// A moment as a German sentence names it: "heute um 17:00 Uhr", "am Samstag, 22.11., um 11:30 Uhr".
    public static func words(for moment: Date, at now: Date) -> String {
        let (day, minute) = dayAndMinute(of: moment)
        let today = dayAndMinute(of: now).day
        let names = ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"]
        let name =
            switch day.days(since: today) {
            case 0: "heute"
            case 1: "morgen"
            default: "am \(names[day.weekday - 1]), \(padded(day.day)).\(padded(day.month)).,"
            }
        return "\(name) um \(padded(minute / 60)):\(padded(minute % 60)) Uhr"
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func shows(_ shown: Double, at moment: Double) -> Bool {
        moment + Double(zone.secondsFromGMT(for: Date(timeIntervalSince1970: moment))) == shown
    }
}
