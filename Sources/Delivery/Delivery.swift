public import Accounts
public import Catalog
public import Database
public import Foundation
public import Logging
public import Orders

/// Everything between a packed parcel and the customer's door: hubs, bikes, riders, delivery windows, shipments, plans, tours,
/// assignments and what riders report.
public struct Delivery: Sendable {
    let database: Database
    let catalog: Catalog
    let orders: Orders
    let personalData: PersonalDataBox
    /// What windows are offered for; Orders charges by the same.
    let deliveryFee: DeliveryFee
    /// Where travel times come from.
    let travel: any TravelSource
    /// What time it is; tests set it.
    let now: @Sendable () -> Date
    let logger: Logger

    public init(
        database: Database, catalog: Catalog, orders: Orders, personalData: PersonalDataBox,
        deliveryFee: DeliveryFee = DeliveryFee(),
        travel: any TravelSource = GreatCircleTravelSource(), now: @escaping @Sendable () -> Date = { Date() }, logger: Logger
    ) {
        self.database = database
        self.catalog = catalog
        self.orders = orders
        self.personalData = personalData
        self.deliveryFee = deliveryFee
        self.travel = travel
        self.now = now
        self.logger = logger
    }

    public static func migrations() throws -> ModuleMigrations {
        try ModuleMigrations.load(module: "delivery", from: .module)
    }
}
