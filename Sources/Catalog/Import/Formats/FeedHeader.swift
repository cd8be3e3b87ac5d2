/// The first record of a file: what its fields are called.
struct FeedHeader: Sendable {
    /// As the file writes them, without white space around them.
    let names: [String]
    /// The names as ``normalized(_:)`` leaves them, in their order.
    let keys: [String]
    private let fields: [String: FeedField]
    /// The line on which it stands.
    let line: Int

    init(_ record: CSVRecord) {
        names = (0..<record.count).map { record.text($0).trimmed }
        keys = names.map(Self.normalized)
        line = record.line
        var fields: [String: FeedField] = [:]
        fields.reserveCapacity(names.count)
        for (index, (name, key)) in zip(names, keys).enumerated() where !name.isEmpty {
            if fields[key] == nil { fields[key] = FeedField(index: index, name: name) }
        }
        self.fields = fields
    }

    /// - Parameter name: as ``normalized(_:)`` leaves it.
    func has(_ name: String) -> Bool { fields[name] != nil }

    /// The first of these that is there. Names as ``normalized(_:)`` leaves them.
    func field(_ names: [String]) -> FeedField? {
        for name in names { if let field = fields[name] { return field } }
        return nil
    }

    /// Lower case, with every run of anything but letters and digits as one `_`: "Gewicht (g)" → "gewicht_g".
    static func normalized(_ name: String) -> String {
        // Unicode's tables take many times as long, and names in western languages need none of them.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(name.utf8.count)
        var isBetweenWords = false
        var lead: UInt8?
        for byte in name.utf8 {
            // U+0080 to U+00FF are the bytes C2 or C3 and one more.
            if byte == 0xC2 || byte == 0xC3 { lead = byte; continue }
            guard lead != nil || byte < 0x80 else { return normalizedByCharacters(name) }
            guard let lower = lead.map({ lowerLatin1($0, byte) }) ?? lowerASCII(byte) else {
                isBetweenWords = true
                lead = nil
                continue
            }
            if isBetweenWords, !bytes.isEmpty { bytes.append(UInt8(ascii: "_")) }
            isBetweenWords = false
            if let lead { bytes.append(lead) }
            lead = nil
            bytes.append(lower)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A letter in lower case or a digit; nil for anything else.
    private static func lowerASCII(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
        default: nil
        }
    }

    /// The second byte of a letter in lower case, or of a number, of U+0080 to U+00FF; nil for anything else.
    private static func lowerLatin1(_ lead: UInt8, _ byte: UInt8) -> UInt8? {
        switch (lead, byte) {
        case (0xC2, 0xAA), (0xC2, 0xB5), (0xC2, 0xBA), (0xC2, 0xB2...0xB3), (0xC2, 0xB9), (0xC2, 0xBC...0xBE): byte
        case (0xC2, _), (0xC3, 0x97), (0xC3, 0xB7): nil
        case (_, 0x80...0x9E): byte | 0x20
        default: byte
        }
    }

    /// The same for names with any letters.
    static func normalizedByCharacters(_ name: String) -> String {
        name.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "_")
    }
}

/// A column of a file.
struct FeedField: Hashable, Sendable {
    let index: Int
    /// As the file writes it.
    let name: String
}

/// Takes columns out of a header and remembers which were of use.
struct FeedColumns {
    let header: FeedHeader
    private var taken: Set<Int> = []
    private(set) var provided: Set<ProductField> = []

    init(_ header: FeedHeader) { self.header = header }

    /// The first of the names that is there. Names as ``FeedHeader/normalized(_:)`` leaves them.
    /// - Parameter field: what the file says by having it.
    mutating func take(_ names: String..., says field: ProductField? = nil) -> FeedField? {
        guard let found = header.field(names) else { return nil }
        taken.insert(found.index)
        if let field { provided.insert(field) }
        return found
    }

    /// - Throws: ``CatalogFileError/columnsMissing(_:found:)`` when none of the names is there.
    mutating func require(_ names: String..., says field: ProductField? = nil) throws(CatalogFileError) -> FeedField {
        guard let found = header.field(names) else {
            throw .columnsMissing([names.first ?? ""], found: header.names.filter { !$0.isEmpty })
        }
        taken.insert(found.index)
        if let field { provided.insert(field) }
        return found
    }

    mutating func says(_ field: ProductField) { provided.insert(field) }

    /// The columns that were of no use.
    var ignored: [String] {
        header.names.enumerated().filter { !taken.contains($0.offset) && !$0.element.isEmpty }.map(\.element)
    }

    func layout(_ format: FeedFormat, sku: FeedField?, canCreate: Bool = true) -> FeedLayout {
        FeedLayout(
            format: format, provided: provided, canCreate: canCreate, ignored: ignored, skuColumn: sku?.name ?? "sku",
            fieldCount: header.names.count)
    }
}
