/// Reads Shopify's product exports, the older and the newer. Several rows with one handle are one product: variants, and further pictures.
///
/// Rows of one handle stand together; they are held back until the next handle, since pictures can come after the variants.
struct ShopifyReader: FeedReader {
    let layout: FeedLayout
    /// Shopify itself allows 2,048 variants a product.
    private static let mostRows = 5000

    /// What the first row of a handle says for all of them.
    private struct Head {
        var handle = ""
        /// The handle as what its variants have in common.
        var group: String?
        var row: ProductRow
        var optionNames: [String] = []
        var problems: [ImportProblem] = []
        var images: [String] = []
    }

    private let shops: ShopFinder
    private let setting: FeedSetting
    private let handle, title, body, vendor, category, type, published, status, sku, barcode, price, strike, grams: FeedField?
    private let tracker, quantity, policy, image, variantImage, measure, measureUnit, giftCard: FeedField?
    private let optionNames, optionValues: [FeedField?]
    private var head: Head?
    private var rows: [ProductRow] = []

    init(format: FeedFormat, header: FeedHeader, setting: FeedSetting) throws(CatalogFileError) {
        var columns = FeedColumns(header)
        self.setting = setting
        handle = try columns.require("handle", "url_handle")
        title = try columns.require("title", says: .title)
        price = try columns.require("variant_price", "price", says: .price)
        strike = columns.take("variant_compare_at_price", "compare_at_price", says: .strikePrice)
        body = columns.take("body_html", "description", says: .description)
        vendor = columns.take("vendor", says: .brand)
        category = columns.take("product_category", says: .category)
        type = columns.take("type", says: .category)
        published = columns.take("published", "published_on_online_store", says: .active)
        status = columns.take("status", says: .active)
        sku = columns.take("variant_sku", "sku")
        barcode = columns.take("variant_barcode", "barcode", says: .gtin)
        grams = columns.take("variant_grams", "weight_value_grams", says: .weight)
        tracker = columns.take("variant_inventory_tracker", "inventory_tracker")
        quantity = columns.take("variant_inventory_qty", "inventory_quantity", says: .stock)
        policy = columns.take("variant_inventory_policy", "continue_selling_when_out_of_stock")
        image = columns.take("image_src", "product_image_url", says: .image)
        variantImage = columns.take("variant_image", "variant_image_url", says: .image)
        if image != nil { columns.says(.moreImages) }
        measure = columns.take("unit_price_total_measure", says: .content)
        measureUnit = columns.take("unit_price_total_measure_unit")
        giftCard = columns.take("gift_card")
        var names: [FeedField?] = []
        var values: [FeedField?] = []
        for number in 1...3 {
            names.append(columns.take("option\(number)_name"))
            values.append(columns.take("option\(number)_value", says: .options))
        }
        (optionNames, optionValues) = (names, values)
        columns.says(.variantGroup)
        shops = try ShopFinder(setting, field: nil)
        layout = columns.layout(format, sku: sku ?? handle)
    }

    mutating func read(_ record: CSVRecord, into outcomes: inout [RowOutcome]) {
        var reading = RecordReading(record, fieldCount: layout.fieldCount)
        let name = reading.text(handle)
        guard !name.isEmpty, reading.problems.isEmpty else {
            if reading.problems.isEmpty { reading.refuse(handle, .empty) }
            outcomes.append(.bad(line: record.line, reading.problems))
            return
        }
        if head?.handle != name || rows.count >= Self.mostRows {
            finish(into: &outcomes)
            head = readHead(name, &reading)
        }
        guard var head else { return }
        for url in reading.value(image, or: [], reading.parser.imageURLs) where !head.images.contains(url) {
            head.images.append(url)
        }
        self.head = head
        // Rows without a price hold nothing but a picture.
        guard !reading.isEmpty(price) || !reading.isEmpty(sku) else {
            if !reading.problems.isEmpty { outcomes.append(.bad(line: record.line, reading.problems)) }
            return
        }
        let row = readVariant(head, &reading)
        if reading.problems.isEmpty, head.problems.isEmpty {
            rows.append(row)
        } else {
            outcomes.append(.bad(line: record.line, reading.problems + head.problems))
            self.head?.problems = head.problems
        }
    }

