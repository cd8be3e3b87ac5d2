/// What a file can say about a product. What it does not mention stays as it is.
enum ProductField: String, CaseIterable, Codable, Sendable {
    case title, description, gtin, brand, category, price, vat, stock, weight, volume, handling, preparationMinutes, image
    case moreImages, active, strikePrice, deposit, content, ingredients, allergens, minimumAge, manufacturer
    case manufacturerContact, energyClass, variantGroup, options, choices, availableHours, reusableDeposit

    /// The columns of `catalog.product`, the same in the staging table, that hold it. None for the stock, which has a table of its own.
    var columns: [String] {
        switch self {
        case .title: ["title"]
        case .description: ["description"]
        case .gtin: ["gtin"]
        case .brand: ["brand"]
        case .category: ["category"]
        case .price: ["price_cents"]
        case .vat: ["vat_percent"]
        case .stock: []
        case .weight: ["weight_grams"]
        case .volume: ["volume_millilitres"]
        case .handling: ["handling"]
        case .preparationMinutes: ["preparation_minutes"]
        case .image: ["image_url"]
        case .moreImages: ["more_images"]
        case .active: ["active"]
        case .strikePrice: ["strike_price_cents"]
        case .deposit: ["deposit_cents"]
        case .content: ["content_amount", "content_unit"]
        case .ingredients: ["ingredients"]
        case .allergens: ["allergens"]
        case .minimumAge: ["minimum_age"]
        case .manufacturer: ["manufacturer"]
        case .manufacturerContact: ["manufacturer_contact"]
        case .energyClass: ["energy_class"]
        case .variantGroup: ["variant_group"]
        case .options: ["options"]
        case .choices: ["choices"]
        case .availableHours: ["available_hours"]
        case .reusableDeposit: ["reusable_deposit_cents"]
        }
    }
}
