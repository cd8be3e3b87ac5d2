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

    struct Variant: Sendable {
        let variantID: ProductID
        let words: String
        let isThis: Bool
    }

    /// Something to choose with it.
    struct Group: Sendable {
        let group: String
        let rule: String
        /// One of them, or as many as the rule says.
        let isOne: Bool
        let isRequired: Bool
        let choices: [Choice]
    }

    struct Choice: Sendable {
        let choice: String
        /// "+ 1,50 €"; nil when it costs nothing.
        let surcharge: String?
    }

    let id: ProductID
    let title: String
    let picture: PictureTag?
    let hasMorePictures: Bool
    let morePictures: [PictureTag]
    let brand: String?
    let description: String
    let shopKey: String
    let shopName: String
    let crumbs: [Crumb]
    let price: String
    let strikePrice: String?
    let besides: [String]
    let hasVariants: Bool
    let variants: [Variant]
    let vatPercent: Int
    let facts: [Fact]
    let isAvailable: Bool
    let lowStock: Int?
    let mostPieces: Int
    let groups: [Group]
    /// "+ 2,00 € Pfand", or "ohne Pfand"; nil when there is no packaging that comes back.
    let reusable: String?
    /// "Mo–Fr 11:30–14:30"; nil when it can be had at any time.
    let hours: String?
    let arrival: Arrival?

    init(
        _ product: Product, variants: [Product] = [], morePictures: [Picture] = [], firstWindow: DeliveryWindow?, at now: Date
    ) {
        id = product.id
        title = product.title
        picture = PictureTag(product.facts.picture, alt: product.title, shown: "(min-width: 820px) 640px, 92vw")
        self.morePictures = morePictures.filter { $0.id != product.facts.picture?.id }.enumerated().compactMap { index, picture in
            PictureTag(picture, alt: "\(product.title), Bild \(index + 2)", shown: "160px")
        }
        hasMorePictures = !self.morePictures.isEmpty
        brand = product.brand
        description = product.description
        shopKey = product.shop.key
        shopName = product.shop.name
        crumbs = product.category.names.indices.map { index in
            let path = product.category.names[...index].joined(separator: " > ")
            return Crumb(crumb: product.category.names[index], href: QueryString(["category": path]).appended(to: "/suche"))
        }
        price = PriceWords.price(product)
        strikePrice = product.facts.strikePrice?.description
        besides = PriceWords.besides(product)
        self.variants = variants.map { variant in
            let words = variant.facts.options.map(\.value).joined(separator: ", ")
            return Variant(variantID: variant.id, words: words.isEmpty ? variant.title : words, isThis: variant.id == product.id)
        }
        hasVariants = variants.count > 1
        vatPercent = product.vatPercent.percent
        facts = Self.facts(of: product)
        isAvailable = product.available
        lowStock = ProductCard.lowStock(of: product)
        groups = product.facts.choices.groups.map(Group.init)
        reusable = product.facts.reusableDeposit.map { $0 > .zero ? "+ \($0) Pfand" : "ohne Pfand" }
        hours = product.facts.availableHours?.german
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
        facts += legalFacts(of: product.facts)
        if let gtin = product.gtin { facts.append(Fact(fact: "EAN", value: "\(gtin)")) }
        facts.append(Fact(fact: "Artikelnummer", value: "\(product.sku)"))
        return facts
    }

    /// What a redirect to this page says was not chosen well, if the product has such a group.
    static func problem(group name: String?, of product: Product) -> String? {
        guard let name else { return nil }
        guard let group = product.facts.choices.groups.first(where: { $0.name == name }) else {
            return "Bitte wählen Sie noch einmal; das Angebot hat sich geändert."
        }
        return "Unter „\(group.name)“: \(ChoiceWords.rule(group))."
    }

    private static func legalFacts(of facts: ProductFacts) -> [Fact] {
        var found = facts.options.map { Fact(fact: $0.name, value: $0.value) }
        if let ingredients = facts.ingredients { found.append(Fact(fact: "Zutaten", value: ingredients)) }
        if let allergens = facts.allergens {
            let words = allergens.map(\.german).joined(separator: ", ")
            found.append(Fact(fact: "Allergene", value: allergens.isEmpty ? "keine" : words))
        }
        if let energyClass = facts.energyClass { found.append(Fact(fact: "Energieklasse", value: energyClass.rawValue)) }
        if let manufacturer = facts.manufacturer {
            let contact = facts.manufacturerContact.map { ", \($0)" } ?? ""
            found.append(Fact(fact: "Hersteller", value: manufacturer + contact))
        }
        return found
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

extension ProductPage.Group {
    fileprivate init(_ group: ChoiceGroup) {
        self.group = group.name
        rule = ChoiceWords.rule(group)
        isOne = group.maximum == 1
        isRequired = group.isRequired
        choices = group.choices.map { choice in
            .init(choice: choice.name, surcharge: choice.priceCents > .zero ? "+ \(choice.priceCents)" : nil)
        }
    }
}
