import Catalog
import Foundation

/// A retailer's page for pictures.
struct PicturePage: Sendable {
    struct OwnShop: Sendable {
        let shopID: ShopID
        let shopName: String
        let logo: PictureTag?
    }

    /// A picture that could not be fetched.
    struct Missing: Sendable {
        let productID: ProductID
        let title: String
        let sku: String
        let address: String
        let reason: String
        /// "Nächster Versuch: 9:30 Uhr."; nil when it is not tried again by itself.
        let again: String?
    }

    let shops: [OwnShop]
    let hasMissing: Bool
    let missing: [Missing]
    /// File types for the browser's dialog.
    let accept = "image/jpeg,image/png,image/webp,image/gif"

    init(shops: [Shop], missing: [MissingPicture], at now: Date) {
        self.shops = shops.map {
            OwnShop(shopID: $0.id, shopName: $0.name, logo: PictureTag($0.logo, alt: "Logo von \($0.name)", shown: "160px"))
        }
        hasMissing = !missing.isEmpty
        self.missing = missing.map { picture in
            Missing(
                productID: picture.productID, title: picture.title, sku: picture.sku.description, address: picture.address,
                reason: picture.fault.sentence(in: .german),
                again: picture.nextTry.map { "Nächster Versuch: \(GermanFormat.moment($0, now: now)) Uhr." })
        }
    }
}
