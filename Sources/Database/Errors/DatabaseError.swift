/// What went wrong, with what a person needs to act: the statement's name, PostgreSQL's SQLSTATE and its own words.
///
/// It never holds a parameter's value, though PostgreSQL's `detail` may quote a column's (`Key (email)=(…) already exists.`): do not
/// show `detail` to people outside.
public struct DatabaseError: Error, Sendable {
    /// The kind of failure. More kinds may be added: a `switch` needs a `default`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        public let description: String

        /// The server refused the statement; ``DatabaseError/sqlState`` says why. Nothing of the statement remains.
        public static let server = Code(description: "server")
        /// The connection was lost or could not be made. A statement that was running may or may not have taken effect.
        public static let connectionLost = Code(description: "connectionLost")
        /// No connection became free in time. Nothing was sent.
        public static let leaseTimeout = Code(description: "leaseTimeout")
        /// The statement ran longer than allowed and was stopped.
        public static let statementTimeout = Code(description: "statementTimeout")
        /// The task was cancelled.
        public static let cancelled = Code(description: "cancelled")
        /// A value or a cell does not fit its type.
        public static let decoding = Code(description: "decoding")
        /// A parameter has no form in its PostgreSQL type. Nothing was sent.
        public static let encoding = Code(description: "encoding")
        /// The connection was lost while COMMIT was on its way: the transaction may have been committed or not.
        public static let commitUnknown = Code(description: "commitUnknown")
        /// The transaction had failed before its end and was rolled back although the closure returned.
        public static let transactionAborted = Code(description: "transactionAborted")
        /// There were no rows, or several, where exactly one was expected.
        public static let rowCount = Code(description: "rowCount")
        /// The call does not fit the state, e.g. a transaction used after its end. A mistake in the program.
        public static let misuse = Code(description: "misuse")
        /// The database was closed.
        public static let closed = Code(description: "closed")
        /// A migration does not fit what was applied before.
        public static let migration = Code(description: "migration")
    }

    public var code: Code
    /// PostgreSQL's kind of error; `nil` when the error did not come from the server.
    public var sqlState: SQLState?
    /// The name under which the statement was run, e.g. `catalog.productByID`.
    public var statement: String?
    public var message: String
    public var detail: String?
    public var hint: String?
    /// The constraint that was violated.
    public var constraint: String?
    /// The table concerned, with its schema.
    public var table: String?
    public var column: String?

    public init(_ code: Code, _ message: String, statement: String? = nil, sqlState: SQLState? = nil) {
        self.code = code
        self.message = message
        self.statement = statement
        self.sqlState = sqlState
    }

    public var isUniqueViolation: Bool { sqlState == .uniqueViolation }
    public var isForeignKeyViolation: Bool { sqlState == .foreignKeyViolation }
    public var isCheckViolation: Bool { sqlState == .checkViolation }
    public var isNotNullViolation: Bool { sqlState == .notNullViolation }
    public var isExclusionViolation: Bool { sqlState == .exclusionViolation }
    /// Whether the transaction may succeed when it is run again from its start.
    public var isTransientConflict: Bool { sqlState?.isTransientConflict ?? false }

    /// The same error under the name of the statement, if it has none yet.
    func naming(_ name: StaticString) -> DatabaseError {
        var named = self
        if named.statement == nil { named.statement = "\(name)" }
        return named
    }
}

extension DatabaseError: CustomStringConvertible {
    /// One line: `catalog.insertProduct: 23505 duplicate key value violates … (constraint product_sku_key, table catalog.product)`.
    public var description: String {
        var line = ""
        if let statement { line += "\(statement): " }
        if let sqlState { line += "\(sqlState) " } else { line += "\(code): " }
        line += message
        var facts: [String] = []
        if let constraint { facts.append("constraint \(constraint)") }
        if let table { facts.append("table \(table)") }
        if let column { facts.append("column \(column)") }
        if !facts.isEmpty { line += " (\(facts.joined(separator: ", ")))" }
        if let hint { line += " Hint: \(hint)" }
        return line
    }
}
