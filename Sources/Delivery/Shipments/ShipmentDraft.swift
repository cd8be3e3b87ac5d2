public import Catalog
public import Database
public import Foundation
public import Orders

/// What is to be brought somewhere, before it has a number.
public struct ShipmentDraft: Sendable {
    public enum Origin: Sendable {
        case shop(ShopID, name: String, GeoPoint)
        /// Already at a hub; `sender` is who packed it.
        case hub(HubID, sender: String)
        /// To be fetched at a customer's door and brought to ``ShipmentDraft/destination``; `order` is the one it belongs to.
        case door(GeoPoint, CollectionReason, order: ShopOrderID?, to: CollectionEnd)
        /// By a milk run from a shop to a hub, from where `onward` goes to its door.
        case milkRun(ShopID, name: String, GeoPoint, to: HubID, hubName: String, onward: ShipmentID)
        /// At a hub, and to go back to its shop at ``ShipmentDraft/destination``.
        case undelivered(HubID, name: String, GeoPoint, to: ShopID, shopName: String)
    }

    public var origin: Origin
    /// What it goes on with; nil: goods that no bike has had yet.
    public var following: Following?
    public var shopOrderID: ShopOrderID?
    public var orderID: OrderID?
    public var day: CalendarDay
    public var destination: GeoPoint
    /// Of the door. Stored sealed; nil where a shipment sees no door.
    public var contact: Contact?
    public var parcels: Int
    public var weight: Grams
    public var volume: Millilitres
    /// The heaviest single piece.
    public var heaviest: Grams
    public var handling: Set<Handling>
    public var readyAt: Date
    /// Whether it is there as told; else the shop has yet to pack it, and what is told is expected.
    public var isPacked: Bool
    public var windowStart: Date
    public var windowEnd: Date

    public init(
        origin: Origin, shopOrderID: ShopOrderID? = nil, orderID: OrderID? = nil, day: CalendarDay, destination: GeoPoint,
        contact: Contact?, parcels: Int, weight: Grams, volume: Millilitres, heaviest: Grams? = nil, handling: Set<Handling> = [],
        readyAt: Date, isPacked: Bool = true, windowStart: Date, windowEnd: Date
    ) {
        self.origin = origin
        self.shopOrderID = shopOrderID
        self.orderID = orderID
        self.day = day
        self.destination = destination
        self.contact = contact
        self.parcels = parcels
        self.weight = weight
        self.volume = volume
        self.heaviest = heaviest ?? weight
        self.handling = handling
        self.readyAt = readyAt
        self.isPacked = isPacked
        self.windowStart = windowStart
        self.windowEnd = windowEnd
    }
}

/// What a shipment goes on with: the goods of one that failed.
public struct Following: Hashable, Sendable {
    /// The first that carried them.
    public let first: ShipmentID
    /// Counts from 1, which is the first one.
    public let attempt: Int

    public init(first: ShipmentID, attempt: Int) {
        self.first = first
        self.attempt = attempt
    }
}

/// Who takes what is fetched at a door.
public enum CollectionEnd: Hashable, Sendable {
    case shop(ShopID, name: String)
    case hub(HubID, name: String)
}
