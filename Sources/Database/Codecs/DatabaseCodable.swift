/// A value that can be bound to a statement's parameter: it has a PostgreSQL type and a binary form.
public protocol DatabaseEncodable: Sendable {
    /// The type under which the server takes the value.
    static var databaseType: DatabaseType { get }

    /// Appends the value's binary form to `bytes`. A null appends nothing.
    /// - Throws: when the value has no form in the type, e.g. a date that is not a number.
    func encode(into bytes: inout [UInt8]) throws -> Presence

    /// The type of an array of these. Only types whose array is not PostgreSQL's array type of theirs implement it.
    static var databaseArrayType: DatabaseType { get }

    /// Appends the binary form of an array of these.
    static func encodeArray(_ values: [Self], into bytes: inout [UInt8]) throws
}

/// Whether an encoded value is a value or NULL.
public enum Presence: Sendable {
    case value
    case null
}

/// A value that can be read from a column.
public protocol DatabaseDecodable: Sendable {
    /// The value in a cell.
    /// - Throws: ``DatabaseValue/Mismatch`` when the cell's type or bytes do not fit.
    static func decode(_ value: DatabaseValue) throws -> Self

    /// The array in a cell.
    static func decodeArray(_ value: DatabaseValue) throws -> [Self]
}

public typealias DatabaseCodable = DatabaseDecodable & DatabaseEncodable

/// One cell of a result in PostgreSQL's binary form. The bytes are libpq's and valid only during the call that got it.
public struct DatabaseValue {
    /// The object identifier of the cell's type.
    public let type: UInt32
    /// The bytes, or `nil` for NULL.
    public let bytes: UnsafeRawBufferPointer?

    public init(type: UInt32, bytes: UnsafeRawBufferPointer?) {
        self.type = type
        self.bytes = bytes
    }

    /// Why a cell could not be decoded.
    public struct Mismatch: Error, CustomStringConvertible {
        public let description: String

        public init(_ description: String) {
            self.description = description
        }
    }

    /// The mismatch of this cell with the Swift type that was asked for.
    public func mismatch<Wanted>(_ wanted: Wanted.Type) -> Mismatch {
        guard let bytes else { return Mismatch("NULL where \(wanted) was expected") }
        return Mismatch("\(DatabaseType.name(of: type)) of \(bytes.count) bytes cannot be read as \(wanted)")
    }

    /// The cell's bytes.
    /// - Throws: when it is NULL.
    func present<Wanted>(as wanted: Wanted.Type) throws -> UnsafeRawBufferPointer {
        guard let bytes else { throw mismatch(wanted) }
        return bytes
    }
}

// MARK: - Big-endian integers

extension FixedWidthInteger {
    /// The integer in the first bytes of `bytes`, most significant byte first; `bytes` must be long enough.
    init(bigEndianBytes bytes: UnsafeRawBufferPointer, at offset: Int = 0) {
        self = Self(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Self.self))
    }
}

extension [UInt8] {
    /// Appends an integer, most significant byte first.
    mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }
}
