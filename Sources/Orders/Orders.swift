public import Accounts
public import Catalog
public import Database
public import Logging

/// From the cart to the shop order that is ready to be fetched: carts, checkout, orders and the states of their shop orders.
///
/// Every function is one transaction; the value holds no state, so any number of processes can use one database.
public struct Orders: Sendable {
    let database: Database
    let catalog: Catalog
    let personalData: PersonalDataBox
    let deliveryFee: DeliveryFee
    let logger: Logger

    /// - Parameters:
    ///   - personalData: seals recipients and addresses, and opens them again.
    ///   - deliveryFee: what delivery costs; orders that were placed keep what they were placed with.
    public init(
        database: Database, catalog: Catalog, personalData: PersonalDataBox, deliveryFee: DeliveryFee = DeliveryFee(),
        logger: Logger
    ) {
        self.database = database
        self.catalog = catalog
        self.personalData = personalData
        self.deliveryFee = deliveryFee
        self.logger = logger
    }

    /// The module's tables, for ``Database/migrate(_:)``. They are in the schema `orders`.
    public static func migrations() throws -> ModuleMigrations {
        try ModuleMigrations.load(module: "orders", from: .module)
    }
}
