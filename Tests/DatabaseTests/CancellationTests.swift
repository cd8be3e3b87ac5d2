import Database
import Foundation
import TestSupport
import Testing

@Suite struct CancellationTests {
    /// How many sessions of the database run a statement with this comment in its text. Asked on a connection of its own: on a shared one the
    /// question could wait behind the statement that it asks about.
    private func running(_ database: Database, _ comment: String) async throws -> Int {
        try await database.transaction("test.watch") { transaction in
            try await transaction.one(
                "test.activity",
                """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND state = 'active' AND query LIKE \("%" + comment + "%")
                    AND pid <> pg_backend_pid()
                """
            ).decode(Int.self)
        }
    }

    private func wait(until isTrue: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while try await !isTrue() {
            try #require(ContinuousClock.now < deadline, "it did not happen within 60 s")
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// Cancelling must not use the connection that is watched.
    private func configure(_ configuration: inout DatabaseConfiguration) {
        configuration.pipelinedConnections = 4
    }

    @Test func `cancelling a task stops its query on the server`() async throws {
        try await TestDatabase.withDatabase(configure: configure) { database in
            let task = Task { try await database.query("test.sleep", "SELECT pg_sleep(600) /* cancelled query */") }
            try await wait { try await running(database, "cancelled query") == 1 }
            task.cancel()
            let error = await #expect(throws: DatabaseError.self) { try await task.value }
            #expect(error?.code == .cancelled && error?.statement == "test.sleep")
            try await wait { try await running(database, "cancelled query") == 0 }
            #expect(try await database.one("test.one", "SELECT 1").decode(Int.self) == 1)
        }
    }

    @Test func `a cancelled task sends nothing`() async throws {
        try await TestDatabase.withDatabase { database in
            try await database.execute("test.create", "CREATE TABLE t (i int)")
            let task = Task {
                while !Task.isCancelled { await Task.yield() }
                try await database.execute("test.insert", "INSERT INTO t VALUES (1)")
            }
            task.cancel()
            let error = await #expect(throws: DatabaseError.self) { try await task.value }
            #expect(error?.code == .cancelled)
            #expect(try await database.one("test.count", "SELECT count(*) FROM t").decode(Int.self) == 0)
        }
    }

    @Test func `queries behind a cancelled one on the same connection are answered`() async throws {
        try await TestDatabase.withDatabase(configure: { $0.pipelinedConnections = 1 }) { database in
            let slow = Task { try await database.query("test.sleep", "SELECT pg_sleep(600)") }
            try await Task.sleep(for: .milliseconds(100))
            let others = (0..<10).map { number in
                Task { try await database.one("test.echo", "SELECT \(number)").decode(Int.self) }
            }
            let given = Task { try await database.query("test.second", "SELECT pg_sleep(600)") }
            try await Task.sleep(for: .milliseconds(50))
            given.cancel()
            slow.cancel()
            for (number, other) in others.enumerated() { #expect(try await other.value == number) }
            await #expect(throws: DatabaseError.self) { try await slow.value }
            await #expect(throws: DatabaseError.self) { try await given.value }
        }
    }

    @Test func `cancelling at random moments never takes another's answer or leaves a connection out of step`() async throws {
        try await TestDatabase.withDatabase(configure: configure) { database in
            for _ in 0..<30 {
                await withTaskGroup(of: Void.self) { group in
                    for number in 0..<40 {
                        group.addTask {
                            let task = Task {
                                try await database.one("test.slowEcho", "SELECT \(number) FROM pg_sleep(0.002)").decode(Int.self)
                            }
                            if number % 3 == 0 {
                                try? await Task.sleep(for: .microseconds(Int.random(in: 0...3000)))
                                task.cancel()
                            }
                            switch await task.result {
                            case .success(let echo): #expect(echo == number)
                            case .failure(let error):
                                #expect(number % 3 == 0 && (error as? DatabaseError)?.code == .cancelled, "\(error)")
                            }
                        }
                    }
                }
            }
        }
    }

    @Test func `cancelling inside a transaction rolls it back and stops the server`() async throws {
        try await TestDatabase.withDatabase { database in
            try await database.execute("test.create", "CREATE TABLE t (i int)")
            let task = Task {
                try await database.transaction("test.transaction") { transaction in
                    try await transaction.execute("test.insert", "INSERT INTO t VALUES (1)")
                    try await transaction.execute("test.sleep", "SELECT pg_sleep(600) /* cancelled transaction */")
                }
            }
            try await wait { try await running(database, "cancelled transaction") == 1 }
            task.cancel()
            let error = await #expect(throws: DatabaseError.self) { try await task.value }
            #expect(error?.code == .cancelled)
            #expect(try await running(database, "cancelled transaction") == 0)
            #expect(try await database.one("test.count", "SELECT count(*) FROM t").decode(Int.self) == 0)
            let count = try await database.transaction("test.next") { try await $0.query("test.one", "SELECT 1").count }
            #expect(count == 1)
        }
    }

    @Test func `a statement beyond its time is stopped by the server`() async throws {
        try await TestDatabase.withDatabase(configure: { $0.statementTimeout = .seconds(1) }) { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.query("test.sleep", "SELECT pg_sleep(600)")
            }
            #expect(error?.code == .statementTimeout && error?.sqlState == .queryCancelled && error?.statement == "test.sleep")
            let inside = await #expect(throws: DatabaseError.self) {
                try await database.transaction("test.transaction") {
                    try await $0.query("test.sleepInside", "SELECT pg_sleep(600)")
                }
            }
            #expect(inside?.code == .statementTimeout)
            let answer = try await database.one("test.one", "SELECT 1").decode(Int.self)
            #expect(answer == 1)
        }
    }

    @Test func `the client stops a statement that the server's own limit misses`() async throws {
        try await TestDatabase.withDatabase(configure: { $0.statementTimeout = .seconds(1) }) { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.transaction("test.transaction") { transaction in
                    try await transaction.execute("test.lift", "SET LOCAL statement_timeout = 0")
                    try await transaction.execute("test.sleep", "SELECT pg_sleep(600) /* limit missed */")
                }
            }
            #expect(error?.code == .statementTimeout)
            let stillRunning = try await running(database, "limit missed")
            #expect(stillRunning == 0)
        }
    }

    @Test func `a waiter for a connection can be cancelled`() async throws {
        try await TestDatabase.withDatabase(configure: { $0.maximumConnections = 1 }) { database in
            try await database.transaction("test.holder") { _ in
                let waiting = Task {
                    try await database.transaction("test.waiter") { try await $0.query("test.one", "SELECT 1").count }
                }
                try await Task.sleep(for: .milliseconds(50))
                waiting.cancel()
                let error = await #expect(throws: DatabaseError.self) { try await waiting.value }
                #expect(error?.code == .cancelled && error?.statement == "test.waiter")
            }
        }
    }
}
