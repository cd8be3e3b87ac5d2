/// Reads the rules of an `opening_hours` text; see ``OpeningHours`` for the part of the syntax that is understood.
struct OpeningHoursParser {
    private static let weekdays = ["mo", "tu", "we", "th", "fr", "sa", "su"]

    private let text: String

    init(_ text: String) {
        self.text = text
    }

    mutating func rules() throws(OpeningHoursError) -> [OpeningHours.Rule] {
        var rules: [OpeningHours.Rule] = []
        for part in text.split(separator: ";") {
            let tokens = part.split(whereSeparator: \.isWhitespace)
            guard !tokens.isEmpty else { continue }
            rules.append(try rule(tokens))
        }
        guard !rules.isEmpty else {
            throw OpeningHoursError(part: text, expected: "for example Mo-Fr 09:00-18:00; Sa 10:00-16:00")
        }
        return rules
    }

    private func rule(_ tokens: [Substring]) throws(OpeningHoursError) -> OpeningHours.Rule {
        if tokens.count == 1, tokens[0] == "24/7" {
            return OpeningHours.Rule(weekdays: Set(0..<7), publicHolidays: true, spans: [.init(start: 0, end: 1440)])
        }
        // Commas may be followed by a space, so days and times are told apart by how they begin.
        var days: [Substring] = []
        var times: [Substring] = []
        for token in tokens.flatMap({ $0.split(separator: ",") }) {
            let beginsWithDigit = token.first?.isNumber == true
            let isClosed = ["off", "closed"].contains(token.lowercased())
            if beginsWithDigit || isClosed {
                times.append(token)
            } else if times.isEmpty {
                days.append(token)
            } else {
                throw OpeningHoursError(part: String(token), expected: "“;” before the days of a new rule")
            }
        }
        guard !times.isEmpty else {
            throw OpeningHoursError(part: tokens.joined(separator: " "), expected: "times such as 09:00-18:00, or off")
        }
        var rule = OpeningHours.Rule(weekdays: [], publicHolidays: false, spans: try spans(times))
        if days.isEmpty { rule.weekdays = Set(0..<7) }
        for day in days { try add(day, to: &rule) }
        return rule
    }

    private func add(_ text: Substring, to rule: inout OpeningHours.Rule) throws(OpeningHoursError) {
        let name = text.lowercased()
        if name == "ph" {
            rule.publicHolidays = true
            return
        }
        let ends = name.split(separator: "-", omittingEmptySubsequences: false).map { Self.weekdays.firstIndex(of: String($0)) }
        switch (ends.count, ends.first ?? nil, ends.last ?? nil) {
        case (1, let day?, _): rule.weekdays.insert(day)
        case (2, let first?, let last?):
            let length = (last - first + 7) % 7
            for offset in 0...length { rule.weekdays.insert((first + offset) % 7) }
        default: throw OpeningHoursError(part: String(text), expected: "days such as Mo-Fr, Sa, PH (Mo Tu We Th Fr Sa Su)")
        }
    }

    private func spans(_ times: [Substring]) throws(OpeningHoursError) -> [OpeningHours.Span] {
        if times.count == 1, ["off", "closed"].contains(times[0].lowercased()) { return [] }
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
        return spans.sorted { $0.start < $1.start }
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
