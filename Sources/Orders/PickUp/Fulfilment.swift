public import Database

/// How goods come from the shop to the shopper.
public enum Fulfilment: String, CaseIterable, Codable, Sendable, DatabaseCodable {
    /// A bike brings them.
    case delivery
    /// The shopper fetches them from the shop.
    case pickUp = "pickup"
}
