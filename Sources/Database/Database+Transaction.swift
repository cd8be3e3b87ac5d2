internal import CLibPQ
internal import Logging

extension Database {
    /// Runs `body` in a transaction on a connection of its own: commits when it returns, rolls back when it throws.
    ///
    /// After a serialization failure or a deadlock, `body` is run again from its start on a new transaction, up to
    /// ``DatabaseConfiguration/maximumRetries`` times with growing random pauses; so it must have no effects but those of its statements.
    /// - Throws: what `body` throws; ``DatabaseError`` when the transaction cannot begin or commit. With
    ///   ``DatabaseError/Code/commitUnknown`` nobody knows whether it was committed; it is never run again.
    @discardableResult
    public func transaction<T: Sendable>(
        _ name: StaticString, isolation: Isolation = .readCommitted, readOnly: Bool = false,
        actor: isolated (any Actor)? = #isolation, _ body: (Transaction) async throws -> T
    ) async throws -> T {
        var attempt = 0
        while true {
            let transaction = try await begin(name, isolation, readOnly)
            let conflict: any Error
            do {
                let value = try await body(transaction)
                try await commit(transaction)
                return value
            } catch {
                let canRunAgain = await rollBack(transaction, after: error)
                guard canRunAgain, attempt < configuration.maximumRetries, !Task.isCancelled else { throw error }
                conflict = error
            }
            attempt += 1
            logger.debug(
                "transaction runs again", metadata: ["transaction": "\(name)", "attempt": "\(attempt)", "reason": "\(conflict)"])
            try await Task.sleep(for: Database.pause(beforeRetry: attempt))
        }
    }

    /// Up to 2, 4, 8 … 256 ms: random, so that those who met do not meet again.
    static func pause(beforeRetry attempt: Int) -> Duration {
        .microseconds(Int.random(in: 0...(1000 << min(attempt, 8))))
    }

    @DatabaseLoop
    private func begin(_ name: StaticString, _ isolation: Isolation, _ readOnly: Bool) async throws -> Transaction {
        let begin = try Statement(name, Database.beginStatement(isolation, readOnly))
        while true {
            let connection: Connection
            do {
                connection = try await leased.lease()
            } catch let error as DatabaseError {
                throw error.naming(name)
            }
            do {
                _ = try await connection.run(begin)
                return Transaction(name, on: connection)
            } catch let error as DatabaseError where error.code == .connectionLost && leased.usage.open > 0 {
                // Nothing was done on it yet: another connection will do.
                leased.release(connection)
            } catch {
                if connection.isOpen { connection.lost("a transaction did not begin") }
                leased.release(connection)
                throw error
            }
        }
    }

    private static func beginStatement(_ isolation: Isolation, _ readOnly: Bool) -> SQL {
        switch (isolation, readOnly) {
        case (.readCommitted, false): "BEGIN ISOLATION LEVEL READ COMMITTED"
        case (.readCommitted, true): "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY"
        case (.repeatableRead, false): "BEGIN ISOLATION LEVEL REPEATABLE READ"
        case (.repeatableRead, true): "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        case (.serializable, false): "BEGIN ISOLATION LEVEL SERIALIZABLE"
        case (.serializable, true): "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY"
        }
    }

    @DatabaseLoop
    private func commit(_ transaction: Transaction) async throws {
        try transaction.checkUsable(transaction.name)
        transaction.end()
        let connection = transaction.connection
        let result: QueryResult
        do {
            result = try await connection.run(try Statement(transaction.name, "COMMIT"), isCancellable: false)
        } catch var error as DatabaseError {
            if error.sqlState == nil || error.code == .connectionLost {
                error.message = "the connection was lost during COMMIT, which may have taken effect or not: \(error.message)"
                error.code = .commitUnknown
            }
            transaction.note(error)
            throw error
        }
        // COMMIT of a failed transaction succeeds, as a rollback.
        guard result.commandTag != "ROLLBACK" else {
            var error = transaction.failure ?? DatabaseError(.transactionAborted, "the transaction had failed")
            error.code = .transactionAborted
            error.message = "rolled back, because a statement in it had failed: \(error.message)"
            throw error.naming(transaction.name)
        }
        leased.release(connection)
    }

    /// Ends the transaction and gives its connection back.
    /// - Returns: whether it may be run again.
    @DatabaseLoop
    private func rollBack(_ transaction: Transaction, after error: any Error) async -> Bool {
        transaction.end()
        let connection = transaction.connection
        let canRunAgain = transaction.canRunAgain(after: error as? DatabaseError)
        if connection.isOpen, connection.transactionStatus != PQTRANS_IDLE || !connection.isIdle {
            do {
                _ = try await connection.run(try Statement(transaction.name, "ROLLBACK"), isCancellable: false)
            } catch {
                connection.lost("a transaction could not be rolled back: \(error)")
            }
        }
        leased.release(connection)
        return canRunAgain
    }
}
