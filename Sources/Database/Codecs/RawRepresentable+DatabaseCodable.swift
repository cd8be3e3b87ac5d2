/// Types that wrap a codable value need only declare the conformance: `struct ProductID: RawRepresentable, DatabaseCodable`
/// over `UUID`, `enum OrderState: String, DatabaseCodable`.
extension DatabaseEncodable where Self: RawRepresentable, RawValue: DatabaseEncodable {
    public static var databaseType: DatabaseType { RawValue.databaseType }

    public func encode(into bytes: inout [UInt8]) throws -> Presence {
        try rawValue.encode(into: &bytes)
    }
}

extension DatabaseDecodable where Self: RawRepresentable, RawValue: DatabaseDecodable {
    public static func decode(_ value: DatabaseValue) throws -> Self {
        let rawValue = try RawValue.decode(value)
        guard let wrapped = Self(rawValue: rawValue) else {
            throw DatabaseValue.Mismatch("\"\(rawValue)\" is no \(Self.self)")
        }
        return wrapped
    }
}
