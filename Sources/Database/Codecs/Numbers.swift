extension Bool: DatabaseCodable {
    public static var databaseType: DatabaseType { .bool }

    public func encode(into bytes: inout [UInt8]) -> Presence {
        bytes.append(self ? 1 : 0)
        return .value
    }

    public static func decode(_ value: DatabaseValue) throws -> Bool {
        let bytes = try value.present(as: Bool.self)
        guard value.type == DatabaseType.bool.oid, bytes.count == 1 else { throw value.mismatch(Bool.self) }
        return bytes[0] != 0
    }
}

/// An integer that PostgreSQL has a type of the same width for.
///
/// It takes columns of its own width and of the others when the value fits, and a `numeric` that is whole and fits, because `sum` of an
/// `int8` column is one.
public protocol DatabaseInteger: FixedWidthInteger, DatabaseCodable {}

extension DatabaseInteger {
    public func encode(into bytes: inout [UInt8]) -> Presence {
        bytes.append(bigEndian: self)
        return .value
    }

    public static func decode(_ value: DatabaseValue) throws -> Self {
        let bytes = try value.present(as: Self.self)
        let wide: Int64
        switch value.type {
        case DatabaseType.int2.oid where bytes.count == 2: wide = Int64(Int16(bigEndianBytes: bytes))
        case DatabaseType.int4.oid where bytes.count == 4: wide = Int64(Int32(bigEndianBytes: bytes))
        case DatabaseType.int8.oid where bytes.count == 8: wide = Int64(bigEndianBytes: bytes)
        // Object identifiers.
        case 26 where bytes.count == 4: wide = Int64(UInt32(bigEndianBytes: bytes))
        case DatabaseType.numeric.oid:
            guard let whole = Numeric(binary: bytes)?.integer else { throw value.mismatch(Self.self) }
            wide = whole
        default: throw value.mismatch(Self.self)
        }
        guard let exact = Self(exactly: wide) else { throw DatabaseValue.Mismatch("\(wide) does not fit into \(Self.self)") }
        return exact
    }
}

extension Int16: DatabaseInteger {
    public static var databaseType: DatabaseType { .int2 }
}

extension Int32: DatabaseInteger {
    public static var databaseType: DatabaseType { .int4 }
}

extension Int64: DatabaseInteger {
    public static var databaseType: DatabaseType { .int8 }
}

/// `Int` has 64 bits on every machine that Swift's server side runs on.
extension Int: DatabaseInteger {
    public static var databaseType: DatabaseType { .int8 }
}

extension Double: DatabaseCodable {
    public static var databaseType: DatabaseType { .float8 }

    public func encode(into bytes: inout [UInt8]) -> Presence {
        bytes.append(bigEndian: bitPattern)
        return .value
    }

    /// Takes `float8`, `float4` and, rounded to the nearest `Double`, `numeric`.
    public static func decode(_ value: DatabaseValue) throws -> Double {
        let bytes = try value.present(as: Double.self)
        switch value.type {
        case DatabaseType.float8.oid where bytes.count == 8: return Double(bitPattern: UInt64(bigEndianBytes: bytes))
        case DatabaseType.float4.oid where bytes.count == 4: return Double(Float(bitPattern: UInt32(bigEndianBytes: bytes)))
        case DatabaseType.numeric.oid:
            guard let number = Numeric(binary: bytes) else { throw value.mismatch(Double.self) }
            return number.double
        default: throw value.mismatch(Double.self)
        }
    }
}

extension Float: DatabaseCodable {
    public static var databaseType: DatabaseType { .float4 }

    public func encode(into bytes: inout [UInt8]) -> Presence {
        bytes.append(bigEndian: bitPattern)
        return .value
    }

    public static func decode(_ value: DatabaseValue) throws -> Float {
        let bytes = try value.present(as: Float.self)
        guard value.type == DatabaseType.float4.oid, bytes.count == 4 else { throw value.mismatch(Float.self) }
        return Float(bitPattern: UInt32(bigEndianBytes: bytes))
    }
}
