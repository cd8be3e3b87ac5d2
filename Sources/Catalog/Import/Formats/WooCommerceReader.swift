/// Reads WooCommerce's product exports, English and German, with the columns that Germanized adds.
///
/// A `variable` row is no article itself: its `variation` rows are, which name it as `Parent` and take from it what they do not say.
struct WooCommerceReader: FeedReader {
    let layout: FeedLayout
    private let shops: ShopFinder
    private let setting: FeedSetting
    private let id, type, sku, gtin, name, published, shortDescription, description, saleStart, saleEnd, taxStatus,
        taxClass: FeedField?
    private let inStock, stock, backorders, weight, length, width, height, sale, regular, categories, brands, images,
        parent: FeedField?
    private let unit, unitProduct, minimumAge, allergens, ingredients, depositType, depositQuantity, shippingClass: FeedField?
    private let attributes: [(name: FeedField, value: FeedField)]
    private let weighsGrams: Bool

    init(header: FeedHeader, setting: FeedSetting) throws(CatalogFileError) {
        var columns = FeedColumns(header)
        self.setting = setting
        id = columns.take("id")
        type = try columns.require("type", "typ")
        sku = try columns.require("sku", "artikelnummer")
        name = try columns.require("name", says: .title)
        regular = try columns.require("regular_price", "regulärer_preis", says: .price)
        sale = columns.take("sale_price", "angebotspreis", says: .strikePrice)
        saleStart = columns.take("date_sale_price_starts", "datum_an_dem_angebotspreis_beginnt")
        saleEnd = columns.take("date_sale_price_ends", "datum_an_dem_angebotspreis_endet")
        gtin = columns.take("gtin_upc_ean_or_isbn", "gtin_upc_ean_oder_isbn", says: .gtin)
        published = columns.take("published", "veröffentlicht", says: .active)
        shortDescription = columns.take("short_description", "kurzbeschreibung", says: .description)
        description = columns.take("description", "beschreibung", says: .description)
        taxStatus = columns.take("tax_status", "steuerstatus")
        taxClass = columns.take("tax_class", "steuerklasse", says: .vat)
        inStock = columns.take("in_stock", "vorrätig", says: .stock)
        stock = columns.take("stock", "lager", "bestand", "lagerbestand", says: .stock)
        backorders = columns.take("backorders_allowed", "lieferrückstände_erlaubt", "lieferrückstand_erlaubt")
        let kilograms = columns.take("weight_kg", "gewicht_kg", says: .weight)
        let grams = columns.take("weight_g", "gewicht_g", says: .weight)
        weight = kilograms ?? grams
        weighsGrams = kilograms == nil
        length = columns.take("length_cm", "länge_cm")
        width = columns.take("width_cm", "breite_cm")
        height = columns.take("height_cm", "höhe_cm")
        if length != nil, width != nil, height != nil { columns.says(.volume) }
        categories = columns.take("categories", "kategorien", says: .category)
        brands = columns.take("brands", "marken", "marke", says: .brand)
        images = columns.take("images", "bilder", says: .image)
        if images != nil { columns.says(.moreImages) }
        parent = columns.take("parent", "übergeordnetes_produkt")
        shippingClass = columns.take("shipping_class", "versandklasse")
        unit = columns.take("unit", "einheit")
        unitProduct = columns.take("unit_product", "produkteinheit", says: .content)
        minimumAge = columns.take("minimum_age", "mindestalter", says: .minimumAge)
        allergens = columns.take("allergenic", "allergene", says: .allergens)
        ingredients = columns.take("ingredients", "zutaten", says: .ingredients)
        depositType = columns.take("deposit_type", "pfandtyp", "pfandart", says: .deposit)
        depositQuantity = columns.take("deposit_quantity", "pfandmenge", "pfandanzahl")
        var attributes: [(name: FeedField, value: FeedField)] = []
        for number in 1...ProductOption.most {
            guard
                let name = columns.take("attribute_\(number)_name", "attribut_\(number)_name", "name_des_attributs_\(number)"),
                let value = columns.take(
                    "attribute_\(number)_value_s", "attribut_\(number)_wert_e", "wert_e_des_attributs_\(number)", says: .options)
            else { continue }
            attributes.append((name, value))
        }
        self.attributes = attributes
        if parent != nil { columns.says(.variantGroup) }
        shops = try ShopFinder(setting, field: nil)
        layout = columns.layout(.wooCommerce, sku: sku)
    }

