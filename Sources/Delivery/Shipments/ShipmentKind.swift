public import Database

/// From what kind of place to what kind of place a shipment goes.
public enum ShipmentKind: String, CaseIterable, Codable, Sendable, DatabaseCodable {
    /// From a shop or a hub to a door.
    case delivery
    /// From a door to a shop or a hub: returns, empties, what another carrier fetches.
    case collection
    /// From a shop to a hub, from where a ``delivery`` goes on with it: a stop of a milk run.
    case transfer
    /// From a hub back to its shop: what could not be handed over.
    case `return`
}

/// Why something is fetched at a door.
public enum CollectionReason: String, CaseIterable, Codable, Sendable, DatabaseCodable {
    /// What was bought goes back to its shop: a withdrawal, or goods that were wrong or broken.
    case `return`
    /// Deposit bottles and reusable boxes go back to their shop.
    case empties
    /// A parcel that another carrier takes on from the hub.
    case parcel
}
