/// Reads Google Merchant product feeds (support.google.com/merchants, "Product data specification").
///
/// They know no count: what is in stock is not counted, what is out of stock is zero. `price` is the old price while a `sale_price` counts.
struct GoogleProductReader: FeedReader {
    let layout: FeedLayout
    private let shops: ShopFinder
    private let setting: FeedSetting
    private let id, title, description, imageLink, moreImages, availability, price, salePrice, saleDates, content: FeedField?
    private let category, productType, brand, gtin, energyClass, adult, group, weight, shippingWeight, tax: FeedField?
    private let length, width, height: FeedField?
    private let options: [(name: String, field: FeedField)]

    init(header: FeedHeader, setting: FeedSetting) throws(CatalogFileError) {
        var columns = FeedColumns(header)
        self.setting = setting
        id = try columns.require("id")
        title = try columns.require("title", says: .title)
        price = try columns.require("price", says: .price)
        salePrice = columns.take("sale_price", says: .strikePrice)
        saleDates = columns.take("sale_price_effective_date")
        description = columns.take("description", says: .description)
        imageLink = columns.take("image_link", says: .image)
        moreImages = columns.take("additional_image_link", says: .moreImages)
        availability = columns.take("availability", says: .stock)
        content = columns.take("unit_pricing_measure", says: .content)
        productType = columns.take("product_type", says: .category)
        category = columns.take("google_product_category", says: .category)
        brand = columns.take("brand", says: .brand)
        gtin = columns.take("gtin", says: .gtin)
        energyClass = columns.take("energy_efficiency_class", says: .energyClass)
        adult = columns.take("adult", says: .minimumAge)
        group = columns.take("item_group_id", says: .variantGroup)
        weight = columns.take("product_weight", says: .weight)
        shippingWeight = columns.take("shipping_weight", says: .weight)
        tax = columns.take("tax")
        length = columns.take("shipping_length", "product_length")
        width = columns.take("shipping_width", "product_width")
        height = columns.take("shipping_height", "product_height")
        if length != nil, width != nil, height != nil { columns.says(.volume) }
        options = [("Größe", "size"), ("Farbe", "color"), ("Material", "material"), ("Muster", "pattern")].compactMap {
            name, column in
            columns.take(column, says: .options).map { (name: name, field: $0) }
        }
        shops = try ShopFinder(setting, field: nil)
        layout = columns.layout(.googleProducts, sku: id)
    }

    mutating func read(_ record: CSVRecord, into outcomes: inout [RowOutcome]) {
        var reading = RecordReading(record, fieldCount: layout.fieldCount)
        let parser = reading.parser
        var row = ProductRow(line: record.line, shopID: shops.shop(of: &reading))
        row.vat = setting.defaults.vat.percent
        row.sku = reading.value(id, or: "", parser.sku)
        row.title = reading.value(title, or: nil, parser.title)
        row.description = reading.value(description, or: "", parser.plainText)
        readPrice(&row, &reading)
        row.stock = reading.value(availability, or: nil) { bytes throws(ImportFault) in try Self.stock(bytes) }
        row.gtin = reading.value(gtin, or: nil, parser.gtin)
        row.brand = reading.value(brand, or: nil, parser.brand)
        // Numbers are Google's own names of categories, which no shopper reads.
        let named = reading.isEmpty(productType) ? category : productType
        if !reading.text(named).allSatisfy(\.isNumber) { row.category = reading.value(named, or: "", Self.category) }
        row.imageURL = reading.value(imageLink, or: nil, parser.imageURL)
        row.moreImages = Array(reading.value(moreImages, or: [], parser.imageURLs).prefix(ProductFieldParser.mostImages))
        row.content = reading.value(content, or: nil, parser.content)
        row.energyClass = reading.value(energyClass, or: nil, parser.energyClass)
        if ["yes", "true", "ja"].contains(reading.text(adult).lowercased()) { row.minimumAge = .eighteen }
        row.variantGroup = reading.value(group, or: nil, parser.variantGroup)
        row.weight = reading.value(reading.isEmpty(weight) ? shippingWeight : weight, or: 0, parser.measuredWeight)
        row.volume = volume(&reading)
        row.options = options.compactMap { option in
            let value = reading.text(option.field)
            return value.isEmpty ? nil : ProductOption(name: option.name, value: String(value.prefix(ProductOption.longest)))
        }
        outcomes.append(reading.outcome(row))
    }

    private func readPrice(_ row: inout ProductRow, _ reading: inout RecordReading) {
        let parser = reading.parser
        let regular = reading.value(price, or: nil) { bytes throws(ImportFault) in try parser.price(bytes, reading: .measure) }
        let sale = reading.value(salePrice, or: nil) { bytes throws(ImportFault) in
            try parser.strikePrice(bytes, reading: .measure)
        }
        let dates = reading.text(saleDates).split(separator: "/").map(String.init)
        let counts = FeedDate.contains(setting.now, from: dates.first ?? "", to: dates.dropFirst().first ?? "")
        if let sale, let regular, sale < regular, counts {
            (row.price, row.strikePrice) = (sale, regular)
        } else {
            row.price = regular
        }
    }

    private static func stock(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> Int? {
        switch String(decoding: bytes, as: UTF8.self).lowercased().replacing(" ", with: "_") {
        case "in_stock", "auf_lager", "": nil
        case "out_of_stock", "nicht_auf_lager", "backorder", "preorder", "vorbestellt": 0
        default: throw .notAnAvailability
        }
    }

    /// "Home > Garden > Tools, Home > Sale": the first of several.
    private static func category(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> String {
        try ProductFieldParser().category(bytes.split(separator: UInt8(ascii: ",")).first ?? [])
    }

    private func volume(_ reading: inout RecordReading) -> Int {
        let edges = [length, width, height].map { field in
            reading.value(field, or: nil) { bytes throws(ImportFault) in try Self.millimetres(bytes) }
        }
        guard let a = edges[0], let b = edges[1], let c = edges[2] else { return 0 }
        return min(a * b * c / 1000, ProductFieldParser.bulkiest)
    }

    private static func millimetres(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> Int? {
        guard let length = try ProductFieldParser().content(bytes) else { return nil }
        guard length.unit == .millimetres, length.amount <= 10_000 else { throw .notANumber }
        return length.amount
    }
}
