/// A delivery window as it repeats every day.
public struct DeliveryWindowTemplate: Hashable, Codable, Sendable {
    public let start: TimeOfDay
    public let end: TimeOfDay
    /// How long before the start the last order is taken.
    public let cutoffMinutes: Int

    /// - Precondition: `start < end`.
    public init(start: TimeOfDay, end: TimeOfDay, cutoffMinutes: Int) {
        precondition(start < end, "a delivery window ends before it starts")
        self.start = start
        self.end = end
        self.cutoffMinutes = cutoffMinutes
    }
}
