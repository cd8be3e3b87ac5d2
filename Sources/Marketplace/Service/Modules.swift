import Accounts
import Catalog
import Database
import Delivery
import Foundation
import Logging
import Orders
import ServiceLifecycle

/// The rooms of the house, wired together over one database.
struct Modules: Sendable {
    let database: Database
    let accounts: Accounts
    let catalog: Catalog
    let orders: Orders
    let delivery: Delivery
    let deliveryFee = DeliveryFee()
    let planningThreads: Int
    let logger: Logger

    init(_ settings: Settings) throws {
        var logger = Logger(label: "marketplace")
        logger.logLevel = settings.logLevel
        let configuration = DatabaseConfiguration(
            url: settings.databaseURL, maximumConnections: settings.databaseConnections, applicationName: "marketplace")
        self.init(
            database: Database(configuration, logger: logger),
            personalData: try PersonalDataBox(configuration: settings.personalDataKeys),
            streets: try StreetsAtStart.load(settings, logger), travel: settings.travelEngine,
            windowReserve: settings.windowReserveMinutes * 60, planningThreads: settings.planningThreads, logger: logger)
    }

    /// - Parameters:
    ///   - streets: the city's street network; `nil`: travel is reckoned in straight lines.
    ///   - travel: what tells travel times instead of both.
    ///   - windowReserve: seconds that tours hold back of each window.
    ///   - planningThreads: how many of them search for one plan.
    init(
        database: Database, personalData: PersonalDataBox, streets: CityStreets? = nil, travel: (any TravelSource)? = nil,
        windowReserve: Int = 60 * Settings.usualWindowReserveMinutes, planningThreads: Int = 1, logger: Logger
    ) {
        self.logger = logger
        self.planningThreads = planningThreads
        self.database = database
        accounts = Accounts(database: database, logger: logger)
        catalog = Catalog(database: database, logger: logger)
        orders = Orders(
            database: database, catalog: catalog, personalData: personalData, deliveryFee: deliveryFee, logger: logger)
        delivery = Delivery(
            database: database, catalog: catalog, orders: orders, personalData: personalData, deliveryFee: deliveryFee,
            windowReserve: windowReserve, streets: streets, travel: travel, logger: logger)
    }

    /// The tables of all modules, in the order of their arrows.
    static func migrations() throws -> [ModuleMigrations] {
        [
            try Outbox.migrations(), try Accounts.migrations(), try Catalog.migrations(), try Orders.migrations(),
            try Delivery.migrations(),
        ]
    }

    /// Brings the tables of all modules up to this version. Safe when several processes start at once.
    /// - Returns: what was applied just now.
    @discardableResult
    func migrate() async throws -> [AppliedMigration] {
        try await database.migrate(try Self.migrations())
    }

    /// What runs behind the scenes, the database first so that it is the last to go.
    var workers: [any Service] {
        [
            database, outboxWorker, planningWorker, CatalogImports(worker: importWorker), Housekeeping(modules: self),
            VocabularyUpkeep(catalog: catalog, logger: logger), PictureFetching(catalog: catalog, logger: logger),
        ]
            + (delivery.streets.map { [ClosureWatch(delivery, $0)] } ?? [])
    }

    /// What follows from what happened: shop orders that are packed become shipments.
    var outboxHandlers: OutboxHandlers {
        var handlers = OutboxHandlers()
        delivery.subscribe(to: &handlers)
        // Nobody listens to these yet; without a handler they would wait for one.
        for topic in OrdersTopic.all where !handlers.topics.contains(topic) { handlers.on(topic) { _, _ in } }
        return handlers
    }

    var outboxWorker: OutboxWorker {
        OutboxWorker(database: database, handlers: outboxHandlers, logger: logger)
    }

    var importWorker: ImportWorker { ImportWorker(catalog) }

    var planningWorker: PlanningWorker { PlanningWorker(delivery, threads: planningThreads) }
}
