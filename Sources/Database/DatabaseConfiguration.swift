/// How to reach the server, and the limits that keep one part from starving another.
public struct DatabaseConfiguration: Sendable {
    /// A connection string of libpq: `postgres://user@host/database?…` or `host=… dbname=…`.
    public var url: String
    /// The most connections for transactions and COPY, each leased to one at a time.
    public var maximumConnections: Int
    /// The most connections that single statements share, several on the way on each.
    public var pipelinedConnections: Int
    /// How long one attempt to connect may take.
    public var connectTimeout: Duration
    /// How long a statement or transaction waits for a connection.
    public var leaseTimeout: Duration
    /// How long a statement may run, held by the server and, should that not answer, by the client. COPY and migrations are exempt.
    /// `nil` for no limit.
    public var statementTimeout: Duration?
    /// How often a transaction is run again after a serialization failure or a deadlock.
    public var maximumRetries: Int
    /// Connections unused for this long are closed.
    public var idleTimeout: Duration
    /// The name that `pg_stat_activity` shows.
    public var applicationName: String
    /// How many prepared statements a connection keeps. 0 prepares none, for a PgBouncer in transaction mode that does not track them
    /// (before 1.21, or with `max_prepared_statements = 0`).
    public var preparedStatements: Int
    /// Where LISTEN connects when `url` leads to a pooler, which cannot pass notifications on; `nil` for `url`.
    public var listenURL: String?

    public init(
        url: String, maximumConnections: Int = 16, pipelinedConnections: Int = 4, connectTimeout: Duration = .seconds(10),
        leaseTimeout: Duration = .seconds(10), statementTimeout: Duration? = .seconds(30), maximumRetries: Int = 8,
        idleTimeout: Duration = .seconds(300), applicationName: String = "schaufenster", preparedStatements: Int = 256,
        listenURL: String? = nil
    ) {
        self.url = url
        self.maximumConnections = max(1, maximumConnections)
        self.pipelinedConnections = max(1, pipelinedConnections)
        self.connectTimeout = connectTimeout
        self.leaseTimeout = leaseTimeout
        self.statementTimeout = statementTimeout
        self.maximumRetries = max(0, maximumRetries)
        self.idleTimeout = idleTimeout
        self.applicationName = applicationName
        self.preparedStatements = max(0, preparedStatements)
        self.listenURL = listenURL
    }
}

extension DatabaseConfiguration: CustomStringConvertible {
    /// The limits, without the connection string: that may hold a password.
    public var description: String {
        "\(maximumConnections) connections, \(pipelinedConnections) shared, as \(applicationName)"
    }
}
