public import Catalog
public import Database
public import Foundation
public import Orders

/// Parcels on their way from one place to another: what one shop packed for one order, what another carrier brought to a hub, or what is fetched.
public struct Shipment: Hashable, Codable, Sendable {
    public let id: ShipmentID
    /// Shown as `S-000123`.
    public let number: ShipmentNumber
    public let kind: ShipmentKind
    /// Of a collection.
    public let collectionReason: CollectionReason?
    /// The part of an order that something is fetched of.
    public let collectsFrom: ShopOrderID?
    public let shopOrderID: ShopOrderID?
    public let day: CalendarDay
    public let state: ShipmentState
    /// Who packed it, or to whom it goes back.
    public let shopName: String
    public let origin: ShipmentOrigin
    public let destination: ShipmentDestination
    public let parcels: Int
    public let weightGrams: Grams
    public let volumeMillilitres: Millilitres
    public let handling: Set<Handling>
    /// From when on it can be taken along.
    public let readyAt: Date
    public let windowStart: Date
    public let windowEnd: Date
    /// The number of the tour that brings it, by the current plan.
    public let tour: Int?
    /// When it will be at the door, by the current plan.
    public let eta: Date?
    /// Why no tour of the current plan brings it; empty when one does or no plan has seen it.
    public let unservedReasons: [UnservedReason]
    /// Counts from 1 among all shipments that carry the same goods one after the other.
    public let attempt: Int
    /// What became of the goods, where it failed.
    public let undelivered: UndeliveredGoods?
}

/// Where a shipment is before it rides.
public struct ShipmentOrigin: Hashable, Codable, Sendable {
    public enum Kind: String, Codable, Sendable {
        /// The bike picks it up at the shop.
        case shop
        /// It is loaded at the hub.
        case hub
        /// It is fetched at a customer's door.
        case door
    }

    public let kind: Kind
    /// The shop, who brought it to the hub, or the door's street and house number.
    public let name: String
    public let latitude: Double
    public let longitude: Double
}

/// A door; a collection ends at a shop or hub instead.
public struct ShipmentDestination: Hashable, Codable, Sendable {
    /// The shop or hub; empty for a door, of which the rest is told.
    public let name: String
    public let street: String
    public let houseNumber: String
    public let postcode: String
    public let city: String
    public let latitude: Double
    public let longitude: Double
}

/// `S-000123`
public struct ShipmentNumber: RawRepresentable, Hashable, Comparable, Sendable, DatabaseCodable, CustomStringConvertible {
    public let rawValue: Int

    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// - Returns: `nil` when the text is no number like `S-000123`.
    public init?(text: some StringProtocol) {
        guard text.hasPrefix("S-") || text.hasPrefix("s-"), let number = Int(text.dropFirst(2)), number > 0 else { return nil }
        rawValue = number
    }

    public var description: String {
        let digits = String(rawValue)
        return "S-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    public static func < (left: ShipmentNumber, right: ShipmentNumber) -> Bool { left.rawValue < right.rawValue }
}

extension ShipmentNumber: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let number = ShipmentNumber(text: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "“\(text)” is no number like S-000123.")
        }
        self = number
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
