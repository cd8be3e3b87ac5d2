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

    private static func shows(_ shown: Double, at moment: Double) -> Bool {
        moment + Double(zone.secondsFromGMT(for: Date(timeIntervalSince1970: moment))) == shown
    }
}
