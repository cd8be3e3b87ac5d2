public import Orders

/// Why a shop order could not become a shipment.
public enum ShipmentProblem: Error, Hashable, Sendable {
    case noSuchShopOrder(ShopOrderID)
    /// The shop has not packed it.
    case notReady(ShopOrderID, ShopOrderState)
    /// Where it was to go has been erased.
    case noContact(ShopOrderID)
    case noSuchShop(ShopOrderID)
}
