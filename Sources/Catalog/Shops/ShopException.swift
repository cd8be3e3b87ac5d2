public import Database

/// A day on which a shop has other hours than usual.
public struct ShopException: Hashable, Codable, Sendable {
    public let day: CalendarDay
    /// "10:00-14:00", several with commas, or "off".
    public let hours: String
    /// Why, for shoppers; may be empty.
    public let note: String

    public static let longestNote = 200
    /// How far ahead one may be, in days.
    public static let farthest = 400

    /// - Parameter hours: as people write them; it is stored in one way.
    /// - Throws: ``OpeningHoursError`` that names what is not understood.
    public init(day: CalendarDay, hours: String, note: String = "") throws(OpeningHoursError) {
        let spans = try OpeningHours.spans(parsing: hours)
        self.day = day
        self.hours = spans.isEmpty ? "off" : spans.map(\.description).joined(separator: ",")
        self.note = note
    }

    /// When it is open on the day; none: closed.
    public var spans: [OpeningHours.Span] { (try? OpeningHours.spans(parsing: hours)) ?? [] }
}
