import Foundation

// A day's problem is stored to the second, and the routing problem counts parts of a second as a whole one (``ServiceDay/seconds(at:)``).
// Rounded before it is solved, it stays the same problem when it is read again.

extension Date {
    /// The next whole second, unless it is one.
    var wholeSecond: Date { Date(timeIntervalSinceReferenceDate: timeIntervalSinceReferenceDate.rounded(.up)) }
}

extension DayProblem.OpenShipment {
    var inWholeSeconds: DayProblem.OpenShipment {
        var copy = self
        copy.readyAt = readyAt.wholeSecond
        copy.windowStart = windowStart.wholeSecond
        copy.windowEnd = windowEnd.wholeSecond
        copy.lateUntil = lateUntil?.wholeSecond
        copy.handOver = handOver?.map { DayProblem.HandOverSpan(from: $0.from.wholeSecond, until: $0.until.wholeSecond) }
        return copy
    }
}

extension DayProblem.RunningTour {
    var inWholeSeconds: DayProblem.RunningTour {
        var copy = self
        copy.freeAt = freeAt.wholeSecond
        return copy
    }
}
