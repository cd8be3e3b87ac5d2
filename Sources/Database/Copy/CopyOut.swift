internal import CLibPQ

/// The bytes of a COPY from the server, in chunks of some 64 KiB that hold whole rows. Rows are fetched as they are asked for.
///
/// It lasts as long as its transaction. Statements can follow on the transaction when it has been read to the end or its iterator
/// has gone (then the rest is read and dropped).
public struct CopyOut: AsyncSequence, Sendable {
    public typealias Element = [UInt8]

    let name: StaticString
    let sql: SQL
    let format: CopyFormat
    let transaction: Transaction

    public func makeAsyncIterator() -> Iterator {
        Iterator(reader: CopyReader(name: name, sql: sql, format: format, transaction: transaction))
    }

    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let reader: CopyReader

        public mutating func next() async throws -> [UInt8]? {
            try await reader.next()
        }
    }
}

extension Transaction {
    /// Streams the rows of a query out by COPY.
    ///
    ///     for try await chunk in transaction.copyOut("orders.export", "SELECT * FROM orders.order WHERE day = \(day)", format: .csv(header: true)) { … }
    public func copyOut(_ name: StaticString, _ sql: SQL, format: CopyFormat = .csv()) -> CopyOut {
        CopyOut(name: name, sql: sql, format: format, transaction: self)
    }
}

/// One walk through a ``CopyOut``. As a class it notices when nobody reads on.
@DatabaseLoop
private final class CopyReader: Sendable {
    private enum Phase {
        case new
        case running
        case ended
    }

    private let name: StaticString
    private let sql: SQL
    private let format: CopyFormat
    private let transaction: Transaction
    private var phase = Phase.new

    nonisolated init(name: StaticString, sql: SQL, format: CopyFormat, transaction: Transaction) {
        self.name = name
        self.sql = sql
        self.format = format
        self.transaction = transaction
    }

    deinit {
        let connection = transaction.connection
        guard phase == .running else { return }
        Task { @DatabaseLoop in await connection.runOutCopy() }
    }

    func next() async throws -> [UInt8]? {
        if phase == .new { try await begin() }
        guard phase == .running else { return nil }
        do {
            try transaction.checkUsable(name)
            let (rows, isLast) = try await transaction.noting { try await transaction.connection.nextCopyData(name) }
            guard isLast else { return rows }
            phase = .ended
            try await transaction.noting { try await transaction.connection.endCopyOut(name) }
            try await transaction.restoreTimeout(name)
            return rows.isEmpty ? nil : rows
        } catch {
            phase = .ended
            throw error
        }
    }

    private func begin() async throws {
        try transaction.checkUsable(name)
        phase = .ended
        try await transaction.liftTimeout(name)
        let text = try await bindParameters()
        try await transaction.noting {
            try await transaction.connection.beginCopy(
                name, "COPY (\(text)) TO STDOUT WITH (\(format.options))", expecting: PGRES_COPY_OUT)
        }
        phase = .running
    }

    /// COPY takes no parameters. The values go as parameters into settings of this transaction, from which the query reads them: they are
    /// never part of the text.
    private func bindParameters() async throws -> String {
        let slots = sql.parameters.slots
        guard !slots.isEmpty else { return sql.text }
        let settings = slots.indices.map { "set_config('schaufenster.copy_\($0 + 1)', $\($0 + 1)::text, true)" }
        let statement = try Statement(name, text: "SELECT \(settings.joined(separator: ", "))", parameters: sql.parameters)
        _ = try await transaction.run(statement)
        return sql.text(replacingPlaceholders: { parameter in
            let type = slots[parameter].type.name
            let isNull = slots[parameter].length < 0
            return isNull ? "(NULL::\(type))" : "(current_setting('schaufenster.copy_\(parameter + 1)')::\(type))"
        })
    }
}
