public import Database
public import Logging

/// What the city's shops sell: retailers, shops, products, stock; catalogs read from CSV files; browse and search.
///
/// The value holds no state, so any number of processes can use one database.
public struct Catalog: Sendable {
    let database: Database
    let logger: Logger

    public init(database: Database, logger: Logger) {
        self.database = database
        self.logger = logger
    }

    /// The module's tables, for ``Database/migrate(_:)``. They are in the schema `catalog`.
    public static func migrations() throws -> ModuleMigrations {
        try ModuleMigrations.load(module: "catalog", from: .module)
    }
}
