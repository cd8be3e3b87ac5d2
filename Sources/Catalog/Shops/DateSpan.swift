import Database
import Foundation

/// Days of a year, or of one certain year: `Dec 24-Jan 06`, `2026 Dec 24`.
struct DateSpan: Hashable, Sendable {
    struct Place: Hashable, Sendable {
        /// Nil: of every year.
        var year: Int?
        var month: Int
        var day: Int
    }

    static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    var first: Place
    var last: Place
    /// Whole months were named.
    var isMonths = false

    /// Whether the day is one of them. A span of every year whose end comes before its beginning goes on into the next.
    func contains(_ day: CalendarDay) -> Bool {
        let month = (day.month, day.day)
        if let firstYear = first.year {
            let lastYear = last.year ?? firstYear
            return (firstYear, first.month, first.day) <= (day.year, day.month, day.day)
                && (day.year, day.month, day.day) <= (lastYear, last.month, last.day)
        }
        let (begin, end) = ((first.month, first.day), (last.month, last.day))
        return begin <= end ? begin <= month && month <= end : begin <= month || month <= end
    }
}

extension DateSpan: CustomStringConvertible {
    var description: String {
        func name(_ month: Int) -> String { Self.months[month - 1].capitalized }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        func text(_ place: Place, year: Bool) -> String {
            (year ? place.year.map { "\($0) " } ?? "" : "")
                + (isMonths ? name(place.month) : "\(name(place.month)) \(two(place.day))")
        }
        if isMonths, first.month == last.month, first.year == last.year { return text(first, year: true) }
        if first == last { return text(first, year: true) }
        return "\(text(first, year: true))-\(text(last, year: first.year != last.year))"
    }
}
