/// Reads Open Food Network's product lists. Rows of one producer with one name are variants, told apart by how much is in them.
struct OpenFoodNetworkReader: FeedReader {
    let layout: FeedLayout
    private let shops: ShopFinder
    private let setting: FeedSetting
    private let producer, sku, name, displayName, category, description, units, unitType, unitName, price, onHand,
        onDemand: FeedField?
    private let shippingCategory, taxCategory: FeedField?

    init(header: FeedHeader, setting: FeedSetting) throws(CatalogFileError) {
        var columns = FeedColumns(header)
        self.setting = setting
        name = try columns.require("name", says: .title)
        price = try columns.require("price", says: .price)
        producer = columns.take("producer", says: .brand)
        sku = columns.take("sku")
        displayName = columns.take("display_name")
        category = columns.take("category", says: .category)
        description = columns.take("description", says: .description)
        units = columns.take("units", says: .content)
        if units != nil { columns.says(.weight) }
        unitType = columns.take("unit_type")
        unitName = columns.take("variant_unit_name")
        onHand = columns.take("on_hand", says: .stock)
        onDemand = columns.take("on_demand", says: .stock)
        shippingCategory = columns.take("shipping_category", says: .handling)
        taxCategory = columns.take("tax_category", says: .vat)
        columns.says(.variantGroup)
        columns.says(.options)
        shops = try ShopFinder(setting, field: nil)
        layout = columns.layout(.openFoodNetwork, sku: sku ?? name)
    }

    mutating func read(_ record: CSVRecord, into outcomes: inout [RowOutcome]) {
        var reading = RecordReading(record, fieldCount: layout.fieldCount)
        let parser = reading.parser
        var row = ProductRow(line: record.line, shopID: shops.shop(of: &reading))
        let size = size(reading)
        row.content = content(&reading)
        row.title = reading.value(reading.isEmpty(displayName) ? name : displayName, or: nil, parser.title)
        if let title = row.title, !size.isEmpty, title.count + size.count < ProductFieldParser.longestTitle {
            row.title = "\(title), \(size)"
            row.options = [ProductOption(name: "Menge", value: size)]
        }
        row.sku = readSKU(&reading, size)
        row.brand = reading.value(producer, or: nil, parser.brand)
        let maker = reading.text(producer)
        row.variantGroup = reading.value(name, or: nil) { bytes throws(ImportFault) in
            try parser.variantGroup(Array("\(maker)/\(String(decoding: bytes, as: UTF8.self))".utf8)[...])
        }
        row.category = reading.value(category, or: "", parser.category)
        row.description = reading.value(description, or: "", parser.plainText)
        row.price = reading.value(price, or: nil) { bytes throws(ImportFault) in try parser.price(bytes, reading: .measure) }
        if !["1", "true", "yes"].contains(reading.text(onDemand).lowercased()) {
            row.stock = reading.value(onHand, or: nil, parser.stockOrOversold)
        }
        if row.content?.unit == .grams { row.weight = min(row.content?.amount ?? 0, ProductFieldParser.heaviest) }
        if let handling = try? parser.handling(reading.bytes(shippingCategory)) { row.handling = handling }
        row.vat = Self.vat(reading.text(taxCategory)) ?? setting.defaults.vat.percent
        outcomes.append(reading.outcome(row))
    }

    /// "500 g", "1 l", "1 Bund".
    private func size(_ reading: RecordReading) -> String {
        let unit = reading.isEmpty(unitType) ? reading.text(unitName) : reading.text(unitType)
        return [reading.text(units), unit].filter { !$0.isEmpty }.joined(separator: " ")
    }

    private func content(_ reading: inout RecordReading) -> Content? {
        guard !reading.isEmpty(unitType) else { return nil }
        return reading.value(units, or: nil) { [reading, unitType] bytes throws(ImportFault) in
            try reading.parser.content(number: String(decoding: bytes, as: UTF8.self), unit: reading.text(unitType))
        }
    }

    private func readSKU(_ reading: inout RecordReading, _ size: String) -> String {
        guard reading.isEmpty(sku) else { return reading.value(sku, or: "", reading.parser.sku) }
        let text = [reading.text(producer), reading.text(name), reading.text(displayName), size].filter { !$0.isEmpty }
            .joined(separator: "/")
        return reading.value(name, or: "") { [reading] _ throws(ImportFault) in
            try reading.parser.sku(Array(text.prefix(SKU.longest).utf8)[...])
        }
    }

    /// The categories are the operator's own words; the rate is in most of them: "MwSt 7%", "reduced".
    static func vat(_ text: String) -> Int? {
        let words = text.lowercased()
        if let number = Int(words.filter(\.isNumber)) { return VATRate(rawValue: number)?.percent }
        if words.contains("reduced") || words.contains("ermäßigt") || words.contains("intermediate") { return 7 }
        if words.contains("standard") || words.contains("full") || words.contains("voll") { return 19 }
        return words.contains("exempt") || words.contains("zero") || words.contains("befreit") ? 0 : nil
    }
}
