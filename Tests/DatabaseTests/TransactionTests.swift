import Database
import Foundation
import TestSupport
import Testing

private struct Stop: Error {}

@Suite struct TransactionTests {
    private func withAccounts(
        configure: (inout DatabaseConfiguration) -> Void = { _ in }, _ body: (Database) async throws -> Void
    ) async throws {
        try await TestDatabase.withDatabase(configure: configure) { database in
            try await database.execute(
                "test.create", "CREATE TABLE account (id int PRIMARY KEY, cents int NOT NULL CHECK (cents >= 0))")
            try await database.execute("test.fill", "INSERT INTO account VALUES (1, 100), (2, 100)")
            try await body(database)
        }
    }

    private func cents(_ database: Database) async throws -> [Int] {
        try await database.query("test.cents", "SELECT cents FROM account ORDER BY id").decode(Int.self)
    }

    @Test func `a transaction commits what its closure did, and returns its value`() async throws {
        try await withAccounts { database in
            let moved = try await database.transaction("test.move") { transaction in
                try await transaction.execute("test.take", "UPDATE account SET cents = cents - 30 WHERE id = 1")
                try await transaction.execute("test.give", "UPDATE account SET cents = cents + 30 WHERE id = 2")
                return 30
            }
            #expect(moved == 30)
            #expect(try await cents(database) == [70, 130])
        }
    }

