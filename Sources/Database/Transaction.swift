internal import CLibPQ

/// The guarantee a transaction has against others that run beside it; see PostgreSQL's "13.2 Transaction Isolation".
public enum Isolation: String, Sendable {
    /// Each statement sees what was committed before it began.
    case readCommitted = "READ COMMITTED"
    /// All statements see one state.
    case repeatableRead = "REPEATABLE READ"
    /// As if transactions ran one after another; conflicts fail and are run again.
    case serializable = "SERIALIZABLE"
}

/// A running transaction. It can be used only inside the closure that got it; afterwards every call throws
/// ``DatabaseError/Code/misuse``.
public final class Transaction: Queryable {
    let name: StaticString
    let connection: Connection
    @DatabaseLoop private var isEnded = false
    @DatabaseLoop private var savepoints = 0
    /// The error after which the server refuses everything but a rollback, and whether it was a conflict that a retry may resolve.
    @DatabaseLoop private(set) var failure: DatabaseError?

    init(_ name: StaticString, on connection: Connection) {
        self.name = name
        self.connection = connection
    }

    public func query(_ name: StaticString, _ sql: SQL) async throws -> Rows {
        Rows(result: try await run(try Statement(name, sql)), statement: name)
    }

    @DatabaseLoop
    func run(_ statement: Statement, isCancellable: Bool = true) async throws -> QueryResult {
        try checkUsable(statement.name)
        do {
            return try await connection.run(statement, isCancellable: isCancellable)
        } catch let error as DatabaseError {
            note(error)
            throw error
        }
    }

    @DatabaseLoop
    func checkUsable(_ name: StaticString) throws {
        guard !isEnded else {
            throw DatabaseError(.misuse, "the transaction \(self.name) has ended", statement: "\(name)")
        }
    }

    /// Remembers the first error: later ones only say that the transaction has failed.
    @DatabaseLoop
    func note(_ error: DatabaseError) {
        if failure == nil || error.isTransientConflict { failure = error }
    }

    /// Whether the transaction may succeed when it is run again: it met another, or a prepared statement had gone stale.
    @DatabaseLoop
    func canRunAgain(after error: DatabaseError?) -> Bool {
        guard let cause = failure ?? error, cause.code != .commitUnknown else { return false }
        return cause.isTransientConflict || cause.isLostPreparation
    }

    @DatabaseLoop
    func end() { isEnded = true }

    /// Runs `body` so that its error undoes only what it did: the transaction itself goes on.
    @discardableResult
    public func savepoint<T: Sendable>(
        _ name: StaticString, isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> T
    ) async throws -> T {
        let savepoint = await nextSavepoint()
        try await execute(name, "SAVEPOINT \(identifier: savepoint)")
        do {
            let value = try await body()
            try await execute(name, "RELEASE SAVEPOINT \(identifier: savepoint)")
            return value
        } catch {
            try await rollBack(name, to: savepoint)
            throw error
        }
    }

    @DatabaseLoop
    private func nextSavepoint() -> String {
        savepoints += 1
        return "savepoint_\(savepoints)"
    }

    @DatabaseLoop
    private func rollBack(_ name: StaticString, to savepoint: String) async throws {
        _ = try await run(try Statement(name, "ROLLBACK TO SAVEPOINT \(identifier: savepoint)"), isCancellable: false)
        _ = try await run(try Statement(name, "RELEASE SAVEPOINT \(identifier: savepoint)"), isCancellable: false)
        failure = nil
    }
}
