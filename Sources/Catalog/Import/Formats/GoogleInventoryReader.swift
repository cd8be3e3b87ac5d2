/// Reads Google's local inventory feeds: a store's stock and price of products that are there already.
struct GoogleInventoryReader: FeedReader {
    let layout: FeedLayout
    private let shops: ShopFinder
    private let setting: FeedSetting
    private let id, quantity, availability, price, salePrice: FeedField?

    init(header: FeedHeader, setting: FeedSetting) throws(CatalogFileError) {
        var columns = FeedColumns(header)
        self.setting = setting
        let store = try columns.require("store_code")
        id = try columns.require("id")
        quantity = columns.take("quantity", says: .stock)
        availability = columns.take("availability", says: .stock)
        price = columns.take("price", says: .price)
        salePrice = columns.take("sale_price", says: .strikePrice)
        shops = try ShopFinder(setting, field: store)
        layout = columns.layout(.googleLocalInventory, sku: id, canCreate: false)
    }

    mutating func read(_ record: CSVRecord, into outcomes: inout [RowOutcome]) {
        var reading = RecordReading(record, fieldCount: layout.fieldCount)
        let parser = reading.parser
        var row = ProductRow(line: record.line, shopID: shops.shop(of: &reading))
        row.sku = reading.value(id, or: "", parser.sku)
        row.stock = reading.value(quantity, or: nil, parser.stock)
        if row.stock == nil, ["out_of_stock", "out of stock"].contains(reading.text(availability).lowercased()) { row.stock = 0 }
        let regular = reading.value(price, or: nil) { bytes throws(ImportFault) in
            bytes.isEmpty ? nil : try parser.price(bytes, reading: .measure)
        }
        let sale = reading.value(salePrice, or: nil) { bytes throws(ImportFault) in
            try parser.strikePrice(bytes, reading: .measure)
        }
        if let sale, let regular, sale < regular { (row.price, row.strikePrice) = (sale, regular) } else { row.price = regular }
        outcomes.append(reading.outcome(row))
    }
}
