public import Foundation

/// Things that happened, as rows written in the transaction that caused them: when it commits they will be delivered, when it is rolled
/// back they never were. An ``OutboxWorker`` delivers them.
public enum Outbox {
    /// The channel that wakes the workers. Its notifications carry nothing; a worker that misses one finds the row by polling.
    static let channel = "database_outbox"

    public static func migrations() throws -> ModuleMigrations {
        try ModuleMigrations.load(module: "database", from: .module)
    }

    /// Writes an event that is delivered after `transaction` has committed.
    /// - Parameter payload: identifiers and the like. No personal data: the rows are kept and are not sealed.
    public static func publish(
        topic: OutboxTopic, payload: some Codable & Sendable, in transaction: Transaction
    ) async throws {
        try await transaction.execute(
            "outbox.publish",
            """
            WITH published AS (INSERT INTO database.outbox (topic, payload) VALUES (\(topic), \(JSONB(payload))) RETURNING id)
            SELECT pg_notify(\(channel), '') FROM published
            """)
    }

    /// How many events of each topic wait for their delivery, and since when; for health checks and metrics.
    public static func backlog(in database: some Queryable) async throws -> [OutboxTopic: (count: Int, oldest: Date)] {
        let rows = try await database.query(
            "outbox.backlog",
            "SELECT topic, count(*), min(created_at) FROM database.outbox WHERE delivered_at IS NULL GROUP BY topic"
        ).decode(OutboxTopic.self, Int.self, Date.self)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.0, (count: $0.1, oldest: $0.2)) })
    }

    /// Deletes what was delivered before `moment`.
    /// - Returns: the number of events deleted.
    @discardableResult
    public static func removeDelivered(before moment: Date, in database: some Queryable) async throws -> Int {
        try await database.execute("outbox.removeDelivered", "DELETE FROM database.outbox WHERE delivered_at < \(moment)")
    }
}
