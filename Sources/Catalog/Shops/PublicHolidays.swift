public import Database

/// The public holidays of Hesse (HFeiertagsG § 1).
public enum PublicHolidays {
    public static func isHoliday(_ day: CalendarDay) -> Bool {
        switch (day.month, day.day) {
        case (1, 1), (5, 1), (10, 3), (12, 25), (12, 26): true
        default:
            // Good Friday, Easter Monday, Ascension Day, Whit Monday, Corpus Christi. Easter Sunday and Whit Sunday are, in Hesse,
            // holidays as every Sunday is; shops mean them by PH.
            [-2, 0, 1, 39, 49, 50, 60].contains(day.days(since: easterSunday(of: day.year)))
        }
    }

    /// Gauss's Easter rule with Lichtenberg's amendment.
    static func easterSunday(of year: Int) -> CalendarDay {
        let century = year / 100
        let secularMoon = 15 + (3 * century + 3) / 4 - (8 * century + 13) / 25
        let secularSun = 2 - (3 * century + 3) / 4
        let moon = year % 19
        let fullMoonSeed = (19 * moon + secularMoon) % 30
        let correction = (fullMoonSeed + moon / 11) / 29
        let easterLimit = 21 + fullMoonSeed - correction
        let firstSunday = 7 - (year + year / 4 + secularSun) % 7
        let distance = 7 - (easterLimit - firstSunday) % 7
        // Days of March, the first being 1.
        return CalendarDay(daysSince2000: firstOfMarch(year).daysSince2000 + Int32(easterLimit + distance - 1))
    }

    private static func firstOfMarch(_ year: Int) -> CalendarDay {
        guard let day = CalendarDay(year: year, month: 3, day: 1) else {
            preconditionFailure("year \(year) is beyond the calendar")
        }
        return day
    }
}
