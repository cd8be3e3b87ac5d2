/// Takes the rows of a binary COPY. It collects 64 KiB, then waits until the server has taken them: whoever writes is slowed down to
/// the server's pace and memory stays small.
public struct CopyWriter: ~Copyable, Sendable {
    struct Column: Sendable {
        let name: String
        let type: UInt32
    }

    private static let chunkSize = 1 << 16

    private let connection: Connection
    private let name: StaticString
    private let columns: [Column]
    private var bytes: [UInt8]
    /// The number of rows written so far.
    public private(set) var rows = 0

    init(_ name: StaticString, on connection: Connection, columns: [Column]) {
        self.name = name
        self.connection = connection
        self.columns = columns
        bytes = []
        bytes.reserveCapacity(CopyWriter.chunkSize + 4096)
        // The signature and two empty header words, as in "COPY, Binary Format" of PostgreSQL's manual.
        bytes += [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00, 0, 0, 0, 0, 0, 0, 0, 0]
    }

    /// Writes a row: one value for each column, in their order. Integers and floating-point numbers take the width of their column.
    /// - Throws: ``DatabaseError/Code/encoding`` when a value does not fit its column's type; the COPY then fails as a whole.
    public nonisolated(nonsending) mutating func write<each Value: DatabaseEncodable>(_ values: repeat each Value) async throws {
        var count = 0
        let start = bytes.count
        bytes.append(bigEndian: Int16(columns.count))
        for value in repeat each values {
            guard count < columns.count else { throw wrongCount(start) }
            try append(value, to: columns[count])
            count += 1
        }
        guard count == columns.count else { throw wrongCount(start) }
        rows += 1
        if bytes.count >= CopyWriter.chunkSize { try await flush() }
    }

    private func wrongCount(_ start: Int) -> DatabaseError {
        DatabaseError(.encoding, "a row does not have the \(columns.count) values of the columns", statement: "\(name)")
    }

    private mutating func append<Value: DatabaseEncodable>(_ value: Value, to column: Column) throws {
        let lengthOffset = bytes.count
        bytes.append(bigEndian: Int32(-1))
        let start = bytes.count
        do {
            guard try value.encode(into: &bytes) == .value else { return }
            let type = Value.databaseType.oid
            if type != column.type { try fit(type, into: column.type, from: start) }
        } catch {
            var failure = DatabaseError(.encoding, "column \"\(column.name)\": \(error)", statement: "\(name)")
            failure.column = column.name
            throw failure
        }
        let length = Int32(bytes.count - start)
        bytes.withUnsafeMutableBytes { $0.storeBytes(of: length.bigEndian, toByteOffset: lengthOffset, as: Int32.self) }
    }

    /// Binary COPY takes no value of another type, as an INSERT would; what an INSERT would convert without loss is converted here.
    private mutating func fit(_ type: UInt32, into wanted: UInt32, from start: Int) throws {
        let integers = [DatabaseType.int2.oid, DatabaseType.int4.oid, DatabaseType.int8.oid]
        if integers.contains(type), integers.contains(wanted) {
            let wide = try value(type, from: start, as: Int64.self)
            bytes.removeSubrange(start...)
            switch wanted {
            case DatabaseType.int2.oid: bytes.append(bigEndian: try narrowed(wide, to: Int16.self))
            case DatabaseType.int4.oid: bytes.append(bigEndian: try narrowed(wide, to: Int32.self))
            default: bytes.append(bigEndian: wide)
            }
        } else if type == DatabaseType.float8.oid, wanted == DatabaseType.float4.oid {
            let wide = try value(type, from: start, as: Double.self)
            bytes.removeSubrange(start...)
            bytes.append(bigEndian: Float(wide).bitPattern)
        } else if type == DatabaseType.float4.oid, wanted == DatabaseType.float8.oid {
            let narrow = try value(type, from: start, as: Float.self)
            bytes.removeSubrange(start...)
            bytes.append(bigEndian: Double(narrow).bitPattern)
        } else if type == DatabaseType.jsonb.oid, wanted == DatabaseType.json.oid {
            // Without the version byte it is the text.
            bytes.remove(at: start)
        } else if !CopyWriter.shareForm(type, wanted) {
            throw DatabaseValue.Mismatch(
                "the column is \(DatabaseType.name(of: wanted)), the value \(DatabaseType.name(of: type))")
        }
    }

    private func value<Wanted: DatabaseDecodable>(_ type: UInt32, from start: Int, as wanted: Wanted.Type) throws -> Wanted {
        try bytes.withUnsafeBytes {
            try wanted.decode(DatabaseValue(type: type, bytes: UnsafeRawBufferPointer(rebasing: $0[start...])))
        }
    }

    private func narrowed<Narrow: FixedWidthInteger>(_ wide: Int64, to type: Narrow.Type) throws -> Narrow {
        guard let narrow = Narrow(exactly: wide) else { throw DatabaseValue.Mismatch("\(wide) does not fit into the column") }
        return narrow
    }

    /// Whether two types have the same bytes: the text types, enums and other types of the installation, and both timestamps.
    private static func shareForm(_ type: UInt32, _ wanted: UInt32) -> Bool {
        let texts = [
            DatabaseType.text.oid, DatabaseType.varchar.oid, DatabaseType.bpchar.oid, DatabaseType.name.oid,
            DatabaseType.json.oid,
        ]
        let instants = [DatabaseType.timestamp.oid, DatabaseType.timestamptz.oid]
        return texts.contains(type) && (texts.contains(wanted) || wanted >= 16384)
            || instants.contains(type) && instants.contains(wanted)
    }

    nonisolated(nonsending) mutating func finish() async throws {
        bytes.append(bigEndian: Int16(-1))
        try await flush()
    }

    private nonisolated(nonsending) mutating func flush() async throws {
        try await connection.putCopyData(name, bytes)
        bytes.removeAll(keepingCapacity: true)
    }
}
