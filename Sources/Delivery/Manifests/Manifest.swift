public import Database
public import Foundation

/// A carrier's parcels that came to a hub together, to be brought with the city's own.
public struct Manifest: Hashable, Codable, Sendable {
    public let id: ManifestID
    public let carrier: String
    /// The hub's key.
    public let hub: String
    public let day: CalendarDay
    public let importedAt: Date
    public let withdrawnAt: Date?
    public let parcels: Int
    /// In a tour of the current plan, or on its bike.
    public let planned: Int
    public let delivered: Int
}

/// A parcel of a manifest with its place in the day: how it is labelled and to which tour it is sorted.
public struct ManifestParcel: Hashable, Codable, Sendable {
    /// The carrier's number.
    public let tracking: String
    /// Ours, on the label.
    public let number: ShipmentNumber
    public let state: ShipmentState
    /// Fetched at the door rather than brought there.
    public let isCollection: Bool
    public let recipient: String
    /// The door.
    public let destination: ShipmentDestination
    public let parcels: Int
    public let weightGrams: Int
    public let windowStart: Date
    public let windowEnd: Date
    /// By the current plan; `nil` when no tour brings it.
    public let tour: Int?
    /// The trip of its tour, from 1.
    public let trip: Int?
    /// How many doors of its trip come before, from 1: what is brought last is loaded first.
    public let door: Int?
    public let eta: Date?
}

/// What came of a manifest that was sent.
public struct ManifestReport: Hashable, Codable, Sendable {
    /// `nil` where nothing was to be kept: a preview, or a list of which nothing is new.
    public let manifest: ManifestID?
    public let isPreview: Bool
    public let accepted: Int
    /// Sent before, and left as they are.
    public let known: Int
    public let weightGrams: Int
    /// By line.
    public let refused: [LineProblem]
}

/// What was said of a manifest besides its lines cannot be.
public struct ManifestRefused: Error, Hashable, Sendable {
    public let field: String
    public let detail: String
}