    private enum Kind { case simple, container, variation, unsellable }

    private func kind(_ reading: RecordReading) -> Kind {
        let words = reading.text(type).lowercased().split { ", ".contains($0) }
        if words.contains("variable") || words.contains("variabel") { return .container }
        if words.contains("variation") || words.contains("variante") { return .variation }
        return words.contains("grouped") || words.contains("external") || words.contains("virtual") ? .unsellable : .simple
    }

    mutating func read(_ record: CSVRecord, into outcomes: inout [RowOutcome]) {
        var reading = RecordReading(record, fieldCount: layout.fieldCount)
        let parser = reading.parser
        let kind = kind(reading)
        if kind == .unsellable { reading.refuse(type, .notForDelivery) }
        var row = ProductRow(line: record.line, shopID: shops.shop(of: &reading))
        row.isContainer = kind == .container
        let number = reading.value(id, or: "") { bytes throws(ImportFault) in try parser.text(bytes, limit: SKU.longest - 3) }
        row.sku =
            reading.isEmpty(sku) && !number.isEmpty
            ? reading.value(id, or: "") { _ throws(ImportFault) in try parser.sku(Array("id:\(number)".utf8)[...]) }
            : reading.value(sku, or: "", parser.sku)
        row.groupKeys = kind == .container ? [row.sku, "id:\(number)"] : []
        if kind == .variation { row.parentKey = reading.value(parent, or: nil, parser.variantGroup) }
        row.variantGroup = row.parentKey
        row.title = reading.isEmpty(name) && kind == .variation ? nil : reading.value(name, or: nil, parser.title)
        let short = reading.value(shortDescription, or: "", parser.plainText)
        let long = reading.value(description, or: "", parser.plainText)
        row.description = [short, long].filter { !$0.isEmpty }.joined(separator: "\n\n")
        if row.description.unicodeScalars.count > ProductFieldParser.longestDescription { row.description = long }
        row.active = reading.value(published, or: true, parser.active)
        row.gtin = reading.value(gtin, or: nil, parser.gtin)
        row.brand = reading.value(brands, or: nil, parser.brand)
        row.category = reading.value(categories, or: "", Self.category)
        let pictures = reading.value(images, or: [], parser.imageURLs)
        row.imageURL = pictures.first
        row.moreImages = Array(pictures.dropFirst())
        readPrice(&row, &reading, isContainer: row.isContainer)
        readStock(&row, &reading)
        readMeasures(&row, &reading)
        if kind == .variation { row.options = readOptions(&reading) }
        outcomes.append(reading.outcome(row))
    }

    private func readPrice(_ row: inout ProductRow, _ reading: inout RecordReading, isContainer: Bool) {
        let parser = reading.parser
        row.vat = reading.value(taxClass, or: setting.defaults.vat.percent) { bytes throws(ImportFault) in try Self.vat(bytes) }
        if reading.text(taxStatus).lowercased() == "none" { row.vat = VATRate.zero.percent }
        guard !isContainer else { return }
        let ordinary = reading.value(regular, or: nil) { bytes throws(ImportFault) in try parser.price(bytes, reading: .measure) }
        let lowered = reading.value(sale, or: nil) { bytes throws(ImportFault) in
            try parser.strikePrice(bytes, reading: .measure)
        }
        let counts = FeedDate.contains(setting.now, from: reading.text(saleStart), to: reading.text(saleEnd))
        if let lowered, let ordinary, lowered < ordinary, counts {
            (row.price, row.strikePrice) = (lowered, ordinary)
        } else {
            row.price = ordinary
        }
    }

