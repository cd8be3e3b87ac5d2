import Catalog
import Foundation

/// A shop in a list.
struct ShopCard: Sendable {
    let key: String
    let name: String
    let logo: PictureTag?
    let street: String
    let trades: String
    let description: String
    let isOpen: Bool

    init(_ shop: Shop, at now: Date) {
        key = shop.key
        name = shop.name
        logo = PictureTag(shop.logo, alt: "Logo von \(shop.name)", shown: "160px")
        street = "\(shop.street) \(shop.houseNumber)"
        trades = shop.categories.joined(separator: " · ")
        description = shop.description
        isOpen = shop.openingHours?.isOpen(at: now) ?? false
    }
}
