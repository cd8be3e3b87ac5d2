/// What a column of a catalog can mean.
enum CatalogColumn: String, CaseIterable, Sendable {
    case sku
    case title
    case price
    case vat
    case stock
    case description
    case gtin
    case category
    case weightGrams = "weight_g"
    case weightKilograms = "weight_kg"
    case volumeMillilitres = "volume_ml"
    case volumeLitres = "volume_l"
    case handling
    case shop
    case brand
    case imageURL = "image_url"
    case preparationMinutes = "preparation_minutes"
    case active
    case moreImages = "more_images"
    case strikePrice = "strike_price"
    case deposit
    case content
    case ingredients
    case allergens
    case minimumAge = "minimum_age"
    case manufacturer
    case manufacturerContact = "manufacturer_contact"
    case energyClass = "energy_class"
    case variantGroup = "variant_group"
    case options
    case choices
    case availableHours = "available_hours"
    case reusableDeposit = "reusable_deposit"

    /// A row cannot become a product without these.
    static let required: [CatalogColumn] = [.sku, .title, .price]

    /// What the file says about products by having the column.
    var says: ProductField? {
        switch self {
        case .sku, .shop: nil
        case .title: .title
        case .price: .price
        case .vat: .vat
        case .stock: .stock
        case .description: .description
        case .gtin: .gtin
        case .category: .category
        case .weightGrams, .weightKilograms: .weight
        case .volumeMillilitres, .volumeLitres: .volume
        case .handling: .handling
        case .brand: .brand
        case .imageURL: .image
        case .preparationMinutes: .preparationMinutes
        case .active: .active
        case .moreImages: .moreImages
        case .strikePrice: .strikePrice
        case .deposit: .deposit
        case .content: .content
        case .ingredients: .ingredients
        case .allergens: .allergens
        case .minimumAge: .minimumAge
        case .manufacturer: .manufacturer
        case .manufacturerContact: .manufacturerContact
        case .energyClass: .energyClass
        case .variantGroup: .variantGroup
        case .options: .options
        case .choices: .choices
        case .availableHours: .availableHours
        case .reusableDeposit: .reusableDeposit
        }
    }

    /// The other names it goes by. Compared as ``FeedHeader/normalized(_:)`` leaves them.
    private var aliases: [String] {
        switch self {
        case .sku: ["artikelnummer", "artikelnr", "artnr", "art_nr", "artikel_nr", "nummer", "item_number", "product_number"]
        case .title: ["titel", "name", "bezeichnung", "artikelname", "artikelbezeichnung", "artikel", "produkt", "produktname"]
        case .price: ["preis", "bruttopreis", "preis_brutto", "verkaufspreis", "vk", "preis_eur", "preis_in_eur", "price_eur"]
        case .vat: ["mwst", "ust", "steuersatz", "mehrwertsteuer", "umsatzsteuer", "mwst_prozent", "vat_percent", "tax_rate"]
        case .stock: ["bestand", "lagerbestand", "menge", "anzahl", "lager", "quantity"]
        case .description: ["beschreibung", "artikelbeschreibung", "text"]
        case .gtin: ["ean", "ean13", "gtin13", "barcode", "strichcode", "isbn", "ean_code"]
        case .category: ["kategorie", "warengruppe", "rubrik", "sortiment"]
        case .weightGrams: ["gewicht_g", "gewicht_in_g", "gewicht_gramm", "weight_grams", "gewicht", "weight"]
        case .weightKilograms: ["gewicht_kg", "gewicht_in_kg"]
        case .volumeMillilitres: ["volumen_ml", "volumen_in_ml", "volumen", "volume", "volume_millilitres"]
        case .volumeLitres: ["volumen_l", "volumen_in_l", "volumen_liter"]
        case .handling: ["lagerung", "handhabung", "transport"]
        case .shop: ["filiale", "laden", "geschaeft", "geschäft", "shop_key", "standort"]
        case .brand: ["marke", "hersteller", "verlag"]
        case .imageURL: ["bild", "bild_url", "bildadresse", "image", "image_link", "foto"]
        case .preparationMinutes:
            ["zubereitung_min", "zubereitungszeit", "zubereitung", "zubereitung_minuten", "preparation_min"]
        case .active: ["aktiv", "sichtbar", "veröffentlicht", "veroeffentlicht", "published"]
        case .moreImages: ["weitere_bilder", "bilder", "images", "additional_image_link"]
        case .strikePrice: ["streichpreis", "statt", "uvp", "alter_preis", "vorher", "compare_at_price", "old_price"]
        case .deposit: ["pfand", "pfandbetrag"]
        case .content: ["inhalt", "inhaltsmenge", "fuellmenge", "füllmenge", "grundpreismenge", "unit_pricing_measure"]
        case .ingredients: ["zutaten", "zutatenliste"]
        case .allergens: ["allergene", "allergen"]
        case .minimumAge: ["mindestalter", "altersfreigabe", "ab_jahren", "min_age"]
        case .manufacturer: ["herstellername", "hersteller_name", "inverkehrbringer"]
        case .manufacturerContact: ["hersteller_kontakt", "herstellerkontakt", "hersteller_anschrift", "sicherheitskontakt"]
        case .energyClass: ["energieklasse", "energieeffizienzklasse", "energieeffizienz", "energy_efficiency_class"]
        case .variantGroup: ["variantengruppe", "gruppe", "item_group_id"]
        case .options: ["optionen", "varianten", "variante", "variant"]
        case .choices: ["auswahl", "extras", "wahl", "zusätze", "zusaetze"]
        case .availableHours: ["zeiten", "speisezeiten", "erhältlich", "erhaeltlich", "hours"]
        case .reusableDeposit: ["mehrweg_pfand", "mehrwegpfand", "pfand_mehrweg", "mehrweg"]
        }
    }

    private static let byKey: [String: CatalogColumn] = {
        var names: [String: CatalogColumn] = [:]
        for column in allCases {
            for name in [column.rawValue] + column.aliases {
                let previous = names.updateValue(column, forKey: FeedHeader.normalized(name))
                precondition(previous == nil || previous == column, "the name \(name) means two columns")
            }
        }
        return names
    }()

    /// The column that a name in a header means, if it is known.
    /// - Parameter key: the name as ``FeedHeader/normalized(_:)`` leaves it.
    init?(key: String) {
        guard let column = Self.byKey[key] else { return nil }
        self = column
    }
}