    mutating func finish(into outcomes: inout [RowOutcome]) {
        guard let head else { return }
        for var row in rows {
            if row.imageURL == nil { row.imageURL = head.images.first }
            row.moreImages = Array(head.images.filter { $0 != row.imageURL }.prefix(ProductFieldParser.mostImages))
            if rows.count > 1 || !row.options.isEmpty { row.variantGroup = head.group }
            outcomes.append(.good(row))
        }
        rows = []
        self.head = nil
    }

    private func readHead(_ handle: String, _ reading: inout RecordReading) -> Head {
        let parser = reading.parser
        var headReading = reading
        var row = ProductRow(line: reading.record.line, shopID: shops.shop(of: &headReading))
        row.vat = setting.defaults.vat.percent
        row.title = headReading.value(title, or: nil, parser.title)
        row.description = headReading.value(body, or: "", parser.plainText)
        row.brand = headReading.value(vendor, or: nil, parser.brand)
        row.category = headReading.value(headReading.isEmpty(category) ? type : category, or: "", parser.category)
        let isPublished = headReading.value(published, or: true, parser.active)
        let isActive = headReading.value(status, or: true, parser.active)
        row.active = isPublished && isActive && headReading.text(giftCard).lowercased() != "true"
        // "Title: Default Title" is how Shopify says that there are no variants.
        let names = optionNames.map { headReading.text($0) }
        let group = headReading.value(self.handle, or: nil, parser.variantGroup)
        return Head(
            handle: handle, group: group, row: row, optionNames: names, problems: headReading.problems, images: [])
    }

    private func readVariant(_ head: Head, _ reading: inout RecordReading) -> ProductRow {
        let parser = reading.parser
        var row = head.row
        row.line = reading.record.line
        row.options = reading.value(optionValues.lazy.compactMap(\.self).first, or: []) { [reading] _ throws(ImportFault) in
            try parser.checked(
                zip(head.optionNames, optionValues).compactMap { name, field in
                    let value = reading.text(field)
                    return name.isEmpty || value.isEmpty || value == "Default Title"
                        ? nil : ProductOption(name: name, value: value)
                })
        }
        row.sku =
            reading.isEmpty(sku)
            ? fallbackSKU(head.handle, row.options, &reading) : reading.value(sku, or: "", parser.sku)
        row.price = reading.value(price, or: nil) { bytes throws(ImportFault) in try parser.price(bytes, reading: .measure) }
        row.strikePrice = reading.value(strike, or: nil) { bytes throws(ImportFault) in
            try parser.strikePrice(bytes, reading: .measure)
        }
        if let strike = row.strikePrice, let price = row.price, strike <= price { row.strikePrice = nil }
        row.gtin = reading.value(barcode, or: nil, parser.gtin)
        row.weight = reading.value(grams, or: 0, parser.measuredGrams)
        let isCounted = tracker == nil || !reading.isEmpty(tracker)
        let sellsOn = ["continue", "true"].contains(reading.text(policy).lowercased())
        if isCounted, !sellsOn { row.stock = reading.value(quantity, or: nil, parser.stockOrOversold) }
        row.content = reading.value(measure, or: nil) { [reading] bytes throws(ImportFault) in
            bytes.isEmpty
                ? nil : try parser.content(number: String(decoding: bytes, as: UTF8.self), unit: reading.text(measureUnit))
        }
        if !reading.isEmpty(variantImage) { row.imageURL = reading.value(variantImage, or: nil, parser.imageURL) }
        return row
    }

    /// Shops that keep no numbers have none; the handle with the options is as good.
    private func fallbackSKU(_ handle: String, _ options: [ProductOption], _ reading: inout RecordReading) -> String {
        let text = ([handle] + options.map(\.value)).joined(separator: "/")
        return reading.value(self.handle, or: "") { [reading] _ throws(ImportFault) in
            try reading.parser.sku(Array(text.utf8)[...])
        }
    }
}
