/// Which field of a file's rows means what, read from its header.
struct CatalogFormat: Sendable {
    /// The fields of each column that is there.
    let fields: [CatalogColumn: Int]
    /// The names the file itself gives them, for reports.
    let names: [CatalogColumn: String]
    /// Names in the header that mean nothing here.
    let ignored: [String]
    let fieldCount: Int

    /// - Throws: ``CatalogFileError`` when a required column is missing or one is there twice.
    init(header: CSVRecord) throws(CatalogFileError) {
        var fields: [CatalogColumn: Int] = [:]
        var names: [CatalogColumn: String] = [:]
        var ignored: [String] = []
        for field in 0..<header.count {
            let name = header.text(field).trimmed
            guard let column = CatalogColumn(headerName: name) else {
                if !name.isEmpty { ignored.append(name) }
                continue
            }
            if let first = names[column] { throw .columnTwice(first, name) }
            fields[column] = field
            names[column] = name
        }
        for (grams, kilograms) in [
            (CatalogColumn.weightGrams, CatalogColumn.weightKilograms), (.volumeMillilitres, .volumeLitres),
        ] {
            if let first = names[grams], let second = names[kilograms] { throw .columnTwice(first, second) }
        }
        let missing = CatalogColumn.required.filter { fields[$0] == nil }
        guard missing.isEmpty else { throw .columnsMissing(missing.map(\.rawValue), found: ignored + names.values.sorted()) }
        self.fields = fields
        self.names = names
        self.ignored = ignored
        fieldCount = header.count
    }

    func has(_ column: CatalogColumn) -> Bool { fields[column] != nil }

    /// How many of the names are known: what ``CSVDialect`` goes by.
    static func score(_ header: CSVRecord) -> Int {
        (0..<header.count).count { CatalogColumn(headerName: header.text($0)) != nil }
    }
}

extension String {
    /// Without white space at the ends, no-break spaces included.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else {
            return ""
        }
        return String(self[first...last])
    }
}
