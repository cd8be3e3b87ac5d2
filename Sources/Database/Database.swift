public import Logging
public import ServiceLifecycle

/// A PostgreSQL database.
///
/// Single statements share a few pipelined connections; transactions lease one of their own. Both kinds are opened when they are
/// needed, so statements work before and without ``run()``, which only warms up and, on a graceful shutdown, closes in order.
public final class Database: Queryable, Service, Sendable {
    public let configuration: DatabaseConfiguration
    let logger: Logger
    let shared: Pool
    let leased: Pool
    let listeners = Listeners()

    public init(_ configuration: DatabaseConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        shared = Database.pool(configuration, connections: configuration.pipelinedConnections, streams: 16, logger)
        leased = Database.pool(configuration, connections: configuration.maximumConnections, streams: 1, logger)
    }

    private static func pool(_ configuration: DatabaseConfiguration, connections: Int, streams: Int, _ logger: Logger) -> Pool {
        let limits = PoolState.Limits(
            connections: connections, streams: streams, leaseTimeout: configuration.leaseTimeout,
            idleTimeout: configuration.idleTimeout)
        let options = Connection.Options(
            statementTimeout: configuration.statementTimeout, isShared: streams > 1,
            preparedStatements: configuration.preparedStatements, logger: logger)
        return Pool(configuration, limits: limits, options: options)
    }

    deinit {
        let (shared, leased, listeners) = (shared, leased, listeners)
        Task { @DatabaseLoop in
            listeners.close()
            shared.abandon()
            leased.abandon()
        }
    }

    /// Opens a first connection and waits for the graceful shutdown; then lets running transactions end and closes.
    public func run() async throws {
        await shared.warmUp()
        await cancelWhenGracefulShutdown { await self.recordUsage() }
        await close()
    }

    private static let usageInterval = Duration.seconds(5)

    /// Records the pools' gauges until the task is cancelled.
    @DatabaseLoop
    private func recordUsage() async {
        let gauges = [(shared, PoolObservation(pool: "shared")), (leased, PoolObservation(pool: "leased"))]
        while !Task.isCancelled {
            for (pool, observation) in gauges { observation.record(pool.usage) }
            try? await Task.sleep(for: Database.usageInterval)
        }
    }

    /// Refuses new work, waits for what is running and closes all connections.
    public func close() async {
        await listeners.close()
        await shared.close()
        await leased.close()
    }

    /// Runs a statement by itself on a shared connection; it is a transaction of its own.
    public func query(_ name: StaticString, _ sql: SQL) async throws -> Rows {
        let statement = try Statement(name, sql)
        return Rows(result: try await shared.run(statement), statement: name)
    }
}

extension Pool {
    /// Runs one statement on the least busy connection.
    func run(_ statement: Statement) async throws -> QueryResult {
        do {
            let connection = try await lease()
            defer { release(connection) }
            return try await connection.run(statement)
        } catch let error as DatabaseError {
            throw error.naming(statement.name)
        }
    }
}
