public import Database

/// Where a product stands, from the general to the special: "Lebensmittel > Käse > Weichkäse". Up to six names; none at all
/// is the path of a product without a category.
public struct CategoryPath: Hashable, Sendable, CustomStringConvertible {
    public static let deepest = 6
    public static let longestName = 80

    public let names: [String]

    /// Nil when a name is empty or too long, or there are too many.
    public init?(names: [String]) {
        guard names.count <= Self.deepest,
            names.allSatisfy({ !$0.isEmpty && $0.unicodeScalars.count <= Self.longestName && !$0.contains(">") })
        else { return nil }
        self.names = names
    }

    /// Reads "Lebensmittel > Käse"; white space around the names does not matter.
    public init?(_ text: String) {
        let names = text.split(separator: ">", omittingEmptySubsequences: false)
            .map { String($0.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()) }
        self.init(names: names == [""] ? [] : names)
    }

    /// As it is stored: the names joined with " > ".
    public var description: String { names.joined(separator: " > ") }
}

extension CategoryPath: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let path = CategoryPath(names: try container.decode([String].self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a category path")
        }
        self = path
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(names)
    }
}

extension CategoryPath: DatabaseCodable {
    public static var databaseType: DatabaseType { String.databaseType }

    public func encode(into bytes: inout [UInt8]) throws -> Presence {
        try description.encode(into: &bytes)
    }

    public static func decode(_ value: DatabaseValue) throws -> CategoryPath {
        let text = try String.decode(value)
        guard let path = CategoryPath(text) else { throw DatabaseValue.Mismatch("“\(text)” is not a category path") }
        return path
    }
}
