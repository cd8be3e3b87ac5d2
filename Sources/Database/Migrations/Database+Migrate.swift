internal import CLibPQ
internal import Logging

extension Database {
    /// Applies what has not been applied yet, in the given order of modules and the order of numbers in each, and records it in
    /// `database.migration`.
    ///
    /// Each migration is one transaction, so a failure leaves those before it and nothing of itself. An advisory lock lets only one
    /// process migrate at a time; the others wait and then find nothing to do.
    /// - Returns: what this call applied.
    /// - Throws: ``DatabaseError/Code/migration`` when a file that was applied has changed, or one has come up before applied ones; then
    ///   nothing is applied.
    @discardableResult
    public func migrate(_ modules: [ModuleMigrations]) async throws -> [AppliedMigration] {
        try await prepareMigrationTable()
        let before = try await transaction("database.checkMigrations") { transaction in
            try await transaction.execute("database.lockMigrations", Database.migrationLock)
            return try await Database.appliedMigrations(transaction)
        }
        for module in modules { try Database.check(module, against: before) }

        var applied: [AppliedMigration] = []
        for module in modules {
            for migration in module.migrations {
                guard let done = try await apply(migration, of: module.module) else { continue }
                applied.append(done)
            }
        }
        return applied
    }

    /// Transaction-scoped, so that it works behind a pooler that gives each transaction another connection. The number is arbitrary.
    private static let migrationLock: SQL = "SELECT pg_advisory_xact_lock(7236820158)"

    private func prepareMigrationTable() async throws {
        try await transaction("database.createMigrationTable") { transaction in
            try await transaction.execute("database.lockMigrations", Database.migrationLock)
            try await transaction.runText(
                "database.createMigrationTable",
                """
                CREATE SCHEMA IF NOT EXISTS database;
                CREATE TABLE IF NOT EXISTS database.migration (
                    module text NOT NULL,
                    number integer NOT NULL CHECK (number > 0),
                    name text NOT NULL,
                    checksum text NOT NULL,
                    applied_at timestamptz NOT NULL DEFAULT now(),
                    PRIMARY KEY (module, number)
                );
                """)
        }
    }

    private static func appliedMigrations(_ transaction: Transaction) async throws -> [AppliedMigration] {
        let rows = try await transaction.query(
            "database.appliedMigrations", "SELECT module, number, name, checksum FROM database.migration ORDER BY module, number")
        return try rows.map { row in
            let (module, number, name, checksum) = try row.decode(String.self, Int.self, String.self, String.self)
            return AppliedMigration(module: module, number: number, name: name, checksum: checksum)
        }
    }

    private static func check(_ module: ModuleMigrations, against applied: [AppliedMigration]) throws {
        let done = applied.filter { $0.module == module.module }
        let newest = done.map(\.number).max() ?? 0
        for migration in module.migrations {
            let label = "migration \(migration.number) (\(migration.name)) of module \(module.module)"
            guard let record = done.first(where: { $0.number == migration.number }) else {
                guard migration.number > newest else {
                    throw DatabaseError(
                        .migration, "\(label) is new, but \(newest) has already been applied; give it a higher number")
                }
                continue
            }
            guard record.checksum == migration.checksum else {
                throw DatabaseError(
                    .migration, "\(label) was changed after it had been applied; undo the change and put it into a new migration")
            }
        }
    }

    /// - Returns: `nil` when another process has applied it meanwhile.
    private func apply(_ migration: Migration, of module: String) async throws -> AppliedMigration? {
        let record = AppliedMigration(
            module: module, number: migration.number, name: migration.name, checksum: migration.checksum)
        do {
            let isNew = try await transaction("database.applyMigration") { transaction in
                try await transaction.execute("database.migrationTimeout", "SET LOCAL statement_timeout = 0")
                try await transaction.execute("database.lockMigrations", Database.migrationLock)
                let done = try await transaction.first(
                    "database.isMigrationApplied",
                    "SELECT 1 FROM database.migration WHERE module = \(module) AND number = \(migration.number)")
                guard done == nil else { return false }
                try await transaction.runText("database.applyMigration", migration.sql)
                try await transaction.execute(
                    "database.recordMigration",
                    """
                    INSERT INTO database.migration (module, number, name, checksum)
                    VALUES (\(module), \(migration.number), \(migration.name), \(migration.checksum))
                    """)
                return true
            }
            guard isNew else { return nil }
        } catch var error as DatabaseError {
            error.statement = "migration \(migration.number) (\(migration.name)) of module \(module)"
            throw error
        }
        logger.info(
            "migration applied", metadata: ["module": "\(module)", "number": "\(migration.number)", "name": "\(migration.name)"])
        return record
    }
}

extension Transaction {
    /// Runs a text of several statements without parameters.
    /// - Throws: ``DatabaseError/Code/misuse`` when the text ends the transaction.
    @DatabaseLoop
    func runText(_ name: StaticString, _ text: String) async throws {
        try checkUsable(name)
        do {
            try await connection.runSimple(name, text)
        } catch let error as DatabaseError {
            note(error)
            throw error
        }
        guard connection.transactionStatus == PQTRANS_INTRANS else {
            connection.lost("a text of several statements ended the transaction it ran in")
            throw DatabaseError(
                .misuse, "the text contains COMMIT or ROLLBACK; it runs inside a transaction", statement: "\(name)")
        }
    }
}
