public import struct Foundation.Data
public import struct Foundation.UUID

/// A byte is a `smallint` by itself; an array of bytes is a `bytea`.
extension UInt8: DatabaseCodable {
    public static var databaseType: DatabaseType { .int2 }
    public static var databaseArrayType: DatabaseType { .bytea }

    public func encode(into bytes: inout [UInt8]) -> Presence {
        Int16(self).encode(into: &bytes)
    }

    public static func decode(_ value: DatabaseValue) throws -> UInt8 {
        let wide = try Int16.decode(value)
        guard let byte = UInt8(exactly: wide) else { throw DatabaseValue.Mismatch("\(wide) does not fit into UInt8") }
        return byte
    }

    public static func encodeArray(_ values: [UInt8], into bytes: inout [UInt8]) {
        bytes.append(contentsOf: values)
    }

    public static func decodeArray(_ value: DatabaseValue) throws -> [UInt8] {
        let bytes = try value.present(as: [UInt8].self)
        guard value.type == DatabaseType.bytea.oid else { throw value.mismatch([UInt8].self) }
        return Array(bytes)
    }
}

extension Data: DatabaseCodable {
    public static var databaseType: DatabaseType { .bytea }

    public func encode(into bytes: inout [UInt8]) -> Presence {
        bytes.append(contentsOf: self)
        return .value
    }

    public static func decode(_ value: DatabaseValue) throws -> Data {
        let bytes = try value.present(as: Data.self)
        guard value.type == DatabaseType.bytea.oid else { throw value.mismatch(Data.self) }
        return Data(bytes)
    }
}

extension UUID: DatabaseCodable {
    public static var databaseType: DatabaseType { .uuid }

    public func encode(into bytes: inout [UInt8]) -> Presence {
        withUnsafeBytes(of: uuid) { bytes.append(contentsOf: $0) }
        return .value
    }

    public static func decode(_ value: DatabaseValue) throws -> UUID {
        let bytes = try value.present(as: UUID.self)
        guard value.type == DatabaseType.uuid.oid, bytes.count == 16 else { throw value.mismatch(UUID.self) }
        return UUID(
            uuid: bytes.loadUnaligned(
                as: (
                    UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8
                ).self))
    }
}
