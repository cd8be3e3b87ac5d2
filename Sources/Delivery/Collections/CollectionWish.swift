public import Orders

/// What a shopper wants to be fetched of what was delivered.
public struct CollectionWish: Hashable, Sendable {
    public let shopOrderID: ShopOrderID
    public let reason: CollectionReason
    public let parcels: Int

    public static let mostParcels = 10

    /// - Throws: ``CollectionProblem/invalidParcels`` unless there are 1 to ``mostParcels`` of them, ``CollectionProblem/notForShoppers`` for
    ///   another carrier's parcels.
    public init(shopOrderID: ShopOrderID, reason: CollectionReason, parcels: Int = 1) throws(CollectionProblem) {
        guard (1...Self.mostParcels).contains(parcels) else { throw .invalidParcels }
        guard reason != .parcel else { throw .notForShoppers }
        self.shopOrderID = shopOrderID
        self.reason = reason
        self.parcels = parcels
    }
}

/// Why something is not fetched.
public enum CollectionProblem: Error, Hashable, Sendable {
    case noSuchShopOrder
    /// Only what a bike has brought is fetched.
    case notDelivered
    /// Where it was brought to has been erased.
    case tooLongAgo
    /// It is to be fetched already.
    case askedAlready(ShipmentNumber)
    case invalidParcels
    case notForShoppers
    /// The window is none, or no longer one that can be chosen.
    case noSuchWindow
    case refused(WindowRefusal)
    /// It has been fetched, or somebody else took it back.
    case notOpen
}
