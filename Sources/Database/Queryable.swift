/// What runs statements: the ``Database`` (each statement by itself) and a ``Transaction``.
///
/// `name` names the statement in errors, logs and metrics, e.g. `"catalog.productByID"`.
/// Every method throws ``DatabaseError``. A cancelled task's statement is cancelled on the server.
public protocol Queryable: Sendable {
    /// Runs a statement and returns its rows.
    func query(_ name: StaticString, _ sql: SQL) async throws -> Rows

    /// Runs a statement and returns the number of rows it affected.
    @discardableResult
    func execute(_ name: StaticString, _ sql: SQL) async throws -> Int
}

extension Queryable {
    @discardableResult
    public func execute(_ name: StaticString, _ sql: SQL) async throws -> Int {
        try await query(name, sql).affected
    }

    /// The first row, or `nil` when there is none.
    public func first(_ name: StaticString, _ sql: SQL) async throws -> Row? {
        try await query(name, sql).first
    }

    /// The only row.
    /// - Throws: ``DatabaseError/Code/rowCount`` when there is none or more than one.
    public func one(_ name: StaticString, _ sql: SQL) async throws -> Row {
        let rows = try await query(name, sql)
        guard rows.count == 1, let row = rows.first else {
            throw DatabaseError(.rowCount, "\(rows.count) rows where exactly one was expected", statement: "\(name)")
        }
        return row
    }

    /// Sends a notification; inside a transaction it goes out with the commit, and equal ones only once.
    /// - Parameter payload: less than 8,000 bytes.
    public func notify(_ channel: String, payload: String = "") async throws {
        try await execute("database.notify", "SELECT pg_notify(\(channel), \(payload))")
    }
}
