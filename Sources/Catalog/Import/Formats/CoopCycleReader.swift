/// Reads CoopCycle's menus. Prices are whole cents; dishes have no number, so that their name is it. What comes from a kitchen travels hot.
struct CoopCycleReader: FeedReader {
    let layout: FeedLayout
    private let shops: ShopFinder
    private let setting: FeedSetting
    private let name, description, price, taxCategory: FeedField?

    init(header: FeedHeader, setting: FeedSetting) throws(CatalogFileError) {
        var columns = FeedColumns(header)
        self.setting = setting
        name = try columns.require("name", says: .title)
        price = try columns.require("price_tax_incl", says: .price)
        description = columns.take("description", says: .description)
        taxCategory = columns.take("tax_category", says: .vat)
        shops = try ShopFinder(setting, field: nil)
        layout = columns.layout(.coopCycle, sku: name)
    }

    mutating func read(_ record: CSVRecord, into outcomes: inout [RowOutcome]) {
        var reading = RecordReading(record, fieldCount: layout.fieldCount)
        let parser = reading.parser
        var row = ProductRow(line: record.line, shopID: shops.shop(of: &reading))
        row.title = reading.value(name, or: nil, parser.title)
        row.sku = reading.value(name, or: "") { bytes throws(ImportFault) in
            guard let title = row.title else { return "" }
            return try parser.sku(Array(String(title.prefix(SKU.longest)).trimmed.utf8)[...])
        }
        row.description = reading.value(description, or: "", parser.plainText)
        row.price = reading.value(price, or: nil) { bytes throws(ImportFault) in try Self.cents(bytes) }
        row.vat = OpenFoodNetworkReader.vat(reading.text(taxCategory)) ?? setting.defaults.vat.percent
        row.handling = .hot
        outcomes.append(reading.outcome(row))
    }

    private static func cents(_ bytes: ArraySlice<UInt8>) throws(ImportFault) -> Int {
        guard !bytes.isEmpty else { throw .empty }
        guard let number = DecimalText(bytes, reading: .measure) else { throw .notAPrice }
        guard !number.isNegative else { throw .negative }
        guard let cents = number.exactly(places: 0) else { throw .notWholeCents }
        guard cents <= ProductFieldParser.highestPrice else { throw .tooLarge(limit: "99999999") }
        return cents
    }
}
