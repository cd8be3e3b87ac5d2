import Catalog

/// A product in a list.
struct ProductCard: Sendable {
    let id: ProductID
    let title: String
    let picture: PictureTag?
    let shopName: String
    let price: String
    /// Unit price, deposit and what else stands beside a price by law.
    let besides: [String]
    let strikePrice: String?
    let isAvailable: Bool
    /// When it can be had, if not always.
    let hours: String?
    /// How many are left, when they are few.
    let lowStock: Int?

    init(_ product: Product) {
        id = product.id
        title = product.title
        picture = PictureTag(product.facts.picture, alt: product.title, shown: "(min-width: 600px) 250px, 92vw")
        shopName = product.shop.name
        price = PriceWords.price(product)
        hours = product.facts.availableHours?.german
        besides = PriceWords.besides(product)
        strikePrice = product.facts.strikePrice?.description
        isAvailable = product.available
        lowStock = Self.lowStock(of: product)
    }

    /// Fewer than this are said to be few.
    static func lowStock(of product: Product) -> Int? {
        guard let stock = product.stock, (1..<6).contains(stock) else { return nil }
        return stock
    }
}
