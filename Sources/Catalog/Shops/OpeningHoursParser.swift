import Database

/// Reads the rules of an `opening_hours` text; see ``OpeningHours`` for the part of the syntax that is understood.
struct OpeningHoursParser {
    private static let weekdays = [
        "mo": 0, "tu": 1, "we": 2, "th": 3, "fr": 4, "sa": 5, "su": 6, "di": 1, "mi": 2, "do": 3, "so": 6,
    ]

    private let text: String

    init(_ text: String) {
        // En dashes come from word processors.
        self.text = text.replacing("–", with: "-")
    }

    func rules() throws(OpeningHoursError) -> [OpeningHours.Rule] {
        var rules: [OpeningHours.Rule] = []
        for part in text.split(separator: ";") {
            let tokens = part.split { $0.isWhitespace || $0 == "," }
            guard !tokens.isEmpty else { continue }
            rules.append(try rule(tokens))
        }
        guard !rules.isEmpty else {
            throw OpeningHoursError(part: text, expected: "for example Mo-Fr 09:00-18:00; Sa 10:00-16:00")
        }
        return rules
    }

    /// Times alone, or "off".
    func times() throws(OpeningHoursError) -> [OpeningHours.Span] {
        let tokens = text.split { $0.isWhitespace || $0 == "," }
        guard !tokens.isEmpty else { throw OpeningHoursError(part: text, expected: "times such as 09:00-18:00, or off") }
        return try spans(tokens)
    }

    private func rule(_ tokens: [Substring]) throws(OpeningHoursError) -> OpeningHours.Rule {
        if tokens.count == 1, tokens[0] == "24/7" {
            return OpeningHours.Rule(weekdays: Set(0..<7), publicHolidays: true, spans: [.init(start: 0, end: 1440)])
        }
        var rule = OpeningHours.Rule(weekdays: [], publicHolidays: false, spans: [])
        let rest = try readDates(tokens[...], into: &rule)
        let times = rest.drop { !Self.isTime($0) }
        guard !times.isEmpty else {
            throw OpeningHoursError(part: tokens.joined(separator: " "), expected: "times such as 09:00-18:00, or off")
        }
        for day in rest.prefix(rest.count - times.count) { try add(day, to: &rule) }
        if let stray = times.first(where: { !Self.isTime($0) }) {
            throw OpeningHoursError(part: String(stray), expected: "“;” before the days of a new rule")
        }
        rule.spans = try spans(Array(times))
        if rule.weekdays.isEmpty, !rule.publicHolidays { rule.weekdays = Set(0..<7) }
        return rule
    }

    private static func isTime(_ token: Substring) -> Bool {
        token.first?.isNumber == true || ["off", "closed", "geschlossen"].contains(token.lowercased())
    }

    // MARK: - Dates

    /// Takes dates off the front: a year, a month, "Dec 24", "Dec 24-26", "Dec 24-Jan 06".
    private func readDates(
        _ tokens: ArraySlice<Substring>, into rule: inout OpeningHours.Rule
    ) throws(OpeningHoursError) -> ArraySlice<Substring> {
        var rest = tokens
        while let token = rest.first {
            var span = rest
            var year: Int?
            if token.count == 4, let number = Int(token), span.count > 1 {
                year = number
                span = span.dropFirst()
            }
            guard let begin = span.first, Self.month(begin.prefix { $0 != "-" }) != nil else { break }
            let (found, left) = try dateSpan(span, year: year)
            rule.dates.append(found)
            rest = left
        }
        return rest
    }

    private func dateSpan(
        _ tokens: ArraySlice<Substring>, year: Int?
    ) throws(OpeningHoursError) -> (DateSpan, ArraySlice<Substring>) {
        // A day's number is told from a time by its colon.
        var words: [Substring] = []
        var rest = tokens
        while let token = rest.first, words.isEmpty || Self.isDateWord(token, after: words.last) {
            words.append(token)
            rest = rest.dropFirst()
        }
        let whole = words.joined(separator: " ")
        let ends = whole.split(separator: "-", maxSplits: 1).map { $0.split(separator: " ") }
        guard let first = ends.first, let begin = place(first, year: year) else { throw dateError(whole) }
        guard ends.count == 2 else { return (try span(begin, begin, whole), rest) }
        var lastYear = year
        var last = ends[1]
        if let head = last.first, head.count == 4, let number = Int(head) {
            lastYear = number
            last = Array(last.dropFirst())
        }
        // "Dec 24-26" names its month once.
        if last.count == 1, let day = Int(last[0]), begin.day != nil {
            return (try span(begin, (begin.month, day, lastYear), whole), rest)
        }
        guard let end = place(last, year: lastYear), (begin.day == nil) == (end.day == nil) else { throw dateError(whole) }
        return (try span(begin, end, whole), rest)
    }

