import Database
import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@Suite("Outbox")
struct OutboxTests {
    private struct Parcel: Codable, Hashable, Sendable {
        let number: Int
    }

    private struct NotToday: Error {}

    private static let topic = OutboxTopic("test.parcel")
    private static let logger: Logger = {
        var logger = Logger(label: "outbox-tests")
        logger.logLevel = .critical
        return logger
    }()

    private static func withOutbox(_ body: (Database) async throws -> Void) async throws {
        try await TestDatabase.withDatabase(migrations: [Outbox.migrations()]) { database in
            try await database.execute("test.create", "CREATE TABLE delivered (number bigint)")
            try await body(database)
        }
    }

    private static func publish(_ numbers: some Sequence<Int>, in database: Database) async throws {
        try await database.transaction("test.publish") { transaction in
            for number in numbers { try await Outbox.publish(topic: topic, payload: Parcel(number: number), in: transaction) }
        }
    }

    /// Writes the parcel's number down, in the transaction of the delivery.
    private static let noteDown: OutboxHandlers.Handler = { event, transaction in
        let number = try event.decode(Parcel.self).number
        try await transaction.execute("test.noteDown", "INSERT INTO delivered VALUES (\(number))")
    }

    private static func delivered(in database: Database) async throws -> [Int] {
        try await database.query("test.delivered", "SELECT number FROM delivered ORDER BY number").decode(Int.self)
    }

    private static func worker(
        _ database: Database, backoff: OutboxBackoff = OutboxBackoff(), pollInterval: Duration = .milliseconds(50),
        _ handler: @escaping OutboxHandlers.Handler = noteDown
    ) -> OutboxWorker {
        var handlers = OutboxHandlers()
        handlers.on(topic, handler)
        return OutboxWorker(database: database, handlers: handlers, backoff: backoff, pollInterval: pollInterval, logger: logger)
    }

