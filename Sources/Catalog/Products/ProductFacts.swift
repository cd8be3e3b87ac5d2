import Database

/// What the law and the shopper want to know of a product besides its name and price.
public struct ProductFacts: Hashable, Sendable {
    /// What tells it from the other variants of its group.
    public var options: [ProductOption] = []
    /// What its variants have in common, unique within the shop.
    public var variantGroup: String?
    /// Besides the first.
    public var moreImages: [String] = []
    /// The price asked before, or recommended. Above the price, else nil.
    public var strikePrice: Cents?
    /// The lowest price of the 30 days before the current one began (PAngV § 11), where there is a ``strikePrice``.
    public var lowestPrice: Cents?
    /// Beside the price, never in it; for one piece.
    public var deposit = Cents.zero
    public var content: Content?
    public var ingredients: String?
    /// Nil when not declared.
    public var allergens: [Allergen]?
    public var minimumAge: MinimumAge?
    public var manufacturer: String?
    public var manufacturerContact: String?
    public var energyClass: EnergyClass?
    /// What the shopper chooses with it.
    public var choices = ProductChoices.none
    /// When it can be had; nil: whenever the shop has it. The moment that counts is when the delivery window begins.
    public var availableHours: OpeningHours?
    /// What is charged beside the price for packaging that comes back; nil: there is none for it.
    public var reusableDeposit: Cents?
    /// Whether its retailer has said all that must be known before shops are shown.
    public var isShown = true
    /// As soon as it is here: what was uploaded for it, else what its first address has.
    public var picture: Picture?
    /// For what it lacks it is not published.
    public var missing: [PublishRule] = []

    public init() {}
}

extension ProductFacts {
    /// The columns of `product` and `picture` that ``init(_:price:)`` reads by name.
    static var columns: SQL {
        """
        product.options, product.variant_group, product.more_images, product.strike_price_cents, product.deposit_cents,
        product.content_amount, product.content_unit, product.ingredients, product.allergens, product.minimum_age,
        product.manufacturer, product.manufacturer_contact, product.energy_class, product.missing_facts,
        product.choices, product.available_hours, product.reusable_deposit_cents, \(Product.isShown),
        picture.id, picture.width, picture.height,
        CASE WHEN product.strike_price_cents > product.price_cents THEN catalog.lowest_price_before(product.id) END
        """
    }
}

/// The API's form: what a product does not have is not there.
extension ProductFacts {
    private enum CodingKeys: String, CodingKey {
        case options, variantGroup, moreImages, strikePriceCents, lowestPriceCents, depositCents, content, unitPrice, ingredients
        case allergens, minimumAge, manufacturer, manufacturerContact, energyClass, missing
        case choices, availableHours, reusableDepositCents, picture
    }

    private struct UnitPrice: Encodable {
        var cents: Cents
        var per: String
    }

    private struct Missing: Encodable {
        var rule: PublishRule
        var field: String
        var reason: String
    }

    func encode(to encoder: any Encoder, price: Cents) throws {
        let language = encoder.userInfo[.reportLanguage] as? Language ?? .german
        var container = encoder.container(keyedBy: CodingKeys.self)
        if !options.isEmpty { try container.encode(options, forKey: .options) }
        try container.encodeIfPresent(variantGroup, forKey: .variantGroup)
        if !moreImages.isEmpty { try container.encode(moreImages, forKey: .moreImages) }
        try container.encodeIfPresent(strikePrice, forKey: .strikePriceCents)
        try container.encodeIfPresent(lowestPrice, forKey: .lowestPriceCents)
        try container.encode(deposit, forKey: .depositCents)
        try container.encodeIfPresent(content, forKey: .content)
        if let content {
            try container.encode(UnitPrice(cents: content.unitPrice(of: price), per: content.unit.base), forKey: .unitPrice)
        }
        try container.encodeIfPresent(ingredients, forKey: .ingredients)
        try container.encodeIfPresent(allergens, forKey: .allergens)
        try container.encodeIfPresent(minimumAge, forKey: .minimumAge)
        try container.encodeIfPresent(manufacturer, forKey: .manufacturer)
        try container.encodeIfPresent(manufacturerContact, forKey: .manufacturerContact)
        try container.encodeIfPresent(energyClass, forKey: .energyClass)
        if !choices.groups.isEmpty { try container.encode(choices.groups, forKey: .choices) }
        try container.encodeIfPresent(availableHours, forKey: .availableHours)
        try container.encodeIfPresent(reusableDeposit, forKey: .reusableDepositCents)
        try container.encodeIfPresent(picture, forKey: .picture)
        if !missing.isEmpty {
            let missing = missing.map { Missing(rule: $0, field: $0.field, reason: $0.reason(in: language)) }
            try container.encode(missing, forKey: .missing)
        }
    }
}
