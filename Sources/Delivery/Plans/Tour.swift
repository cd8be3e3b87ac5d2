public import Catalog
public import Database
public import Foundation

/// The work of one bike with one rider for one shift, by a plan.
public struct Tour: Hashable, Codable, Sendable {
    public struct BikeReference: Hashable, Codable, Sendable {
        public let id: BikeID
        public let key: String
        public let name: String
        public let type: String
    }

    public struct HubReference: Hashable, Codable, Sendable {
        public let id: HubID
        public let key: String
        public let name: String
    }

    public struct RiderReference: Hashable, Codable, Sendable {
        public let id: RiderID
        public let name: String
    }

    public enum State: String, Codable, Sendable {
        case planned
        /// At least one stop has been reported.
        case underway
        /// Every stop at a shop or a door has been reported.
        case done
    }

    public let id: TourID
    /// Within its day, from 1.
    public let number: Int
    public let day: CalendarDay
    public let planVersion: Int
    public let bike: BikeReference
    public let hub: HubReference
    public let rider: RiderReference?
    public let start: Date
    public let end: Date
    public let trips: Int
    /// Pick-ups, drop-offs and deliveries.
    public let stops: Int
    public let shipments: Int
    public let metres: Int
    /// Everything carried, added up over the trips.
    public let grams: Grams
    public let millilitres: Millilitres
    public let wattHours: Double
    public let state: State
    /// Plans leave it as it is.
    public let isLocked: Bool
    /// In their order; nil where only the tours themselves were asked for.
    public var stopList: [TourStop]?
}
