public import Foundation
public import Orders

/// What became of the goods of a delivery that failed.
public struct UndeliveredGoods: Hashable, Codable, Sendable {
    /// The hub where they are, or where their bike brings them.
    public let hub: String?
    /// The shipment that goes on with them: to the door again, or back to the shop.
    public let next: ShipmentNumber?
    /// Nothing more is done with them here: their carrier has them again, or it was food that could not be kept.
    public let isClosed: Bool

    /// Nobody has said yet what is to be done with them.
    public var isUndecided: Bool { next == nil && !isClosed }
}

/// A delivery that failed and of which nobody has said yet what is to be done.
public struct FailedDelivery: Hashable, Codable, Sendable {
    /// The last of those that carried the goods.
    public let shipment: Shipment
    /// What the rider wrote.
    public let note: String?
    /// When the bike is back at the hub with them, by the forecast; past: they are there.
    public let atHubFrom: Date?
    public let canBeBroughtAgain: Bool
}

extension Shipment {
    /// A hub has neither oven nor fridge.
    public var isPerishable: Bool { !CarryingRules.compartments(handling: handling).isEmpty }

    /// Whether its goods may be brought again: they lie at a hub, nobody has said what is to be done with them, they need not be warm or cold, and
    /// nobody has gone to the door three times.
    public var canBeBroughtAgain: Bool {
        kind == .delivery && undelivered?.isUndecided == true && attempt < AttemptHistory.mostAttempts && !isPerishable
    }
}

/// Whose goods are meant.
public enum UndeliveredReference: Hashable, Sendable {
    /// A part of an order.
    case shopOrder(ShopOrderID)
    /// Any of the shipments that carried them.
    case shipment(ShipmentNumber)
}

/// How what could not be handed over leaves the day.
public enum ReturnWay: Hashable, Sendable {
    /// A bike brings it back to its shop.
    case toShop(ShipmentID)
    /// It stays at the hub for whoever sent it.
    case handedBack
    /// Food that could not be kept warm or cold: it is not for sale any more.
    case disposed
}
