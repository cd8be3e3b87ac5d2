import Database

/// One line of a preview.
public struct ImportItem: Encodable, Hashable, Sendable {
    public enum Kind: String, CaseIterable, Codable, Sendable, DatabaseCodable {
        case new, changed, missing
    }

    /// A field that would be, or was, another.
    public struct Change: Encodable, Hashable, Sendable {
        /// As in the API's product, `stock` among them.
        public let field: String
        public let before: FactValue
        public let after: FactValue
    }

    public let kind: Kind
    /// The line of the file; nil for what is missing in it.
    public let line: Int?
    public let shop: String
    public let sku: String
    public let title: String
    public let changes: [Change]
}

/// A value of a field, whatever its type.
public enum FactValue: Codable, Hashable, Sendable {
    case none
    case flag(Bool)
    case number(Int)
    case text(String)
    case texts([String])

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .none
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Int.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else {
            self = .texts(try container.decode([String].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .none: try container.encodeNil()
        case .flag(let flag): try container.encode(flag)
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        case .texts(let texts): try container.encode(texts)
        }
    }
}

extension Catalog {
    /// The first ``StagedCatalog/mostItems`` of what a look at a file found, by line.
    /// - Parameter after: goes on behind this place of the list.
    public func importItems(of id: ImportID, kind: ImportItem.Kind, limit: Int = 100, after: Int = 0) async throws -> [ImportItem]
    {
        let rows = try await database.query(
            "catalog.import.items",
            """
            SELECT line, coalesce(shop_key, ''), coalesce(sku, ''), coalesce(title, ''), diff FROM catalog.import_item
            WHERE import_id = \(id) AND kind = \(kind) AND position > \(after) ORDER BY position LIMIT \(limit)
            """
        ).decode(Int?.self, String.self, String.self, String.self, JSONB<[String: [FactValue]]>?.self)
        return rows.map { line, shop, sku, title, diff in
            let changes = (diff?.value ?? [:]).sorted { $0.key < $1.key }.map { column, values in
                ImportItem.Change(
                    field: ProductField.apiName(of: column), before: values.first ?? .none, after: values.last ?? .none)
            }
            return ImportItem(kind: kind, line: line, shop: shop, sku: sku, title: title, changes: changes)
        }
    }
}

extension ProductField {
    /// What the API calls a column: `price_cents` → `priceCents`.
    static func apiName(of column: String) -> String {
        if column == "image_url" { return "imageURL" }
        let parts = column.split(separator: "_")
        return parts.dropFirst().reduce(parts.first.map(String.init) ?? "") { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
    }
}
