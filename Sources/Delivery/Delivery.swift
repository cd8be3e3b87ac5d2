public import Accounts
public import Catalog
public import Database
public import Foundation
public import Logging
public import Orders
public import Routing

/// Everything between a packed parcel and the customer's door: hubs, bikes, riders, delivery windows, shipments, plans, tours,
/// assignments and what riders report.
public struct Delivery: Sendable {
    let database: Database
    let catalog: Catalog
    let orders: Orders
    let personalData: PersonalDataBox
    /// What windows are offered for; Orders charges by the same.
    let deliveryFee: DeliveryFee
    /// What tours hold back of each window.
    public let windowReserve: Seconds
    /// Where travel times come from.
    let travel: any TravelSource
    /// The city's streets, where they are loaded: for ways and maps, also when travel times come from elsewhere.
    public let streets: CityStreets?
    /// What time it is; tests set it.
    let now: @Sendable () -> Date
    let logger: Logger
    let liveDays = LiveDays()

    /// - Parameters:
    ///   - windowReserve: so long before the end of its window a shipment is to come, as far as that can be (docs/decisions/delivery-reserve.md).
    ///   - travel: where travel times come from; `nil`: the streets where they are loaded, else straight lines.
    ///   - now: what time it is.
    public init(
        database: Database, catalog: Catalog, orders: Orders, personalData: PersonalDataBox,
        deliveryFee: DeliveryFee = DeliveryFee(), windowReserve: Seconds = 0,
        streets: CityStreets? = nil, travel: (any TravelSource)? = nil, now: @escaping @Sendable () -> Date = { Date() },
        logger: Logger
    ) {
        self.database = database
        self.catalog = catalog
        self.orders = orders
        self.personalData = personalData
        self.deliveryFee = deliveryFee
        self.windowReserve = windowReserve
        self.streets = streets
        self.travel = travel ?? streets.map { StreetTravelSource($0) } ?? GreatCircleTravelSource()
        self.now = now
        self.logger = logger
    }

    public static func migrations() throws -> ModuleMigrations {
        try ModuleMigrations.load(module: "delivery", from: .module)
    }
}
