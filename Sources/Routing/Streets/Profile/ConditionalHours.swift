/// A minute of the week in local time, counted from Monday 00:00.
public struct MinuteOfWeek: Sendable, Hashable {
    public static let perDay = 1440
    public static let perWeek = 7 * perDay

    public let minute: Int

    /// - Parameter day: 0 for Monday to 6 for Sunday; other values wrap around.
    public init(day: Int, minuteOfDay: Int) {
        let minute = (day * Self.perDay + minuteOfDay) % Self.perWeek
        self.minute = minute < 0 ? minute + Self.perWeek : minute
    }
}

/// The value of a `…:conditional` tag, such as `yes @ (Mo-Fr 18:30-10:30; Sa 20:00-24:00)`.
///
/// Understands days and times of day, which is what pedestrian zones use. A condition on anything else (weather, months, holidays,
/// width) never holds. Source: https://wiki.openstreetmap.org/wiki/Conditional_restrictions
struct ConditionalHours {
    private struct Clause {
        var value: String
        /// Minutes of the week, each at most one week long, possibly past its end.
        var spans: [Range<Int>]
    }

    private let clauses: [Clause]

    init(_ text: String) {
        clauses = Self.split(text).compactMap { part in
            let sides = part.split(separator: "@", maxSplits: 1)
            guard sides.count == 2 else { return nil }
            let condition = sides[1].filter { $0 != "(" && $0 != ")" }
            let value = sides[0].filter { $0 != " " }
            return Clause(value: String(value), spans: condition.split(separator: ";").flatMap { Self.spans(String($0)) })
        }
    }

    /// The value that holds at a moment; the last clause that holds wins.
    func value(at moment: MinuteOfWeek) -> String? {
        clauses.last { clause in
            clause.spans.contains { $0.contains(moment.minute) || $0.contains(moment.minute + MinuteOfWeek.perWeek) }
        }?.value
    }

    /// Clauses are separated by semicolons outside of parentheses.
    private static func split(_ text: String) -> [String] {
        var parts = [""]
        var depth = 0
        for character in text {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if character == ";", depth == 0, parts[parts.count - 1].contains("@") {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts
    }

    private static let days = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]

    private static func spans(_ rule: String) -> [Range<Int>] {
        var activeDays: [Int] = []
        var times: [Range<Int>] = []
        for word in rule.split(whereSeparator: { $0 == " " || $0 == "," }) {
            if let range = dayRange(word) {
                activeDays += range
            } else if let range = timeRange(word) {
                times.append(range)
            } else {
                return []
            }
        }
        if activeDays.isEmpty, times.isEmpty { return [] }
        if activeDays.isEmpty { activeDays = Array(0..<7) }
        if times.isEmpty { times = [0..<MinuteOfWeek.perDay] }
        return activeDays.flatMap { day in
            times.map { day * MinuteOfWeek.perDay + $0.lowerBound..<day * MinuteOfWeek.perDay + $0.upperBound }
        }
    }

    private static func dayRange(_ word: Substring) -> [Int]? {
        let ends = word.split(separator: "-").map { days.firstIndex(of: String($0)) }
        guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2 else { return nil }
        return first <= last ? Array(first...last) : Array(first..<7) + Array(0...last)
    }

    /// Minutes of the day; a span over midnight ends past 24:00.
    private static func timeRange(_ word: Substring) -> Range<Int>? {
        let ends = word.split(separator: "-").map(minuteOfDay)
        guard ends.count == 2, let start = ends[0], let end = ends[1] else { return nil }
        return end > start ? start..<end : start..<end + MinuteOfWeek.perDay
    }

    private static func minuteOfDay(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":").map { Int($0) }
        guard parts.count == 2, let hour = parts[0], let minute = parts[1], (0...24).contains(hour), (0...59).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }
}