    @Test func `an error in the closure rolls everything back and comes out unchanged`() async throws {
        try await withAccounts { database in
            await #expect(throws: Stop.self) {
                try await database.transaction("test.fail") { transaction in
                    try await transaction.execute("test.take", "UPDATE account SET cents = 0")
                    throw Stop()
                }
            }
            let after = try await cents(database)
            #expect(after == [100, 100])
        }
    }

    @Test func `a failed statement whose error was swallowed does not look like a commit`() async throws {
        try await withAccounts { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.transaction("test.swallow") { transaction in
                    try await transaction.execute("test.take", "UPDATE account SET cents = 50 WHERE id = 1")
                    _ = try? await transaction.execute("test.overdraw", "UPDATE account SET cents = -1 WHERE id = 2")
                }
            }
            #expect(error?.code == .transactionAborted && error?.isCheckViolation == true && error?.statement == "test.overdraw")
            let after = try await cents(database)
            #expect(after == [100, 100])
        }
    }

    @Test func `a constraint that is checked at the end fails the commit`() async throws {
        try await withAccounts { database in
            try await database.execute(
                "test.deferred", "CREATE TABLE line (account int REFERENCES account DEFERRABLE INITIALLY DEFERRED)")
            let error = await #expect(throws: DatabaseError.self) {
                try await database.transaction("test.commit") { try await $0.execute("test.line", "INSERT INTO line VALUES (9)") }
            }
            #expect(error?.code == .server && error?.isForeignKeyViolation == true)
            #expect(try await database.one("test.count", "SELECT count(*) FROM line").decode(Int.self) == 0)
        }
    }

    @Test func `an error in a savepoint undoes only the savepoint`() async throws {
        try await withAccounts { database in
            try await database.transaction("test.outer") { transaction in
                try await transaction.execute("test.take", "UPDATE account SET cents = 1 WHERE id = 1")
                await #expect(throws: DatabaseError.self) {
                    try await transaction.savepoint("test.inner") {
                        try await transaction.execute("test.give", "UPDATE account SET cents = 2 WHERE id = 2")
                        try await transaction.savepoint("test.innermost") {
                            try await transaction.execute("test.overdraw", "UPDATE account SET cents = -1")
                        }
                    }
                }
                let kept = try await transaction.savepoint("test.kept") {
                    try await transaction.execute("test.third", "INSERT INTO account VALUES (3, 3)")
                }
                #expect(kept == 1)
            }
            #expect(try await cents(database) == [1, 100, 3])
        }
    }

    @Test func `a transaction cannot be used after its end`() async throws {
        try await withAccounts { database in
            let leaked = try await database.transaction("test.leak") { $0 }
            let error = await #expect(throws: DatabaseError.self) { try await leaked.query("test.late", "SELECT 1") }
            #expect(error?.code == .misuse && error?.statement == "test.late")
        }
    }

    @Test func `100 increments under serializable isolation all count`() async throws {
        try await withAccounts(configure: { $0.maximumRetries = 50 }) { database in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        try await database.transaction("test.increment", isolation: .serializable) { transaction in
                            let cents = try await transaction.one("test.read", "SELECT cents FROM account WHERE id = 1").decode(
                                Int.self)
                            try await transaction.execute("test.write", "UPDATE account SET cents = \(cents + 1) WHERE id = 1")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await cents(database) == [200, 100])
        }
    }

    @Test func `two transactions that lock crosswise both succeed in the end`() async throws {
        try await withAccounts { database in
            let attempts = Counter()
            let firstLocks = Counter()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (first, second) in [(1, 2), (2, 1)] {
                    group.addTask {
                        try await database.transaction("test.cross") { transaction in
                            await attempts.increment()
                            try await transaction.execute("test.quick", "SET LOCAL deadlock_timeout = '50ms'")
                            try await transaction.execute(
                                "test.first", "UPDATE account SET cents = cents + 1 WHERE id = \(first)")
                            await firstLocks.increment()
                            // Until both hold their first row; a second attempt need not wait.
                            while await firstLocks.value < 2 { await Task.yield() }
                            try await transaction.execute(
                                "test.second", "UPDATE account SET cents = cents + 1 WHERE id = \(second)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await cents(database) == [102, 102])
            #expect(await attempts.value > 2)
        }
    }

    @Test func `a conflict is retried even when the closure throws an error of its own`() async throws {
        try await withAccounts { database in
            let attempts = Counter()
            let value = try await database.transaction("test.wrap") { transaction in
                await attempts.increment()
                if await attempts.value == 1 {
                    do {
                        try await transaction.execute(
                            "test.conflict", "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40001'; END $$")
                    } catch { throw Stop() }
                }
                return await attempts.value
            }
            #expect(value == 2)
        }
    }

    @Test func `retries end at their limit`() async throws {
        try await withAccounts(configure: { $0.maximumRetries = 3 }) { database in
            let attempts = Counter()
            let error = await #expect(throws: DatabaseError.self) {
                try await database.transaction("test.hopeless") { transaction in
                    await attempts.increment()
                    try await transaction.execute(
                        "test.conflict", "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40P01'; END $$")
                }
            }
            #expect(error?.sqlState == .deadlockDetected)
            #expect(await attempts.value == 4)
        }
    }

    @Test func `isolation and read-only are what was asked for`() async throws {
        try await withAccounts { database in
            for (isolation, name) in [
                (Isolation.readCommitted, "read committed"), (.repeatableRead, "repeatable read"),
                (.serializable, "serializable"),
            ] {
                let shown = try await database.transaction("test.isolation", isolation: isolation) {
                    try await $0.one("test.show", "SHOW transaction_isolation").decode(String.self)
                }
                #expect(shown == name)
            }
            let error = await #expect(throws: DatabaseError.self) {
                try await database.transaction("test.readOnly", readOnly: true) {
                    try await $0.execute("test.write", "DELETE FROM account")
                }
            }
            #expect(error?.sqlState == .readOnlyTransaction)
        }
    }

    @Test func `a connection lost before COMMIT is a loss, during COMMIT an unknown outcome`() async throws {
        try await withAccounts { database in
            let before = await #expect(throws: DatabaseError.self) {
                try await database.transaction("test.before") { transaction in
                    let pid = try await transaction.one("test.pid", "SELECT pg_backend_pid()").decode(Int.self)
                    try await database.execute("test.terminate", "SELECT pg_terminate_backend(\(Int32(pid)))")
                    _ = try await transaction.query("test.after", "SELECT 1")
                }
            }
            #expect(before?.code == .connectionLost)

            try await database.execute(
                "test.trap",
                """
                CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); RETURN NULL; END $$
                """)
            try await database.execute(
                "test.trigger",
                "CREATE CONSTRAINT TRIGGER leave AFTER INSERT ON account DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION leave()"
            )
            let attempts = Counter()
            let during = await #expect(throws: DatabaseError.self) {
                try await database.transaction("test.during") { transaction in
                    await attempts.increment()
                    try await transaction.execute("test.insert", "INSERT INTO account VALUES (9, 9)")
                }
            }
            #expect(during?.code == .commitUnknown)
            #expect(await attempts.value == 1)
        }
    }

    @Test func `statements of one transaction may run side by side`() async throws {
        try await withAccounts { database in
            let sum = try await database.transaction("test.parallel") { transaction in
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for number in 1...100 {
                        group.addTask { try await transaction.one("test.echo", "SELECT \(number)").decode(Int.self) }
                    }
                    return try await group.reduce(0, +)
                }
            }
            #expect(sum == 5050)
        }
    }
}

actor Counter {
    private(set) var value = 0
    func increment() { value += 1 }
}