    /// WooCommerce's own classes and what German shops call them. "Parent" is a variation's: that of its product.
    private static func vat(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> Int? {
        switch String(decoding: bytes, as: UTF8.self).lowercased() {
        case "parent": nil
        case "", "standard", "19", "19%", "19 %": 19
        case "reduced-rate", "reduced", "ermaessigt", "ermäßigt", "reduzierter-preis", "7", "7%", "7 %": 7
        case "zero-rate", "zero", "nullsatz", "null-rate", "0", "0%": 0
        default: throw .notAVATRate
        }
    }

    private func readStock(_ row: inout ProductRow, _ reading: inout RecordReading) {
        let isOut = ["0", "no", "nein", "false"].contains(reading.text(inStock).lowercased())
        let sellsOn = ["1", "notify", "yes", "ja"].contains(reading.text(backorders).lowercased())
        // A variation whose stock its product keeps says "parent"; nobody counts it by itself.
        if !["parent", "übergeordnet"].contains(reading.text(stock).lowercased()), !sellsOn {
            row.stock = reading.value(stock, or: nil, reading.parser.stockOrOversold)
        }
        if isOut { row.stock = 0 }
    }

    private func readMeasures(_ row: inout ProductRow, _ reading: inout RecordReading) {
        let parser = reading.parser
        row.weight = reading.value(weight, or: 0, weighsGrams ? parser.measuredGrams : parser.weightInKilograms)
        let edges = [length, width, height].map { reading.value($0, or: 0, parser.measuredGrams) }
        row.volume = min(edges.map { min($0, 1000) }.reduce(1, *), ProductFieldParser.bulkiest)
        row.content = reading.value(unitProduct, or: nil) { [reading, unit] bytes throws(ImportFault) in
            bytes.isEmpty ? nil : try parser.content(number: String(decoding: bytes, as: UTF8.self), unit: reading.text(unit))
        }
        row.minimumAge = reading.value(minimumAge, or: nil, parser.minimumAge)
        row.allergens = reading.value(allergens, or: nil, parser.allergens)
        row.ingredients = reading.value(ingredients, or: nil) { bytes throws(ImportFault) in
            try parser.ingredients(Array(try parser.plainText(bytes).utf8)[...])
        }
        row.deposit = reading.value(depositType, or: 0) { [reading, depositQuantity] bytes throws(ImportFault) in
            try DepositType.cents(of: String(decoding: bytes, as: UTF8.self), count: reading.text(depositQuantity))
        }
        if let handling = try? parser.handling(reading.bytes(shippingClass)) { row.handling = handling }
    }

    private func readOptions(_ reading: inout RecordReading) -> [ProductOption] {
        attributes.prefix(ProductOption.most).compactMap { attribute in
            let (name, value) = (reading.text(attribute.name), reading.text(attribute.value))
            return name.isEmpty || value.isEmpty
                ? nil
                : ProductOption(
                    name: String(name.prefix(ProductOption.longest)), value: String(value.prefix(ProductOption.longest)))
        }
    }

    /// "Food > Cheese, Sale": the deepest of several, the first of those. A comma within a name stands behind a backslash.
    private static func category(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> String {
        let text = String(decoding: bytes, as: UTF8.self).replacing("\\,", with: "\u{1}")
        let paths = text.split(separator: ",").map { String($0).replacing("\u{1}", with: ",") }
        let deepest = paths.map { $0.count { $0 == ">" } }.max()
        guard let path = paths.first(where: { $0.count { $0 == ">" } == deepest }) else { return "" }
        return try ProductFieldParser().category(Array(HTMLToText.text(of: path).utf8)[...])
    }
}

/// What Germanized calls a kind of deposit: the export has its name and how many pieces of it, not its amount.
enum DepositType {
    /// The amount in cents: written in the name ("Mehrweg 0,15 €", "pfand-25"), or that of the usual kinds.
    static func cents(of name: String, count: String) throws(ImportFault) -> Int {
        guard !name.isEmpty else { return 0 }
        let words = name.lowercased().split { " -_()".contains($0) }
        var cents: Int?
        for word in words {
            let number = word.filter { $0.isNumber || ",.".contains($0) }
            guard !number.isEmpty, let decimal = DecimalText(number.utf8, reading: .measure) else { continue }
            cents = decimal.scale > 0 || word.contains("€") ? decimal.exactly(places: 2) : decimal.digits
            break
        }
        // VerpackG § 31: 25 cents on every can and bottle that is used once. Bottles that are used again: as the breweries agreed.
        if cents == nil, words.contains("einweg") { cents = 25 }
        if cents == nil, words.contains("mehrweg") { cents = words.contains("bier") ? 8 : 15 }
        guard let cents, let pieces = count.isEmpty ? 1 : Int(count), (1...1000).contains(pieces),
            cents * pieces <= ProductFieldParser.highestDeposit
        else { throw .notADeposit }
        return cents * pieces
    }
}
