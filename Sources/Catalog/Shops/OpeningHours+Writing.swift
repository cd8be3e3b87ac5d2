extension OpeningHours.Rule: CustomStringConvertible {
    /// "Dec 24 Mo-Fr,PH 10:00-14:00".
    var description: String {
        let times = spans.isEmpty ? "off" : spans.map(\.description).joined(separator: ",")
        let isAlways = dates.isEmpty && weekdays.count == 7
        if isAlways, publicHolidays, spans == [.init(start: 0, end: 1440)] { return "24/7" }
        let days = (weekdays.isEmpty ? [] : [dayText]) + (publicHolidays ? ["PH"] : [])
        // Every day of certain dates needs no names of days.
        let names = !dates.isEmpty && weekdays.count == 7 && !publicHolidays ? [] : [days.joined(separator: ",")]
        let selector = (dates.isEmpty ? [] : [dates.map(\.description).joined(separator: ",")]) + names
        return (selector + [times]).joined(separator: " ")
    }

    /// "Mo-Fr,Su": neighbours from two on become a range.
    private var dayText: String {
        let names = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
        var runs: [ClosedRange<Int>] = []
        for day in weekdays.sorted() {
            if let last = runs.last, last.upperBound == day - 1 {
                runs[runs.count - 1] = last.lowerBound...day
            } else {
                runs.append(day...day)
            }
        }
        return runs.map { $0.count == 1 ? names[$0.lowerBound] : "\(names[$0.lowerBound])-\(names[$0.upperBound])" }
            .joined(separator: ",")
    }
}

extension OpeningHours.Span: CustomStringConvertible {
    /// "09:30-18:30"; over midnight "18:00-02:00".
    public var description: String { "\(Self.clock(start))-\(Self.clock(end > 1440 ? end - 1440 : end))" }

    private static func clock(_ minute: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(minute / 60)):\(two(minute % 60))"
    }
}

extension OpeningHours {
    /// For schema.org's `openingHours`, one text a rule: "Mo-Fr 09:30-18:30". Rules for dates and holidays have no place there, nor have
    /// rules that say when it is closed.
    public var schemaOrg: [String] {
        rules.filter { $0.dates.isEmpty && !$0.weekdays.isEmpty && !$0.spans.isEmpty }.map { rule in
            Rule(weekdays: rule.weekdays, publicHolidays: false, spans: rule.spans).description
        }
    }
}
