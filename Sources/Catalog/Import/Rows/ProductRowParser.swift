/// Reads rows of one file. Pure: what it needs of the retailer it is given.
struct ProductRowParser: Sendable {
    /// The retailer's shops by key.
    let shops: [String: ShopID]
    let format: CatalogFormat
    private let field: ProductFieldParser
    /// The shop of rows that name none; nil when there are several to choose from.
    private let onlyShop: ShopID?
    private let anyShop: ShopID

    /// - Throws: when the retailer has no shop.
    init(format: CatalogFormat, shops: [String: ShopID]) throws(CatalogFileError) {
        guard let anyShop = shops.values.first else { throw .retailerHasNoShop }
        self.format = format
        self.shops = shops
        field = ProductFieldParser()
        self.anyShop = anyShop
        onlyShop = shops.count == 1 ? anyShop : nil
    }

    enum Outcome {
        case good(ProductRow)
        /// One or more.
        case bad([ImportProblem])
    }

    func parse(_ record: CSVRecord) -> Outcome {
        var problems: [ImportProblem] = []
        if record.count > format.fieldCount, (format.fieldCount..<record.count).contains(where: { !record[$0].isEmpty }) {
            let fault = ImportFault.tooManyFields(expected: format.fieldCount, found: record.count)
            return .bad([ImportProblem(line: record.line, column: "", value: record.text(format.fieldCount), fault: fault)])
        }
        /// The value of a column, `missing` when the file does not have it or it is wrong.
        func value<Value>(_ column: CatalogColumn, or missing: Value, _ parse: (ArraySlice<UInt8>) throws(ImportFault) -> Value)
            -> Value
        {
            guard let index = format.fields[column] else { return missing }
            do {
                return try parse(ProductFieldParser.trimmed(record[index]))
            } catch {
                let name = format.names[column] ?? column.rawValue
                problems.append(ImportProblem(line: record.line, column: name, value: record.text(index), fault: error))
                return missing
            }
        }
        // A row without a shop has a problem and is not used.
        let none = ProductRow(line: record.line, shopID: shop(of: record, problems: &problems) ?? anyShop)
        var row = none
        row.sku = value(.sku, or: none.sku, field.sku)
        row.title = value(.title, or: none.title, field.title)
        row.price = value(.price, or: none.price, field.price)
        row.vat = value(.vat, or: none.vat, field.vat)
        row.stock = value(.stock, or: none.stock, field.stock)
        row.description = value(.description, or: none.description, field.description)
        row.gtin = value(.gtin, or: none.gtin, field.gtin)
        row.category = value(.category, or: none.category, field.category)
        row.weight = value(.weightGrams, or: none.weight, field.weightInGrams)
        row.weight = value(.weightKilograms, or: row.weight, field.weightInKilograms)
        row.volume = value(.volumeMillilitres, or: none.volume, field.volumeInMillilitres)
        row.volume = value(.volumeLitres, or: row.volume, field.volumeInLitres)
        row.handling = value(.handling, or: none.handling, field.handling)
        row.brand = value(.brand, or: none.brand, field.brand)
        row.imageURL = value(.imageURL, or: none.imageURL, field.imageURL)
        row.preparationMinutes = value(.preparationMinutes, or: none.preparationMinutes, field.preparationMinutes)
        row.active = value(.active, or: none.active, field.active)
        return problems.isEmpty ? .good(row) : .bad(problems)
    }

    private func shop(of record: CSVRecord, problems: inout [ImportProblem]) -> ShopID? {
        let key = format.fields[.shop].map { record.text($0).trimmed } ?? ""
        if key.isEmpty, let onlyShop { return onlyShop }
        if let shop = shops[key.lowercased()] { return shop }
        let known = shops.keys.sorted()
        problems.append(
            ImportProblem(
                line: record.line, column: format.names[.shop] ?? "shop", value: key,
                fault: key.isEmpty ? .shopMissing(known: known) : .shopUnknown(known: known)))
        return nil
    }
}