    private static func runs(_ worker: OutboxWorker, until isDone: () async throws -> Bool) async throws {
        let running = Task { try await worker.run() }
        defer { running.cancel() }
        let deadline = ContinuousClock.now + .seconds(30)
        while try await !isDone() {
            try #require(ContinuousClock.now < deadline, "nothing came of it in 30 s")
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    @Test("an event is delivered once, with what was published, and not again")
    func deliversOnce() async throws {
        try await Self.withOutbox { database in
            try await Self.publish(1...20, in: database)
            let worker = Self.worker(database)
            try await worker.drain()
            try await worker.drain()
            #expect(try await Self.delivered(in: database) == Array(1...20))
            #expect(try await Outbox.backlog(in: database).isEmpty)
            #expect(try await Outbox.removeDelivered(before: Date() + 60, in: database) == 20)
        }
    }

    @Test("what is rolled back was never published")
    func rolledBack() async throws {
        try await Self.withOutbox { database in
            await #expect(throws: NotToday.self) {
                try await database.transaction("test.publish") { transaction in
                    try await Outbox.publish(topic: Self.topic, payload: Parcel(number: 1), in: transaction)
                    throw NotToday()
                }
            }
            try await Self.worker(database).drain()
            #expect(try await Self.delivered(in: database).isEmpty)
        }
    }

    @Test("several workers share the events and deliver none twice")
    func severalWorkers() async throws {
        try await Self.withOutbox { database in
            try await Self.publish(1...100, in: database)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { try await Self.worker(database).drain() } }
                try await group.waitForAll()
            }
            #expect(try await Self.delivered(in: database) == Array(1...100))
        }
    }

    @Test("a failed delivery leaves nothing, is noted, and is tried again until it succeeds")
    func retries() async throws {
        try await Self.withOutbox { database in
            try await Self.publish(1...3, in: database)
            let failures = Mutex(0)
            let worker = Self.worker(database, backoff: OutboxBackoff(first: .milliseconds(1))) { event, transaction in
                try await Self.noteDown(event, transaction)
                let fails =
                    try event.decode(Parcel.self).number == 2
                    && failures.withLock {
                        $0 += 1; return $0 <= 3
                    }
                if fails { throw NotToday() }
            }
            let error = await #expect(throws: OutboxFailures.self) { try await worker.drain() }
            #expect(error?.failures.map(\.topic) == [Self.topic])
            #expect(try await Self.delivered(in: database) == [1, 3])
            let (attempts, lastError) = try await database.one(
                "test.failed", "SELECT attempts, last_error FROM database.outbox WHERE delivered_at IS NULL"
            ).decode(Int.self, String.self)
            #expect(attempts == 1)
            #expect(lastError.contains("NotToday"))

            try await Self.runs(worker) { try await Self.delivered(in: database) == [1, 2, 3] }
            #expect(failures.withLock { $0 } == 4)
        }
    }

    @Test("a failed statement in a handler does not keep the failure from being noted")
    func failedStatement() async throws {
        try await Self.withOutbox { database in
            try await Self.publish([1], in: database)
            let worker = Self.worker(database) { _, transaction in
                try await transaction.execute("test.broken", "SELECT 1 / 0")
            }
            await #expect(throws: OutboxFailures.self) { try await worker.drain() }
            #expect(try await Outbox.backlog(in: database)[Self.topic]?.count == 1)
        }
    }

    @Test("a running worker is woken by the commit, without waiting for its poll")
    func wakes() async throws {
        try await Self.withOutbox { database in
            let worker = Self.worker(database, pollInterval: .seconds(3600))
            try await Self.publish([0], in: database)
            // The first is there when the worker begins; what comes later only a notification can tell it of.
            try await Self.runs(worker) {
                let delivered = try await Self.delivered(in: database)
                if !delivered.isEmpty { try await Self.publish([delivered.count], in: database) }
                return delivered.count > 1
            }
        }
    }

    @Test("a worker whose connection dies in the middle of a delivery leaves the event for the next one")
    func crash() async throws {
        try await Self.withOutbox { database in
            try await Self.publish([1], in: database)
            let dying = Self.worker(database) { event, transaction in
                try await Self.noteDown(event, transaction)
                let process = try await transaction.one("test.process", "SELECT pg_backend_pid()").decode(Int32.self)
                try await database.execute("test.kill", "SELECT pg_terminate_backend(\(process))")
                // Whatever comes now finds the connection gone, as after a crash.
                try await transaction.execute("test.afterwards", "SELECT 1")
            }
            await #expect(throws: DatabaseError.self) { try await dying.drain() }
            #expect(try await Self.delivered(in: database).isEmpty)

            try await Self.worker(database).drain()
            #expect(try await Self.delivered(in: database) == [1])
        }
    }

    @Test("draining waits for what another worker has in hand")
    func drainWaits() async throws {
        try await Self.withOutbox { database in
            try await Self.publish([1], in: database)
            let (began, begin) = AsyncStream.makeStream(of: Void.self)
            let (released, release) = AsyncStream.makeStream(of: Void.self)
            let slow = Self.worker(database) { event, transaction in
                begin.finish()
                for await _ in released {}
                try await Self.noteDown(event, transaction)
            }
            let first = Task { try await slow.drain() }
            for await _ in began {}
            let second = Task { try await Self.worker(database).drain() }
            try await Task.sleep(for: .milliseconds(100))
            release.finish()
            try await second.value
            #expect(try await Self.delivered(in: database) == [1])
            try await first.value
        }
    }

    @Test("a graceful shutdown lets the worker finish what it is at, and no more")
    func gracefulShutdown() async throws {
        try await Self.withOutbox { database in
            try await Self.publish(1...3, in: database)
            let (began, begin) = AsyncStream.makeStream(of: Void.self)
            let (released, release) = AsyncStream.makeStream(of: Void.self)
            var handlers = OutboxHandlers()
            handlers.on(Self.topic) { event, transaction in
                begin.finish()
                for await _ in released {}
                try await Self.noteDown(event, transaction)
            }
            let worker = OutboxWorker(database: database, handlers: handlers, lanes: 1, logger: Self.logger)
            let group = ServiceGroup(services: [worker], logger: Self.logger)
            let running = Task { try await group.run() }
            for await _ in began {}
            await group.triggerGracefulShutdown()
            release.finish()
            try await running.value
            #expect(try await Self.delivered(in: database) == [1])
            #expect(try await Outbox.backlog(in: database)[Self.topic]?.count == 2)
        }
    }

    @Test("of several handlers of a topic all take effect or none")
    func severalHandlers() async throws {
        try await Self.withOutbox { database in
            try await Self.publish([1, 2], in: database)
            var handlers = OutboxHandlers()
            handlers.on(Self.topic, Self.noteDown)
            handlers.on(Self.topic) { event, transaction in
                let number = try event.decode(Parcel.self).number
                if number == 2 { throw NotToday() }
                try await transaction.execute("test.noteDown", "INSERT INTO delivered VALUES (\(number + 10))")
            }
            let worker = OutboxWorker(database: database, handlers: handlers, logger: Self.logger)
            await #expect(throws: OutboxFailures.self) { try await worker.drain() }
            #expect(try await Self.delivered(in: database) == [1, 11])
        }
    }

    @Test("draining some topics leaves the others, and a topic without a handler waits for one")
    func topics() async throws {
        try await Self.withOutbox { database in
            try await Self.publish([1], in: database)
            try await database.transaction("test.publish") {
                try await Outbox.publish(topic: OutboxTopic("test.other"), payload: Parcel(number: 2), in: $0)
            }
            try await Self.worker(database).drain(topics: [OutboxTopic("test.other")])
            #expect(try await Self.delivered(in: database).isEmpty)
            try await Self.worker(database).drain(topics: [Self.topic])
            #expect(try await Self.delivered(in: database) == [1])
            #expect(try await Outbox.backlog(in: database).keys.map(\.rawValue) == ["test.other"])
        }
    }

    @Test(
        "the wait doubles after each failure, up to its limit",
        arguments: [(1, 1), (2, 2), (3, 4), (10, 512), (13, 3600), (1_000_000, 3600)])
    func backoff(failures: Int, seconds: Int) {
        let backoff = OutboxBackoff()
        #expect(backoff.delay(afterFailures: failures, jitter: 1) == .seconds(seconds))
        #expect(backoff.delay(afterFailures: failures, jitter: 0) == .seconds(seconds) / 2)
    }
}
