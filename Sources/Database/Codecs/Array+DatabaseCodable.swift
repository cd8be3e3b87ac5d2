/// One-dimensional arrays, in the form `array_send` in PostgreSQL's `arrayfuncs.c` writes: dimensions, a flag for nulls, the element's type,
/// length and lower bound, then each element after its length.
extension Array: DatabaseEncodable where Element: DatabaseEncodable {
    public static var databaseType: DatabaseType { Element.databaseArrayType }

    public func encode(into bytes: inout [UInt8]) throws -> Presence {
        try Element.encodeArray(self, into: &bytes)
        return .value
    }
}

extension Array: DatabaseDecodable where Element: DatabaseDecodable {
    public static func decode(_ value: DatabaseValue) throws -> [Element] {
        try Element.decodeArray(value)
    }
}

extension DatabaseEncodable {
    public static var databaseArrayType: DatabaseType {
        let element = databaseType
        return DatabaseType(oid: element.arrayOID, arrayOID: 0, name: element.name + "[]")
    }

    public static func encodeArray(_ values: [Self], into bytes: inout [UInt8]) throws {
        let element = databaseType
        guard element.arrayOID != 0 else {
            throw DatabaseValue.Mismatch("arrays of \(Self.self) have no type in PostgreSQL; arrays have one dimension here")
        }
        bytes.append(bigEndian: Int32(values.isEmpty ? 0 : 1))
        let flagOffset = bytes.count
        bytes.append(bigEndian: Int32(0))
        bytes.append(bigEndian: element.oid)
        guard !values.isEmpty else { return }
        bytes.append(bigEndian: Int32(values.count))
        bytes.append(bigEndian: Int32(1))
        for value in values {
            let lengthOffset = bytes.count
            bytes.append(bigEndian: Int32(-1))
            switch try value.encode(into: &bytes) {
            case .null: bytes[flagOffset + 3] = 1
            case .value: bytes.overwrite(at: lengthOffset, bigEndian: Int32(bytes.count - lengthOffset - 4))
            }
        }
    }
}

extension DatabaseDecodable {
    public static func decodeArray(_ value: DatabaseValue) throws -> [Self] {
        let bytes = try value.present(as: [Self].self)
        guard bytes.count >= 12 else { throw value.mismatch([Self].self) }
        let dimensions = Int32(bigEndianBytes: bytes)
        let elementType = UInt32(bigEndianBytes: bytes, at: 8)
        if dimensions == 0 { return [] }
        guard dimensions == 1, bytes.count >= 20 else { throw value.mismatch([Self].self) }
        let count = Int(Int32(bigEndianBytes: bytes, at: 12))
        // Every element takes at least its length word: a count beyond that is not worth reserving memory for.
        guard count >= 0, count <= (bytes.count - 20) / 4 else { throw value.mismatch([Self].self) }
        var elements: [Self] = []
        elements.reserveCapacity(count)
        var offset = 20
        for _ in 0..<count {
            guard offset + 4 <= bytes.count else { throw value.mismatch([Self].self) }
            let length = Int(Int32(bigEndianBytes: bytes, at: offset))
            offset += 4
            guard length >= 0 else {
                elements.append(try decode(DatabaseValue(type: elementType, bytes: nil)))
                continue
            }
            guard offset + length <= bytes.count else { throw value.mismatch([Self].self) }
            let cell = UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + length)])
            elements.append(try decode(DatabaseValue(type: elementType, bytes: cell)))
            offset += length
        }
        return elements
    }
}

extension [UInt8] {
    fileprivate mutating func overwrite(at offset: Int, bigEndian value: Int32) {
        withUnsafeMutableBytes { $0.storeBytes(of: value.bigEndian, toByteOffset: offset, as: Int32.self) }
    }
}
