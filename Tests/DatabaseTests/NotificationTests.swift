import Database
import Foundation
import TestSupport
import Testing

@Suite struct NotificationTests {
    @Test func `a listener hears what is committed, with its payload`() async throws {
        try await TestDatabase.withDatabase { database in
            var heard = database.listen(to: ["orders", "Größe \"x\""]).makeAsyncIterator()
            #expect(try await heard.next()?.kind == .listening)
            try await database.notify("orders", payload: "first")
            let first = try await heard.next()
            #expect(first?.channel == "orders" && first?.payload == "first")
            _ = try? await database.transaction("test.rolledBack") { transaction in
                try await transaction.notify("orders", payload: "never")
                throw CancellationError()
            }
            try await database.transaction("test.committed") { try await $0.notify("Größe \"x\"", payload: "ü") }
            let second = try await heard.next()
            #expect(second?.channel == "Größe \"x\"" && second?.payload == "ü")
        }
    }

    @Test func `a listener whose connection is lost says so and hears again`() async throws {
        try await TestDatabase.withDatabase { database in
            var heard = database.listen(to: ["orders"]).makeAsyncIterator()
            #expect(try await heard.next()?.kind == .listening)
            let killed = try await database.execute(
                "test.terminate",
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """)
            #expect(killed >= 1)
            #expect(try await heard.next()?.kind == .reconnected)
            try await database.notify("orders", payload: "again")
            #expect(try await heard.next()?.payload == "again")
        }
    }

    @Test func `a listener ends with its task, and with the database`() async throws {
        try await TestDatabase.withDatabase { database in
            let task = Task {
                for try await _ in database.listen(to: ["orders"]) {}
                return true
            }
            try await Task.sleep(for: .milliseconds(50))
            task.cancel()
            #expect(try await task.value)
            let stream = database.listen(to: ["orders"])
            var heard = stream.makeAsyncIterator()
            _ = try await heard.next()
            await database.close()
            #expect(try await heard.next() == nil)
        }
    }
}
