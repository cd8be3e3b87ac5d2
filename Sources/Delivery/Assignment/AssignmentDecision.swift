public import Database
public import Foundation

/// That a tour was given to a rider or taken from one, by whom and why. Kept, and shown to the riders concerned.
public struct AssignmentDecision: Hashable, Codable, Sendable {
    public enum Maker: String, CaseIterable, Codable, Sendable, DatabaseCodable {
        /// The service chose among those whom the rules allow.
        case automatic
        /// A dispatcher.
        case hand
    }

    public let id: DecisionID
    public let day: CalendarDay
    /// The tour's number when it was decided.
    public let tour: Int
    /// Who rides it now; `nil`: nobody.
    public let rider: String?
    /// Who rode it before.
    public let previousRider: String?
    public let madeBy: Maker
    /// Whether a person changed what the service had chosen.
    public let overrides: Bool
    public let reasons: [String]
    /// The same for the riders.
    public let reasonsInGerman: [String]
    public let decidedAt: Date
}
