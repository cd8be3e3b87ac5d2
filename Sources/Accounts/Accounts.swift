public import Database
public import Logging

/// Who may do what: accounts, their roles, the tokens they show, and the audit of what they did.
///
/// Every function is one statement or one transaction; the value holds no state, so any number of processes can use one
/// database.
public struct Accounts: Sendable {
    let database: Database
    let logger: Logger

    public init(database: Database, logger: Logger) {
        self.database = database
        self.logger = logger
    }

    /// The module's tables, for ``Database/migrate(_:)``. They are in the schema `accounts`.
    public static func migrations() throws -> ModuleMigrations {
        try ModuleMigrations.load(module: "accounts", from: .module)
    }
}
