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

    /// A row cannot become a product without these.
    static let required: [CatalogColumn] = [.sku, .title, .price]

    /// The other names it goes by. Compared as ``CatalogColumn/normalized(_:)`` leaves them.
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
        }
    }

    private static let byName: [String: CatalogColumn] = {
        var names: [String: CatalogColumn] = [:]
        for column in allCases {
            for name in [column.rawValue] + column.aliases {
                let previous = names.updateValue(column, forKey: normalized(name))
                precondition(previous == nil || previous == column, "the name \(name) means two columns")
            }
        }
        return names
    }()

    /// The column a name in a header means, if it is known.
    init?(headerName: String) {
        guard let column = Self.byName[Self.normalized(headerName)] else { return nil }
        self = column
    }

    /// Lower case, with every run of anything but letters and digits as one `_`: "Gewicht (g)" → "gewicht_g".
    private static func normalized(_ name: String) -> String {
        name.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "_")
    }
}
