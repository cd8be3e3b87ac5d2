/// One record on its way to a product's row: takes its fields one by one and keeps what is wrong with them.
struct RecordReading {
    let record: CSVRecord
    private(set) var problems: [ImportProblem] = []
    let parser = ProductFieldParser()

    /// - Parameter fieldCount: the header's; what stands beyond is a problem.
    init(_ record: CSVRecord, fieldCount: Int) {
        self.record = record
        if record.count > fieldCount, (fieldCount..<record.count).contains(where: { !record[$0].isEmpty }) {
            refuse(nil, .tooManyFields(expected: fieldCount, found: record.count), value: record.text(fieldCount))
        }
    }

    /// The bytes of a field without white space around them; empty when the file does not have it. Of `="0123"`, the formula by which exports
    /// keep spreadsheets from making a number of a text, the text.
    func bytes(_ field: FeedField?) -> ArraySlice<UInt8> {
        guard let field else { return [] }
        let bytes = ProductFieldParser.trimmed(record[field.index])
        let quote = UInt8(ascii: "\"")
        guard bytes.first == UInt8(ascii: "="), bytes.count > 2, bytes.dropFirst().first == quote, bytes.last == quote else {
            return bytes
        }
        let text = bytes.dropFirst(2).dropLast()
        return text.contains(quote) ? bytes : ProductFieldParser.trimmed(text)
    }

    /// The text of a field without white space around it, and without the zeros that PostgreSQL's texts do not have.
    func text(_ field: FeedField?) -> String {
        let bytes = bytes(field)
        return bytes.contains(0)
            ? String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self) : String(decoding: bytes, as: UTF8.self)
    }

    func isEmpty(_ field: FeedField?) -> Bool { bytes(field).isEmpty }

    /// The value of a field; `missing` when the file does not have it or it is wrong.
    mutating func value<Value>(
        _ field: FeedField?, or missing: Value, _ parse: (ArraySlice<UInt8>) throws(ImportFault) -> Value
    ) -> Value {
        guard let field else { return missing }
        do {
            return try parse(bytes(field))
        } catch {
            refuse(field, error)
            return missing
        }
    }

    mutating func refuse(_ field: FeedField?, _ fault: ImportFault, value: String? = nil) {
        problems.append(
            ImportProblem(
                line: record.line, column: field?.name ?? "", value: value ?? field.map { record.text($0.index) } ?? "",
                fault: fault))
    }

    mutating func refuse(column: String, _ fault: ImportFault, value: String) {
        problems.append(ImportProblem(line: record.line, column: column, value: value, fault: fault))
    }

    func outcome(_ row: ProductRow) -> RowOutcome {
        problems.isEmpty ? .good(row) : .bad(line: record.line, problems)
    }
}

/// Finds the shop of a row.
struct ShopFinder: Sendable {
    private let shops: [String: ShopID]
    /// The shop of rows that name none; nil when there are several to choose from.
    private let fallback: ShopID?
    private let any: ShopID
    private let field: FeedField?

    /// For rows that are not yet read.
    var fallbackOrAny: ShopID { fallback ?? any }

    /// - Throws: when the retailer has no shop.
    init(_ setting: FeedSetting, field: FeedField?) throws(CatalogFileError) {
        guard let any = setting.shops.values.first else { throw .retailerHasNoShop }
        shops = setting.shops
        self.any = any
        self.field = field
        if let key = setting.defaults.shop?.lowercased() {
            guard let shop = setting.shops[key] else { throw .shopUnknown(key, known: setting.shops.keys.sorted()) }
            fallback = shop
        } else {
            fallback = setting.shops.count == 1 ? any : nil
        }
    }

    /// The row's shop. Where it names none or another's, that is a problem of the reading and any of the retailer's shops is given.
    func shop(of reading: inout RecordReading) -> ShopID {
        let key = reading.text(field)
        if key.isEmpty, let fallback { return fallback }
        if let shop = shops[key.lowercased()] { return shop }
        let known = shops.keys.sorted()
        reading.refuse(
            column: field?.name ?? "shop", key.isEmpty ? .shopMissing(known: known) : .shopUnknown(known: known), value: key)
        return any
    }
}
