public import Catalog

/// A shop order with what its delivery needs to know.
public struct DeliverableShopOrder: Sendable {
    public let shopOrder: ShopOrder
    public let destination: GeoPoint
    /// Who gets it and where; `nil` once it has been erased.
    public let contact: Contact?
}
