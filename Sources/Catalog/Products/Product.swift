public import Accounts
public import Foundation

/// What is sold: one row a SKU of a shop.
public struct Product: Hashable, Sendable {
    /// The shop as a product's page shows it.
    public struct ShopSummary: Hashable, Codable, Sendable {
        public let id: ShopID
        public let key: String
        public let name: String

        public init(id: ShopID, key: String, name: String) {
            self.id = id
            self.key = key
            self.name = name
        }
    }

    public let id: ProductID
    public let retailerID: RetailerID
    public let shop: ShopSummary
    public let sku: SKU
    public let gtin: GTIN?
    public let title: String
    public let description: String
    public let brand: String?
    public let category: CategoryPath
    /// Gross, in euro cents.
    public let priceCents: Cents
    public let vatPercent: VATRate
    /// How many can be ordered now, reservations taken off; nil when nobody counts (made to order).
    public let stock: Int?
    /// Whether the retailer offers it at all.
    public let active: Bool
    public let weightGrams: Grams
    public let volumeMillilitres: Millilitres
    public let handling: Handling
    /// How long the shop takes to make or pack it: the product's own time, else its shop's; and what its rush adds at the moment.
    public let preparationMinutes: Int
    public let imageURL: String?
    public let updatedAt: Date
    public let facts: ProductFacts

    /// Whether it is for sale: the retailer offers it and neither it nor its retailer lacks what the law wants.
    public var isOffered: Bool { active && facts.missing.isEmpty && facts.isShown }
    /// Whether one can be ordered now.
    public var available: Bool { isOffered && (stock.map { $0 > 0 } ?? true) }
    /// The price of a kilogram, litre, metre or square metre, where the content is known.
    public var unitPrice: (cents: Cents, per: String)? {
        facts.content.map { ($0.unitPrice(of: priceCents), $0.unit.base) }
    }
}

/// The API's form, field for field; nothing in it is for the retailer alone.
extension Product: Encodable {
    private enum CodingKeys: String, CodingKey {
        case id, shop, sku, gtin, title, description, brand, category, priceCents, currency, vatPercent, stock, available, active
        case weightGrams, volumeMillilitres, handling, preparationMinutes, imageURL, updatedAt
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(shop, forKey: .shop)
        try container.encode(sku, forKey: .sku)
        try container.encode(gtin, forKey: .gtin)
        try container.encode(title, forKey: .title)
        try container.encode(description, forKey: .description)
        try container.encode(brand, forKey: .brand)
        try container.encode(category, forKey: .category)
        try container.encode(priceCents, forKey: .priceCents)
        try container.encode("EUR", forKey: .currency)
        try container.encode(vatPercent, forKey: .vatPercent)
        try container.encode(stock, forKey: .stock)
        try container.encode(available, forKey: .available)
        try container.encode(active, forKey: .active)
        try container.encode(weightGrams, forKey: .weightGrams)
        try container.encode(volumeMillilitres, forKey: .volumeMillilitres)
        try container.encode(handling, forKey: .handling)
        try container.encode(preparationMinutes, forKey: .preparationMinutes)
        try container.encode(imageURL, forKey: .imageURL)
        try container.encode(updatedAt, forKey: .updatedAt)
        try facts.encode(to: encoder, price: priceCents)
    }
}
