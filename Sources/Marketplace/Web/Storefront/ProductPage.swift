import Catalog
import Delivery
import Foundation

/// A product's page.
struct ProductPage: Sendable {
    struct Fact: Sendable {
        let fact: String
        let value: String
    }

    struct Crumb: Sendable {
        let crumb: String
        let href: String
    }

    /// The first delivery that an order of now can still have.
    struct Arrival: Sendable {
        let cutoff: String
        let day: String
        let from: String
        let until: String
    }

    let id: ProductID
    let title: String
    let brand: String?
    let description: String
    let shopKey: String
    let shopName: String
    let crumbs: [Crumb]
    let price: String
    let vatPercent: Int
    let facts: [Fact]
    let isAvailable: Bool
    let lowStock: Int?
    let mostPieces: Int
    let arrival: Arrival?

    init(_ product: Product, firstWindow: DeliveryWindow?, at now: Date) {
        id = product.id
        title = product.title
        brand = product.brand
        description = product.description
        shopKey = product.shop.key
        shopName = product.shop.name
        crumbs = product.category.names.indices.map { index in
            let path = product.category.names[...index].joined(separator: " > ")
            return Crumb(crumb: product.category.names[index], href: QueryString(["category": path]).appended(to: "/suche"))
        }
        price = product.priceCents.description
        vatPercent = product.vatPercent.percent
        facts = Self.facts(of: product)
        isAvailable = product.available
        lowStock = ProductCard.lowStock(of: product)
        mostPieces = min(product.stock ?? 99, 99)
        arrival = firstWindow.map { window in
            Arrival(
                cutoff: GermanFormat.moment(window.cutoff, now: now),
                day: GermanFormat.day(window.day, now: now), from: GermanFormat.time(window.start),
                until: GermanFormat.time(window.end))
        }
    }

    private static func facts(of product: Product) -> [Fact] {
        var facts: [Fact] = []
        let grams = product.weightGrams.rawValue
        if grams > 0 {
            facts.append(Fact(fact: "Gewicht", value: grams < 1000 ? "\(grams) g" : "\(GermanFormat.tenths(grams, of: 1000)) kg"))
        }
        if let handling = words(for: product.handling) { facts.append(Fact(fact: "Lieferung", value: handling)) }
        if let gtin = product.gtin { facts.append(Fact(fact: "EAN", value: "\(gtin)")) }
        facts.append(Fact(fact: "Artikelnummer", value: "\(product.sku)"))
        return facts
    }

    private static func words(for handling: Handling) -> String? {
        switch handling {
        case .ambient: nil
        case .chilled: "gekühlt"
        case .frozen: "tiefgekühlt"
        case .hot: "heiß, auf dem kürzesten Weg"
        case .fragile: "zerbrechlich, wird gesichert"
        case .bulky: "sperrig, auf dem großen Rad"
        }
    }
}
