/// Reads Shopware 6's product exports. A row with a `parent_id` is a variant: it takes from that row what it does not say, and a row that
/// others take from is no article itself.
struct ShopwareReader: FeedReader {
    let layout: FeedLayout
    private let shops: ShopFinder
    private let setting: FeedSetting
    private let id, parentID, number, active, stock, name, description, gross, net, taxRate, cover, manufacturer: FeedField?
    private let categories, options, ean, weight: FeedField?

    init(header: FeedHeader, setting: FeedSetting) throws(CatalogFileError) {
        var columns = FeedColumns(header)
        self.setting = setting
        id = columns.take("id")
        parentID = columns.take("parent_id")
        number = try columns.require("product_number")
        name = try columns.require("name", says: .title)
        gross = columns.take("price_gross", says: .price)
        net = columns.take("price_net", says: .price)
        if gross == nil, net == nil { throw .columnsMissing(["price_gross"], found: header.names) }
        taxRate = columns.take("tax_rate", says: .vat)
        active = columns.take("active", says: .active)
        stock = columns.take("stock", says: .stock)
        description = columns.take("description", says: .description)
        cover = columns.take("cover_media_url", says: .image)
        manufacturer = columns.take("manufacturer_name", says: .brand)
        categories = columns.take("categories")
        options = columns.take("optionids")
        ean = columns.take("ean", says: .gtin)
        weight = columns.take("weight", says: .weight)
        if categories != nil { columns.says(.category) }
        if options != nil { columns.says(.options) }
        if parentID != nil { columns.says(.variantGroup) }
        shops = try ShopFinder(setting, field: nil)
        layout = columns.layout(.shopware, sku: number)
    }

    mutating func read(_ record: CSVRecord, into outcomes: inout [RowOutcome]) {
        var reading = RecordReading(record, fieldCount: layout.fieldCount)
        let parser = reading.parser
        var row = ProductRow(line: record.line, shopID: shops.shop(of: &reading))
        let isVariant = !reading.isEmpty(parentID)
        row.sku = reading.value(number, or: "", parser.sku)
        if isVariant {
            row.parentKey = reading.value(parentID, or: nil, parser.variantGroup)
            row.variantGroup = row.parentKey
        } else if let key = reading.value(id, or: nil, parser.variantGroup) {
            row.groupKeys = [key]
        }
        row.title = isVariant && reading.isEmpty(name) ? nil : reading.value(name, or: nil, parser.title)
        row.description = reading.value(description, or: "", parser.plainText)
        let vat = reading.isEmpty(taxRate) ? setting.defaults.vat.percent : reading.value(taxRate, or: 19, Self.vat)
        row.vat = isVariant && reading.isEmpty(taxRate) ? nil : vat
        row.price = readPrice(&reading, isVariant: isVariant, vat: vat)
        row.active = reading.value(active, or: true, parser.active)
        row.stock = reading.value(stock, or: nil, parser.stockOrOversold)
        row.gtin = reading.value(ean, or: nil, parser.gtin)
        row.weight = reading.value(weight, or: 0, parser.weightInKilograms)
        row.imageURL = reading.value(cover, or: nil, parser.imageURL)
        row.brand = reading.value(manufacturer, or: nil, parser.brand)
        row.category = reading.value(categories, or: "", Self.category)
        row.options = Self.options(reading.text(options))
        outcomes.append(reading.outcome(row))
    }

    /// Gross as it stands, or net with the tax on it. Shopware writes up to fifteen places.
    private func readPrice(_ reading: inout RecordReading, isVariant: Bool, vat: Int) -> Int? {
        let parser = reading.parser
        let field = reading.isEmpty(gross) ? (reading.isEmpty(net) ? gross ?? net : net) : gross
        if isVariant, reading.isEmpty(field) { return nil }
        let cents = reading.value(field, or: nil) { bytes throws(ImportFault) in
            try parser.price(bytes, reading: .measure, isRounded: true)
        }
        guard field != gross, let cents else { return cents }
        let withTax = (cents * (100 + vat) * 2 + 100) / 200
        if withTax > ProductFieldParser.highestPrice { reading.refuse(field, .tooLarge(limit: "999.999,99")) }
        return withTax
    }

    private static func vat(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> Int {
        guard let decimal = DecimalText(bytes, reading: .measure), let rate = decimal.exactly(places: 0),
            VATRate(rawValue: rate) != nil
        else { throw .notAVATRate }
        return rate
    }

    /// Names between bars, the first; where the export gives ids instead, there is nothing to read.
    private static func category(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> String {
        let first = bytes.split(separator: UInt8(ascii: "|")).first ?? []
        return isIdentifier(String(decoding: first, as: UTF8.self)) ? "" : try ProductFieldParser().category(first)
    }

    private static func isIdentifier(_ text: String) -> Bool { text.count == 32 && text.allSatisfy(\.isHexDigit) }

    /// "Größe: M|Farbe: rot"; ids say nothing.
    private static func options(_ text: String) -> [ProductOption] {
        let options = text.split(separator: "|").compactMap { part -> ProductOption? in
            let pair = part.split(separator: ":", maxSplits: 1).map { String($0).trimmed }
            guard pair.count == 2, !pair[0].isEmpty, !pair[1].isEmpty else { return nil }
            return ProductOption(
                name: String(pair[0].prefix(ProductOption.longest)), value: String(pair[1].prefix(ProductOption.longest)))
        }
        return Array(options.prefix(ProductOption.most))
    }
}
