import Foundation
import Logging
import TestSupport
import Testing

@testable import Database

/// The server goes away and comes back; connections run out.
@Suite struct ConnectionLossTests {
    private let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    private func terminateAll(_ database: Database) async throws {
        // Through a connection of another database, so that all of this one's go.
        let others = Database(DatabaseConfiguration(url: try TestDatabase.url()), logger: logger)
        let name = try await database.one("test.name", "SELECT current_database()::text").decode(String.self)
        try await others.execute(
            "test.terminate", "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = \(name)")
        await others.close()
    }

    @Test func `idle connections that the server closed are replaced without an error`() async throws {
        try await TestDatabase.withDatabase { database in
            for _ in 0..<5 {
                #expect(try await database.one("test.one", "SELECT 1").decode(Int.self) == 1)
                #expect(
                    try await database.transaction("test.transaction") { try await $0.query("test.one", "SELECT 1").count } == 1)
                try await terminateAll(database)
            }
            #expect(try await database.one("test.one", "SELECT 1").decode(Int.self) == 1)
        }
    }

    @Test func `running statements fail as lost, later ones find a new connection`() async throws {
        try await TestDatabase.withDatabase { database in
            let running = (0..<5).map { _ in
                Task {
                    try await database.transaction("test.lost") { try await $0.query("test.sleep", "SELECT pg_sleep(600)").count }
                }
            }
            defer { for task in running { task.cancel() } }
            let others = Database(DatabaseConfiguration(url: try TestDatabase.url()), logger: logger)
            try await waitUntil { try await sleeping(in: database, seenBy: others) == 5 }
            await others.close()
            try await terminateAllBeside(database)
            for task in running {
                let error = await #expect(throws: DatabaseError.self) { try await task.value }
                #expect(error?.code == .connectionLost && error?.statement == "test.sleep")
            }
            #expect(try await database.one("test.one", "SELECT 1").decode(Int.self) == 1)
        }
    }

    /// How many `pg_sleep` run in a database, counted over another's connection.
    private func sleeping(in database: Database, seenBy others: Database) async throws -> Int {
        try await others.one(
            "test.sleeping",
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = substring(\(database.configuration.url) FROM 'test_[0-9a-f_]+') AND state = 'active'
                AND query LIKE '%pg_sleep(%'
            """
        ).decode(Int.self)
    }

    private func waitUntil(_ isTrue: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while try await !isTrue() {
            try #require(ContinuousClock.now < deadline, "it did not happen within 60 s")
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private func terminateAllBeside(_ database: Database) async throws {
        let others = Database(DatabaseConfiguration(url: try TestDatabase.url()), logger: logger)
        try await others.execute(
            "test.terminate",
            """
            SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
            WHERE datname = substring(\(database.configuration.url) FROM 'test_[0-9a-f_]+')
            """)
        await others.close()
    }

    @Test func `a server that restarts is found again`() async throws {
        try await PrivateCluster.withCluster { cluster in try await restart(cluster) }
    }

    private func restart(_ cluster: PrivateCluster) async throws {
        let database = Database(DatabaseConfiguration(url: cluster.url, leaseTimeout: .seconds(120)), logger: logger)
        #expect(try await database.one("test.one", "SELECT 1").decode(Int.self) == 1)
        var heard = database.listen(to: ["orders"]).makeAsyncIterator()
        #expect(try await heard.next()?.kind == .listening)
        try await cluster.stop()
        // Sent while the server is away: it waits for its return.
        let waiting = Task { try await database.one("test.waiting", "SELECT 2").decode(Int.self) }
        try await Task.sleep(for: .milliseconds(200))  // Whether or not it was sent by then, the answer must be the same.
        try await cluster.start()
        #expect(try await waiting.value == 2)
        #expect(try await database.transaction("test.after") { try await $0.query("test.one", "SELECT 1").count } == 1)
        #expect(try await heard.next()?.kind == .reconnected)
        await database.close()
    }

    @Test func `a server that cannot be reached is an error with the reason`() async throws {
        let database = Database(
            DatabaseConfiguration(url: "host=/nonexistent dbname=x", leaseTimeout: .seconds(10)), logger: logger)
        // On a busy machine its time may be over before a connection was tried.
        _ = try? await database.query("test.first", "SELECT 1")
        let error = await #expect(throws: DatabaseError.self) { try await database.query("test.one", "SELECT 1") }
        #expect(error?.code == .connectionLost && error?.statement == "test.one")
        #expect(error?.message.contains("/nonexistent") == true)
        await database.close()
    }

    @Test func `a database that does not exist and a connection string that cannot be read fail at once`() async throws {
        let missing = Database(
            DatabaseConfiguration(url: try TestDatabase.url() + "&dbname=missing", leaseTimeout: .seconds(600)), logger: logger)
        let error = await #expect(throws: DatabaseError.self) { try await missing.query("test.one", "SELECT 1") }
        #expect(error?.message.contains("\"missing\" does not exist") == true)
        await missing.close()
        let unreadable = Database(DatabaseConfiguration(url: "host=a nonsense", leaseTimeout: .seconds(600)), logger: logger)
        let other = await #expect(throws: DatabaseError.self) { try await unreadable.query("test.one", "SELECT 1") }
        #expect(other?.message.contains("cannot be read") == true)
        await unreadable.close()
    }

    @Test func `the SQLSTATE of a refusal is found in libpq's words`() {
        #expect(
            Connector.sqlState(in: "connection to server failed: FATAL:  3D000: database \"x\" does not exist")
                == .invalidDatabase)
        #expect(Connector.sqlState(in: "connection to server failed: SCHWERWIEGEND:  28P01: Passwort") == .invalidPassword)
        #expect(Connector.sqlState(in: "could not translate host name") == nil)
        #expect(Connector.sqlState(in: "") == nil)
    }

    @Test func `who waits too long is told`() async throws {
        try await TestDatabase.withDatabase(configure: {
            $0.maximumConnections = 2
            $0.leaseTimeout = .seconds(3)
        }) { database in
            try await database.transaction("test.first") { _ in
                try await database.transaction("test.second") { _ in
                    let error = await #expect(throws: DatabaseError.self) {
                        try await database.transaction("test.third") { try await $0.query("test.one", "SELECT 1").count }
                    }
                    #expect(error?.code == .leaseTimeout && error?.statement == "test.third")
                }
            }
        }
    }

    @Test func `40 transactions side by side share two connections`() async throws {
        try await TestDatabase.withDatabase(configure: {
            $0.maximumConnections = 2
            $0.leaseTimeout = .seconds(120)
        }) { database in
            let processes = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        try await database.transaction("test.short") {
                            try await $0.one("test.pid", "SELECT pg_backend_pid()").decode(Int.self)
                        }
                    }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect((1...2).contains(processes.count))
        }
    }

    @Test func `closing lets a running transaction end and refuses new work`() async throws {
        try await TestDatabase.withDatabase { database in
            let (began, begin) = AsyncStream.makeStream(of: Void.self)
            let running = Task {
                try await database.transaction("test.running") {
                    _ = try await $0.query("test.begin", "SELECT 1")
                    begin.finish()
                    return try await $0.query("test.sleep", "SELECT pg_sleep(0.3)").count
                }
            }
            for await _ in began {}
            await database.close()
            let rows = try await running.value
            #expect(rows == 1)
            let error = await #expect(throws: DatabaseError.self) { try await database.query("test.late", "SELECT 1") }
            #expect(error?.code == .closed)
        }
    }

    @Test func `as a service it runs until its task ends and then closes`() async throws {
        try await TestDatabase.withDatabase { database in
            let service = Task { try await database.run() }
            let answer = try await database.one("test.one", "SELECT 1").decode(Int.self)
            #expect(answer == 1)
            service.cancel()
            try await service.value
            let error = await #expect(throws: DatabaseError.self) { try await database.query("test.late", "SELECT 1") }
            #expect(error?.code == .closed)
        }
    }

    @Test func `a database that is let go closes its connections`() async throws {
        try await TestDatabase.withDatabase { database in
            let process = try await {
                var configuration = database.configuration
                configuration.applicationName = "let go"
                let other = Database(configuration, logger: logger)
                return try await other.one("test.pid", "SELECT pg_backend_pid()").decode(Int32.self)
            }()
            let deadline = ContinuousClock.now + .seconds(60)
            while try await database.first("test.alive", "SELECT 1 FROM pg_stat_activity WHERE pid = \(process)") != nil {
                try #require(ContinuousClock.now < deadline, "its connection is still open after 60 s")
                try await Task.sleep(for: .milliseconds(10))
            }
        }
    }
}
