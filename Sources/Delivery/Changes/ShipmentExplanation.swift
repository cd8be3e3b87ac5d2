public import Foundation

/// Why a shipment is in the tours, or what keeps it out and what would let it in.
public struct ShipmentExplanation: Hashable, Codable, Sendable {
    /// One thing that alone would let the shipment in.
    public struct Remedy: Hashable, Codable, Sendable {
        public enum Kind: String, Codable, Sendable {
            case bike
            case shift
            case skill
            case window
            case readiness
        }

        public let kind: Kind
        /// "+1 Long John at Hub Nord from 16:00 to 17:15"
        public let detail: String
        /// When it would be at the door.
        public let arrival: Date
        /// What the day's tours would cost more.
        public let extraCostCents: Int
    }

    public let number: ShipmentNumber
    public let state: ShipmentState
    /// The tour that brings it, and when; `nil` where none does.
    public let tour: Int?
    public let arrival: Date?
    /// What keeps it out; empty where a tour brings it or could.
    public let reasons: [UnservedReason]
    /// It is in no tour, but it could ride at once: the next plan takes it.
    public let fitsNow: Bool
    /// The cheapest first.
    public let remedies: [Remedy]
}