    /// Whether a word goes on with the date before it: a day's number, or the month behind "24-2027" or "24 -".
    private static func isDateWord(_ token: Substring, after last: Substring?) -> Bool {
        if token.contains(":") || token == "24/7" { return false }
        let head = token.prefix { $0 != "-" }
        if Int(head) != nil, head.count <= 2 || last?.hasSuffix("-") == true { return true }
        let year = last?.split(separator: "-").last ?? ""
        let isMonthDue = last?.hasSuffix("-") == true || last?.contains("-") == true && year.count == 4 && Int(year) != nil
        return token == "-" || isMonthDue && month(head) != nil
    }

    private typealias Part = (month: Int, day: Int?, year: Int?)

    private func place(_ words: [Substring], year: Int?) -> Part? {
        guard let name = words.first, let month = Self.month(name), words.count <= 2 else { return nil }
        guard words.count == 2 else { return (month, nil, year) }
        guard let day = Int(words[1]) else { return nil }
        return (month, day, year)
    }

    private func span(_ begin: Part, _ end: Part, _ whole: String) throws(OpeningHoursError) -> DateSpan {
        let isMonths = begin.day == nil
        let first = DateSpan.Place(year: begin.year, month: begin.month, day: begin.day ?? 1)
        let last = DateSpan.Place(year: end.year, month: end.month, day: end.day ?? 31)
        for place in [first, last] where !(1...31).contains(place.day) || !isMonths && !Self.exists(place) {
            throw dateError(whole)
        }
        if let year = first.year, (year, first.month, first.day) > (last.year ?? year, last.month, last.day) {
            throw dateError(whole)
        }
        return DateSpan(first: first, last: last, isMonths: isMonths)
    }

    /// February has 29 days where no year is named.
    private static func exists(_ place: DateSpan.Place) -> Bool {
        CalendarDay(year: place.year ?? 2024, month: place.month, day: place.day) != nil
    }

    private static func month(_ word: Substring) -> Int? {
        DateSpan.months.firstIndex(of: word.lowercased()).map { $0 + 1 }
    }

    private func dateError(_ part: String) -> OpeningHoursError {
        OpeningHoursError(part: part, expected: "a date such as Dec 24, Dec 24-26, Dec 24-Jan 06 or 2026 Dec 24")
    }

    // MARK: - Days and times

    private func add(_ text: Substring, to rule: inout OpeningHours.Rule) throws(OpeningHoursError) {
        let name = text.lowercased()
        if ["ph", "feiertag", "feiertage"].contains(name) {
            rule.publicHolidays = true
            return
        }
        let ends = name.split(separator: "-", omittingEmptySubsequences: false).map { Self.weekdays[String($0)] }
        switch (ends.count, ends.first ?? nil, ends.last ?? nil) {
        case (1, let day?, _): rule.weekdays.insert(day)
        case (2, let first?, let last?):
            let length = (last - first + 7) % 7
            for offset in 0...length { rule.weekdays.insert((first + offset) % 7) }
        default: throw OpeningHoursError(part: String(text), expected: "days such as Mo-Fr, Sa, PH (Mo Tu We Th Fr Sa Su)")
        }
    }

    private func spans(_ times: [Substring]) throws(OpeningHoursError) -> [OpeningHours.Span] {
        if times.count == 1, ["off", "closed", "geschlossen"].contains(times[0].lowercased()) { return [] }
        var spans: [OpeningHours.Span] = []
        for time in times {
            let ends = time.split(separator: "-", omittingEmptySubsequences: false)
            guard ends.count == 2, let start = minute(ends[0]), var end = minute(ends[1]), start < 1440 else {
                throw OpeningHoursError(part: String(time), expected: "a span of times such as 09:00-18:00")
            }
            if end <= start { end += 1440 }
            guard end <= start + 1440 else {
                throw OpeningHoursError(part: String(time), expected: "a span of at most 24 hours")
            }
            spans.append(OpeningHours.Span(start: start, end: end))
        }
        return spans.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    }

    /// "9:30" or "26:00" in minutes after midnight.
    private func minute(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60, hour * 60 + minute <= 2880
        else { return nil }
        return hour * 60 + minute
    }
}
