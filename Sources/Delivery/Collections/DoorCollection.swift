import Catalog
import Foundation
import Orders

/// What is to be fetched, as the day's problem and its table know it.
struct DoorCollection: Sendable {
    let wish: CollectionWish
    let orderID: OrderID
    let door: GeoPoint
    let contact: Contact
    let shop: Shop
    let weight: Grams
    let volume: Millilitres
    let heaviest: Grams

    /// A crate of bottles.
    private static let crateGrams = 14_000
    private static let crateMillilitres = 40_000

    /// - Parameter order: what was delivered; as much of it may come back.
    init(_ wish: CollectionWish, of order: DeliverableShopOrder, contact: Contact, shop: Shop) {
        self.wish = wish
        orderID = order.shopOrder.orderID
        door = order.destination
        self.contact = contact
        self.shop = shop
        switch wish.reason {
        case .return, .parcel:
            weight = order.shopOrder.weight
            volume = order.shopOrder.volume
            heaviest = order.shopOrder.goods.heaviest
        case .empties:
            weight = Grams(Self.crateGrams * wish.parcels)
            volume = Millilitres(Self.crateMillilitres * wish.parcels)
            heaviest = Grams(Self.crateGrams)
        }
    }

    func draft(in window: DeliveryWindow) -> ShipmentDraft {
        ShipmentDraft(
            origin: .door(door, wish.reason, order: wish.shopOrderID, to: .shop(shop.id, name: shop.name)), orderID: orderID,
            day: window.day, destination: shop.location, contact: contact, parcels: wish.parcels, weight: weight, volume: volume,
            heaviest: heaviest, readyAt: window.start, windowStart: window.start, windowEnd: window.end)
    }

    /// As the day's problem would know it.
    func shipment(_ id: ShipmentID, number: Int, window: DeliveryWindow) -> DayProblem.OpenShipment {
        let open = shop.handOver(on: window.day) ?? [.all(of: window.day)]
        return DayProblem.OpenShipment(
            id: id, number: ShipmentNumber(rawValue: number), origin: .door(door), destination: shop.location,
            end: DayProblem.OpenShipment.End(name: shop.name, open: open, hasWindow: false), parcels: wish.parcels,
            weight: weight, volume: volume, heaviest: heaviest, handling: [], readyAt: window.start, windowStart: window.start,
            windowEnd: window.end)
    }
}
