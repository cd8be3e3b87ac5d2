import Catalog
import Database
import Foundation
import Routing

/// A tour as far as it matters who rides it.
struct TourDuty: Hashable, Sendable {
    let id: TourID
    let number: Int
    let day: CalendarDay
    let hubID: HubID
    let start: Date
    let end: Date
    /// Rests that the plan has put into it, in their order.
    var breaks: [DateInterval] = []
    let requiredSkills: Set<Skill>
    /// What it asks of whoever rides it.
    var workload = Workload()

    var breakSeconds: Int { Int(breaks.reduce(0) { $0 + $1.duration }) }

    /// § 2 ArbZG: from begin to end without breaks.
    var workSeconds: Int { Int(end.timeIntervalSince(start)) - breakSeconds }
}

/// A rider's tours of one day as the working-time law sees them: work, and breaks between.
struct WorkingDay {
    /// Spans of work, each ended by a break of at least ``WorkingTime/shortestBreak``. Shorter rests are no break and count as work.
    private(set) var spans: [DateInterval] = []

    /// - Parameter tours: of one rider and one day; they do not overlap.
    init(_ tours: [TourDuty]) {
        for tour in tours.sorted(by: { $0.start < $1.start }) {
            var begin = tour.start
            for pause in tour.breaks where Int(pause.duration) >= WorkingTime.shortestBreak {
                append(from: begin, to: pause.start)
                begin = max(begin, pause.end)
            }
            append(from: begin, to: tour.end)
        }
    }

    private mutating func append(from start: Date, to end: Date) {
        guard start < end else { return }
        if let last = spans.last, Int(start.timeIntervalSince(last.end)) < WorkingTime.shortestBreak {
            spans[spans.count - 1] = DateInterval(start: last.start, end: max(last.end, end))
        } else {
            spans.append(DateInterval(start: start, end: end))
        }
    }

    var workSeconds: Int { Int(spans.reduce(0) { $0 + $1.duration }) }

    var breakSeconds: Int {
        zip(spans, spans.dropFirst()).reduce(0) { $0 + Int($1.1.start.timeIntervalSince($1.0.end)) }
    }

    /// The longest work without a break.
    var longestSpan: Int { spans.map { Int($0.duration) }.max() ?? 0 }

    /// What § 4 ArbZG has against it, as a sentence's end; `nil`: nothing.
    var missingBreak: String? {
        let needed = WorkingTime.breakTime(forShiftOf: workSeconds)
        if breakSeconds < needed { return "has \(breakSeconds / 60) min of breaks that day; \(needed / 60) min is the law" }
        if longestSpan > WorkingTime.longestWithoutBreak {
            return "would work for \(longestSpan / 3600) h \(longestSpan / 60 % 60) min without a break; 6 h is the most"
        }
        return nil
    }
}
