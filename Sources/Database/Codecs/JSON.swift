internal import Foundation

/// A value stored as JSON in a `jsonb` column; it reads `json` columns too.
public struct JSONB<Value: Codable & Sendable>: Sendable {
    public var value: Value

    public init(_ value: Value) {
        self.value = value
    }
}

extension JSONB: Equatable where Value: Equatable {}

extension JSONB: DatabaseCodable {
    public static var databaseType: DatabaseType { .jsonb }

    public func encode(into bytes: inout [UInt8]) throws -> Presence {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        let json = try encoder.encode(value)
        bytes.append(jsonbVersion)
        bytes.append(contentsOf: json)
        return .value
    }

    public static func decode(_ value: DatabaseValue) throws -> JSONB<Value> {
        let json = try jsonText(of: value, as: JSONB<Value>.self)
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return JSONB(try decoder.decode(Value.self, from: Data(json)))
    }
}

/// JSON text as it stands, for what is passed on without being looked at.
public struct RawJSON: Hashable, Sendable {
    /// The JSON text in UTF-8. The server refuses what is no JSON.
    public var bytes: [UInt8]

    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    public init(_ text: String) {
        bytes = Array(text.utf8)
    }

    public var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension RawJSON: DatabaseCodable {
    public static var databaseType: DatabaseType { .jsonb }

    public func encode(into bytes: inout [UInt8]) -> Presence {
        bytes.append(jsonbVersion)
        bytes.append(contentsOf: self.bytes)
        return .value
    }

    public static func decode(_ value: DatabaseValue) throws -> RawJSON {
        RawJSON(bytes: Array(try jsonText(of: value, as: RawJSON.self)))
    }
}

/// The first byte of a binary `jsonb`.
private let jsonbVersion: UInt8 = 1

private func jsonText<Wanted>(of value: DatabaseValue, as wanted: Wanted.Type) throws -> UnsafeRawBufferPointer {
    let bytes = try value.present(as: wanted)
    switch value.type {
    case DatabaseType.json.oid: return bytes
    case DatabaseType.jsonb.oid where bytes.first == jsonbVersion: return UnsafeRawBufferPointer(rebasing: bytes[1...])
    default: throw value.mismatch(wanted)
    }
}
