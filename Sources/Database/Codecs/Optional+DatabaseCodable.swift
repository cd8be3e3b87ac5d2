extension Optional: DatabaseEncodable where Wrapped: DatabaseEncodable {
    public static var databaseType: DatabaseType { Wrapped.databaseType }

    public func encode(into bytes: inout [UInt8]) throws -> Presence {
        switch self {
        case .some(let value): try value.encode(into: &bytes)
        case .none: .null
        }
    }
}

extension Optional: DatabaseDecodable where Wrapped: DatabaseDecodable {
    public static func decode(_ value: DatabaseValue) throws -> Wrapped? {
        value.bytes == nil ? nil : try Wrapped.decode(value)
    }
}
