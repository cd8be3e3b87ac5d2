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

/// The integers: each takes columns of its own width and of the narrower ones. A `numeric` that is whole and fits is taken
/// too, because `sum` of an `int8` column is one.
private func decodeInteger<Integer: FixedWidthInteger>(_ value: DatabaseValue, as type: Integer.Type) throws -> Integer {
    let bytes = try value.present(as: type)
    let wide: Int64
    switch value.type {
    case DatabaseType.int2.oid where bytes.count == 2: wide = Int64(Int16(bigEndianBytes: bytes))
    case DatabaseType.int4.oid where bytes.count == 4: wide = Int64(Int32(bigEndianBytes: bytes))
    case DatabaseType.int8.oid where bytes.count == 8: wide = Int64(bigEndianBytes: bytes)
    case 26 where bytes.count == 4: wide = Int64(UInt32(bigEndianBytes: bytes))
    case DatabaseType.numeric.oid:
        guard let whole = Numeric(binary: bytes)?.integer else { throw value.mismatch(type) }
        wide = whole
    default: throw value.mismatch(type)
    }
    guard let exact = Integer(exactly: wide) else {
        throw DatabaseValue.Mismatch("\(wide) does not fit into \(type)")
    }
    return exact
}

extension Int16: DatabaseCodable {
    public static var databaseType: DatabaseType { .int2 }
    public func encode(into bytes: inout [UInt8]) -> Presence {
        bytes.append(bigEndian: self)
        return .value
    }
    public static func decode(_ value: DatabaseValue) throws -> Int16 { try decodeInteger(value, as: Int16.self) }
}

extension Int32: DatabaseCodable {
    public static var databaseType: DatabaseType { .int4 }
    public func encode(into bytes: inout [UInt8]) -> Presence {
        bytes.append(bigEndian: self)
        return .value
    }
    public static func decode(_ value: DatabaseValue) throws -> Int32 { try decodeInteger(value, as: Int32.self) }
}

extension Int64: DatabaseCodable {
    public static var databaseType: DatabaseType { .int8 }
    public func encode(into bytes: inout [UInt8]) -> Presence {
        bytes.append(bigEndian: self)
        return .value
    }
    public static func decode(_ value: DatabaseValue) throws -> Int64 { try decodeInteger(value, as: Int64.self) }
}

extension Int: DatabaseCodable {
    public static var databaseType: DatabaseType { .int8 }
    public func encode(into bytes: inout [UInt8]) -> Presence {
        bytes.append(bigEndian: Int64(self))
        return .value
    }
    public static func decode(_ value: DatabaseValue) throws -> Int { try decodeInteger(value, as: Int.self) }
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
