public import Foundation

/// From when to when somebody should be at home, by the current plan.
public struct ArrivalSpan: Hashable, Codable, Sendable {
    public let from: Date
    public let until: Date

    /// Ten minutes before the first of the planned arrivals to twenty after the last.
    ///
    /// - Parameter arrivals: of everything that is still to come.
    /// - Returns: `nil` when nothing is to come or no plan has it.
    init?(arrivals: some Collection<Date>) {
        guard let first = arrivals.min(), let last = arrivals.max() else { return nil }
        from = first.addingTimeInterval(-600)
        until = last.addingTimeInterval(1200)
    }
}
