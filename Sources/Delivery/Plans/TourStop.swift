public import Catalog
public import Database
public import Foundation

/// One thing a tour does at one place, with its times.
public struct TourStop: Hashable, Codable, Sendable {
    public enum Kind: String, CaseIterable, Codable, Sendable, DatabaseCodable {
        case start
        /// Where something is fetched: at a shop, or at a customer's door.
        case pickup
        /// Where something ends that was fetched on the same trip: mostly at a door.
        case dropoff
        /// At the door, of what was loaded at a hub.
        case delivery
        /// At a hub, between two trips.
        case reload
        case `break`
        case end
    }

    public let id: TourStopID
    public let position: Int
    /// Counts from 1.
    public let trip: Int
    public let kind: Kind
    /// The shop, the hub, or the door's street and house number.
    public let name: String
    public let latitude: Double
    public let longitude: Double
    /// A customer's door rather than a shop or hub.
    public let isAtDoor: Bool
    public let shipmentNumber: ShipmentNumber?
    public let arrival: Date
    public let serviceStart: Date
    public let departure: Date
    public let windowStart: Date?
    public let windowEnd: Date?
    public let loadGrams: Grams
    public let loadMillilitres: Millilitres
    /// What is left in the battery when leaving.
    public let batteryWattHours: Double
    public let metresFromPrevious: Int
    public let state: StopState
    /// By what its rider reported.
    public let arrivedAt: Date?
    public let finishedAt: Date?
    /// When it will begin by all that was reported of its tour; `nil` where that was not asked for, or the day is over.
    public var expected: Date?
    /// Who opens the door; only the tour's rider is told.
    public var contact: DoorContact?
    /// What came of the code that a report told; only in the answer to that report.
    public internal(set) var codeCheck: CodeCheck?
}

/// Who opens the door, for the rider.
public struct DoorContact: Hashable, Codable, Sendable {
    public let name: String
    public let phone: String?
    public let note: String?

    public init(name: String, phone: String?, note: String?) {
        self.name = name
        self.phone = phone
        self.note = note
    }
}
