/// Reads our own format (`docs/csv.md`): one row a product; of a file without titles, one row a product's stock or price.
struct ProductRowParser: FeedReader {
    let layout: FeedLayout
    private let fields: [CatalogColumn: FeedField]
    private let shops: ShopFinder
    private let none: ProductRow

    /// - Throws: ``CatalogFileError`` when a required column is missing, one is there twice, or the retailer has no shop.
    init(header: FeedHeader, setting: FeedSetting) throws(CatalogFileError) {
        var fields: [CatalogColumn: FeedField] = [:]
        var ignored: [String] = []
        for (index, name) in header.names.enumerated() {
            guard let column = CatalogColumn(key: header.keys[index]) else {
                if !name.isEmpty { ignored.append(name) }
                continue
            }
            if let first = fields[column] { throw .columnTwice(first.name, name) }
            fields[column] = FeedField(index: index, name: name)
        }
        for (small, large) in [
            (CatalogColumn.weightGrams, CatalogColumn.weightKilograms), (.volumeMillilitres, .volumeLitres),
        ] {
            if let first = fields[small], let second = fields[large] { throw .columnTwice(first.name, second.name) }
        }
        // Without titles nothing can be new: a file of stocks, prices or both.
        let isUpdate = fields[.title] == nil && (fields[.stock] != nil || fields[.price] != nil)
        let missing = (isUpdate ? [.sku] : CatalogColumn.required).filter { fields[$0] == nil }
        guard missing.isEmpty else {
            throw .columnsMissing(missing.map(\.rawValue), found: ignored + fields.values.map(\.name).sorted())
        }
        self.fields = fields
        shops = try ShopFinder(setting, field: fields[.shop])
        layout = FeedLayout(
            format: .schaufenster, provided: Set(fields.keys.compactMap(\.says)), canCreate: !isUpdate, ignored: ignored,
            skuColumn: fields[.sku]?.name ?? "sku", fieldCount: header.names.count)
        var none = ProductRow(line: 0, shopID: shops.fallbackOrAny)
        none.vat = setting.defaults.vat.percent
        self.none = none
    }

    mutating func read(_ record: CSVRecord, into outcomes: inout [RowOutcome]) {
        var reading = RecordReading(record, fieldCount: layout.fieldCount)
        guard reading.problems.isEmpty else {
            outcomes.append(.bad(line: record.line, reading.problems))
            return
        }
        let parser = reading.parser
        var row = none
        row.line = record.line
        row.shopID = shops.shop(of: &reading)
        row.sku = reading.value(fields[.sku], or: "", parser.sku)
        row.title = reading.value(fields[.title], or: nil, parser.title)
        row.price = reading.value(fields[.price], or: nil) { [layout] bytes throws(ImportFault) in
            bytes.isEmpty && !layout.canCreate ? nil : try parser.price(bytes)
        }
        row.vat = reading.value(fields[.vat], or: none.vat, parser.vat)
        row.stock = reading.value(fields[.stock], or: nil, parser.stock)
        row.description = reading.value(fields[.description], or: "", parser.description)
        row.gtin = reading.value(fields[.gtin], or: nil, parser.gtin)
        row.category = reading.value(fields[.category], or: "", parser.category)
        row.weight = reading.value(fields[.weightGrams], or: 0, parser.weightInGrams)
        row.weight = reading.value(fields[.weightKilograms], or: row.weight, parser.weightInKilograms)
        row.volume = reading.value(fields[.volumeMillilitres], or: 0, parser.volumeInMillilitres)
        row.volume = reading.value(fields[.volumeLitres], or: row.volume, parser.volumeInLitres)
        row.handling = reading.value(fields[.handling], or: .ambient, parser.handling)
        row.brand = reading.value(fields[.brand], or: nil, parser.brand)
        row.imageURL = reading.value(fields[.imageURL], or: nil, parser.imageURL)
        row.preparationMinutes = reading.value(fields[.preparationMinutes], or: nil, parser.preparationMinutes)
        row.active = reading.value(fields[.active], or: true, parser.active)
        readFacts(&row, &reading)
        outcomes.append(reading.outcome(row))
    }

    private func readFacts(_ row: inout ProductRow, _ reading: inout RecordReading) {
        let parser = reading.parser
        row.moreImages = Array(
            reading.value(fields[.moreImages], or: [], parser.imageURLs).prefix(ProductFieldParser.mostImages))
        row.strikePrice = reading.value(fields[.strikePrice], or: nil) { bytes throws(ImportFault) in
            try parser.strikePrice(bytes)
        }
        row.deposit = reading.value(fields[.deposit], or: 0, parser.deposit)
        row.content = reading.value(fields[.content], or: nil, parser.content)
        row.ingredients = reading.value(fields[.ingredients], or: nil, parser.ingredients)
        row.allergens = reading.value(fields[.allergens], or: nil, parser.allergens)
        row.minimumAge = reading.value(fields[.minimumAge], or: nil, parser.minimumAge)
        row.manufacturer = reading.value(fields[.manufacturer], or: nil, parser.manufacturer)
        row.manufacturerContact = reading.value(fields[.manufacturerContact], or: nil, parser.manufacturerContact)
        row.energyClass = reading.value(fields[.energyClass], or: nil, parser.energyClass)
        row.variantGroup = reading.value(fields[.variantGroup], or: nil, parser.variantGroup)
        row.options = reading.value(fields[.options], or: [], parser.options)
        row.choices = reading.value(fields[.choices], or: .none, parser.choices)
        row.availableHours = reading.value(fields[.availableHours], or: nil, parser.availableHours)
        row.reusableDeposit = reading.value(fields[.reusableDeposit], or: nil, parser.reusableDeposit)
    }
}

extension String {
    /// Without white space at the ends, no-break spaces included.
    var trimmed: String {
        // Mostly there is none, which two bytes tell.
        let visible: Range<UInt8> = 0x21..<0x7F
        if let first = utf8.first, let last = utf8.last, visible.contains(first), visible.contains(last) { return self }
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else {
            return ""
        }
        return String(self[first...last])
    }
}
