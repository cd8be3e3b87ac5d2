internal import CLibPQ

extension Transaction {
    /// Streams rows into a table by binary COPY, the fastest way in.
    ///
    ///     let count = try await transaction.copyIn("catalog.importStock", into: TableName("catalog", "stock"), columns: ["sku", "pieces"]) {
    ///         for item in items { try await $0.write(item.sku, item.pieces) }
    ///     }
    ///
    /// An error, of the server or of `body`, fails the transaction (unless it is in a savepoint) and nothing of the rows stays.
    /// - Returns: the number of rows.
    @discardableResult
    public func copyIn(
        _ name: StaticString, into table: TableName, columns: [String], actor: isolated (any Actor)? = #isolation,
        _ body: (inout CopyWriter) async throws -> Void
    ) async throws -> Int {
        let types = try await columnTypes(name, table, columns)
        try await beginCopyIn(name, table, columns, .binary)
        do {
            var writer = CopyWriter(name, on: connection, columns: types)
            try await body(&writer)
            try await writer.finish()
        } catch {
            await abortCopyIn(name)
            throw error
        }
        return try await finishCopyIn(name)
    }

    /// Streams bytes that are in one of PostgreSQL's COPY formats into a table, chunk by chunk at the server's pace.
    /// - Returns: the number of rows.
    @discardableResult
    public func copyIn<Chunks: AsyncSequence>(
        _ name: StaticString, into table: TableName, columns: [String], format: CopyFormat, chunks: Chunks,
        actor: isolated (any Actor)? = #isolation
    ) async throws -> Int where Chunks.Element == [UInt8] {
        try await beginCopyIn(name, table, columns, format)
        do {
            for try await chunk in chunks { try await connection.putCopyData(name, chunk) }
        } catch {
            await abortCopyIn(name)
            throw error
        }
        return try await finishCopyIn(name)
    }

    private func columnTypes(_ name: StaticString, _ table: TableName, _ columns: [String]) async throws -> [CopyWriter.Column] {
        let rows = try await query(
            name,
            """
            SELECT attname, CASE typtype WHEN 'd' THEN typbasetype ELSE atttypid END
            FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid
            WHERE attrelid = to_regclass(\(table.quoted)) AND attnum > 0 AND NOT attisdropped
            """)
        var types: [String: Int] = [:]
        for row in rows {
            let (column, type) = try row.decode(String.self, Int.self)
            types[column] = type
        }
        return try columns.map { column in
            guard let type = types[column] else {
                throw DatabaseError(.encoding, "the table \(table) has no column \"\(column)\"", statement: "\(name)")
            }
            return CopyWriter.Column(name: column, type: UInt32(type))
        }
    }

    @DatabaseLoop
    private func beginCopyIn(_ name: StaticString, _ table: TableName, _ columns: [String], _ format: CopyFormat) async throws {
        try checkUsable(name)
        let list = columns.map { quotedIdentifier($0) }.joined(separator: ", ")
        try await liftTimeout(name)
        try await noting {
            try await connection.beginCopy(
                name, "COPY \(table.quoted) (\(list)) FROM STDIN WITH (\(format.options))", expecting: PGRES_COPY_IN)
        }
    }

    @DatabaseLoop
    private func finishCopyIn(_ name: StaticString) async throws -> Int {
        let rows = try await noting { try await connection.endCopyIn(name, failure: nil) }
        try await restoreTimeout(name)
        return rows
    }

    @DatabaseLoop
    private func abortCopyIn(_ name: StaticString) async {
        // The server answers with the error that it is told; the caller throws the cause.
        _ = try? await noting { try await connection.endCopyIn(name, failure: "the client gave up") }
    }

    /// A COPY lasts as long as its data come; the limit for single statements is not meant for it.
    @DatabaseLoop
    func liftTimeout(_ name: StaticString) async throws {
        guard connection.options.statementTimeout != nil else { return }
        _ = try await run(try Statement(name, "SET LOCAL statement_timeout = 0"))
    }

    @DatabaseLoop
    func restoreTimeout(_ name: StaticString) async throws {
        guard let timeout = connection.options.statementTimeout else { return }
        let milliseconds = String(max(1, Int(timeout / .milliseconds(1))))
        _ = try await run(
            try Statement(name, "SELECT set_config('statement_timeout', \(milliseconds), true)"), isCancellable: false)
    }

    @DatabaseLoop
    func noting<Value: Sendable>(_ body: @DatabaseLoop () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as DatabaseError {
            note(error)
            throw error
        }
    }
}
