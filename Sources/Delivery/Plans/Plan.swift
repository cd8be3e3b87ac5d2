public import Catalog
public import Database
public import Foundation

/// One immutable result for a service day. A newer version supersedes it.
public struct Plan: Hashable, Codable, Sendable {
    public enum State: String, Codable, Sendable {
        case current
        case superseded
    }

    /// How a plan came to be.
    public enum Maker: String, CaseIterable, Codable, Sendable, DatabaseCodable {
        /// Searched from nothing.
        case search
        /// Searched from the plan before it, moving little.
        case adjustment
        /// Changed by a dispatcher.
        case hand
        /// An earlier plan brought back.
        case restoration
    }

    /// A shipment that no tour brings.
    public struct Unserved: Hashable, Codable, Sendable {
        public let shipmentID: ShipmentID
        public let number: ShipmentNumber
        public let reasons: [UnservedReason]
    }

    public let id: PlanID
    public let day: CalendarDay
    public let version: Int
    public let state: State
    public let createdAt: Date
    public let madeBy: Maker
    /// What a dispatcher changed.
    public let note: String?
    /// How long the search took.
    public let seconds: Double
    public let costCents: Cents
    public let served: Int
    public let unserved: [Unserved]
    public let tours: Int
    public let bikes: Int
    public let metres: Int
    public let drivingSeconds: Int
    /// From leaving the hub to returning, without breaks.
    public let workingSeconds: Int
    public let grams: Grams
    /// Against a van; see ``VanComparison``.
    public let co2SavedGrams: Int
    /// Where the travel times came from.
    public let travelSource: TravelKind
    /// Hubs, shops and shipments that no street is near to; their ways were reckoned in straight lines.
    public let farFromStreets: [String]
    /// Always true: a plan that the checker does not confirm is never stored.
    public let feasible: Bool
}
