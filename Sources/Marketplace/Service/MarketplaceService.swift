import Database
import Hummingbird
import Logging
import ServiceLifecycle
import UnixSignals

/// The whole service in one process: HTTP, pages, and the workers behind them.
struct MarketplaceService {
    let modules: Modules
    let settings: Settings
    var host: String
    var port: Int

    func run() async throws {
        let router = Self.router(modules, pages: try await Pages(), settings: settings)
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: "Schaufenster"),
            services: [],
            onServerRunning: { [logger = modules.logger, host, port] _ in
                logger.notice("ready", metadata: ["address": "http://\(host):\(port)"])
            }, logger: modules.logger)
        // The database first, so that it is the last to go.
        let services: [any Service] = modules.workers + [application]
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.map { .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup) },
                gracefulShutdownSignals: [.sigterm, .sigint], logger: modules.logger))
        try await group.run()
    }

    /// All routes with the middleware in front of them.
    static func router(_ modules: Modules, pages: Pages, settings: Settings) -> Router<MarketplaceContext> {
        let router = Router(context: MarketplaceContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: LogRequestsMiddleware(.debug))
        router.add(middleware: SecurityHeadersMiddleware())
        router.add(middleware: ProblemMiddleware(pages: pages))
        router.add(middleware: OriginMiddleware())
        router.add(middleware: AuthenticationMiddleware(accounts: modules.accounts))
        for endpoint in endpoints(modules, pages: pages, settings: settings) { endpoint.add(to: router) }
        return router
    }

    /// Every route there is, API and pages.
    static func endpoints(_ modules: Modules, pages: Pages, settings: Settings) -> [Endpoint] {
        apiEndpoints(modules) + WebPages(modules, pages: pages, isSecure: settings.secureCookies).endpoints
    }

    /// The routes of the API: those that /openapi.json describes.
    static func apiEndpoints(_ modules: Modules) -> [Endpoint] {
        let storefront = Storefront(orders: modules.orders, delivery: modules.delivery)
        return ServiceEndpoints(database: modules.database).endpoints
            + CatalogEndpoints(
                catalog: modules.catalog, productSearch: ProductSearch(catalog: modules.catalog, delivery: modules.delivery)
            ).endpoints
            + CartEndpoints(
                orders: modules.orders, fee: modules.deliveryFee, delivery: modules.delivery, storefront: storefront
            ).endpoints
            + CollectionEndpoints(catalog: modules.catalog, delivery: modules.delivery, storefront: storefront).endpoints
            + UndeliveredEndpoints(delivery: modules.delivery, storefront: storefront).endpoints
            + AccountEndpoints(accounts: modules.accounts).endpoints
            + RetailerEndpoints(catalog: modules.catalog, orders: modules.orders).endpoints
            + ImportEndpoints(catalog: modules.catalog).endpoints
            + StockEndpoints(catalog: modules.catalog).endpoints
            + PictureEndpoints(catalog: modules.catalog).endpoints
            + DispatchEndpoints(delivery: modules.delivery, outbox: modules.outboxWorker).endpoints
            + RosterEndpoints(delivery: modules.delivery).endpoints
            + AddressEndpoints(delivery: modules.delivery).endpoints
            + DayEndpoints(delivery: modules.delivery).endpoints
            + ManifestEndpoints(delivery: modules.delivery).endpoints
            + MilkRunEndpoints(catalog: modules.catalog, delivery: modules.delivery).endpoints
            + StreetEndpoints(delivery: modules.delivery).endpoints
            + SimulationEndpoints(delivery: modules.delivery).endpoints
            + RiderEndpoints(delivery: modules.delivery).endpoints
            + PhotoEndpoints(delivery: modules.delivery, storefront: storefront).endpoints
    }
}
