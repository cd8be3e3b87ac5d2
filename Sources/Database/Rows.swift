internal import CLibPQ
internal import Foundation

/// The rows of a result. They stay in libpq's memory; a cell is decoded when it is asked for.
public struct Rows: Sendable, RandomAccessCollection {
    let result: QueryResult
    let statement: StaticString
    public let count: Int

    init(result: QueryResult, statement: StaticString) {
        self.result = result
        self.statement = statement
        count = Int(PQntuples(result.pointer))
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { count }

    public subscript(position: Int) -> Row {
        precondition(position >= 0 && position < count, "row \(position) of \(count)")
        return Row(result: result, index: Int32(position), statement: statement)
    }

    /// How many rows the statement inserted, updated, deleted or, for a SELECT, returned.
    public var affected: Int { result.affected }

    /// Each row as one typed tuple, by column order.
    public func decode<each T: DatabaseDecodable>(_ types: repeat (each T).Type) throws -> [(repeat each T)] {
        var tuples: [(repeat each T)] = []
        tuples.reserveCapacity(count)
        for row in self { tuples.append(try row.decode(repeat each types)) }
        return tuples
    }
}

/// One row of a result.
public struct Row: Sendable {
    let result: QueryResult
    let index: Int32
    let statement: StaticString

    /// The cells by column order. There must be as many types as columns.
    ///
    ///     let (id, title, price) = try row.decode(UUID.self, String.self, Int?.self)
    ///
    /// - Throws: ``DatabaseError/Code/decoding`` with the column's name.
    public func decode<each T: DatabaseDecodable>(_ types: repeat (each T).Type) throws -> (repeat each T) {
        var wanted: Int32 = 0
        for _ in repeat each types { wanted += 1 }
        let columns = PQnfields(result.pointer)
        guard wanted == columns else {
            throw DatabaseError(.decoding, "\(wanted) types for \(columns) columns", statement: "\(statement)")
        }
        var column: Int32 = 0
        func next<Value: DatabaseDecodable>(_ type: Value.Type) throws -> Value {
            defer { column += 1 }
            return try cell(column)
        }
        return (repeat try next(each types))
    }

    /// The cell of the column with this name, at the cost of a search through the columns' names.
    /// - Throws: ``DatabaseError/Code/decoding`` also when there is no such column.
    public func decode<T: DatabaseDecodable>(_ column: String, as type: T.Type = T.self) throws -> T {
        for index in 0..<PQnfields(result.pointer) {
            if let name = PQfname(result.pointer, index), strcmp(name, column) == 0 { return try cell(index) }
        }
        var error = DatabaseError(.decoding, "the result has no column \"\(column)\"", statement: "\(statement)")
        error.column = column
        throw error
    }

    private func cell<Value: DatabaseDecodable>(_ column: Int32) throws -> Value {
        let pointer = result.pointer
        let bytes: UnsafeRawBufferPointer? =
            PQgetisnull(pointer, index, column) == 1
            ? nil
            : UnsafeRawBufferPointer(start: PQgetvalue(pointer, index, column), count: Int(PQgetlength(pointer, index, column)))
        do {
            return try withExtendedLifetime(result) {
                try Value.decode(DatabaseValue(type: PQftype(pointer, column), bytes: bytes))
            }
        } catch {
            let name = PQfname(pointer, column).map { String(cString: $0) } ?? "\(column + 1)"
            var wrapped = DatabaseError(.decoding, "column \"\(name)\": \(error)", statement: "\(statement)")
            wrapped.column = name
            throw wrapped
        }
    }
}
