import Accounts
import Catalog
import Database
import Foundation
import Logging
import TestSupport
import Testing

@testable import Orders

/// A city with as many shops and products as a test asks for, on a database of its own.
struct Market: Sendable {
    let database: Database
    let catalog: Catalog
    let orders: Orders

    struct TestShop: Sendable {
        let id: ShopID
        let retailer: RetailerID
    }

    static let request = CheckoutRequestTests.valid

    static let promise: DeliveryPromise = {
        guard let day = CalendarDay("2026-11-21"), let destination = GeoPoint(latitude: 49.8795, longitude: 8.6601) else {
            preconditionFailure("the promise of the tests is well-formed")
        }
        let start = Date(timeIntervalSince1970: 1_795_266_000)
        return DeliveryPromise(day: day, start: start, end: start + 2 * 60 * 60, destination: destination)
    }()

    static func withMarket(_ body: (Market) async throws -> Void) async throws {
        let migrations = try [Outbox.migrations(), Accounts.migrations(), Catalog.migrations(), Orders.migrations()]
        try await TestDatabase.withDatabase(migrations: migrations) { database in
            let logger = Logger(label: "orders-tests")
            let catalog = Catalog(database: database, logger: logger)
            let orders = Orders(
                database: database, catalog: catalog, personalData: try PersonalDataBox(keys: [.random(id: "test")]),
                logger: logger)
            try await body(Market(database: database, catalog: catalog, orders: orders))
        }
    }

    // MARK: - Shops and products

    /// A shop with a retailer of its own.
    func addShop(_ key: String, kind: Retailer.Kind = .retail, hours: String? = nil) async throws -> TestShop {
        let location = try #require(GeoPoint(latitude: 49.8728, longitude: 8.6512))
        let retailer = try await catalog.upsertRetailer(
            RetailerDraft(
                key: key, name: "Inhaberin von \(key)", kind: kind,
                trader: TraderData(
                    legalName: "Test GmbH", street: "Schulstraße", houseNumber: "1", postcode: "64283", city: "Darmstadt",
                    phone: "+49 69 90009-100", email: "post@test.example", tradeRegister: "", compliesSince: Date())))
        let shop = try await catalog.upsertShop(
            ShopDraft(
                key: key, name: "Laden \(key)", street: "Schulstraße", houseNumber: "1", postcode: "64283", city: "Darmstadt",
                location: location, openingHours: try hours.map { try OpeningHours(parsing: $0) }),
            of: retailer.id)
        return TestShop(id: shop.id, retailer: retailer.id)
    }

    func addProduct(
        _ sku: String, price: Int = 500, vat: VATRate = .standard, stock: Int? = 100, weight: Int = 100, volume: Int = 200,
        handling: Handling = .ambient, in shop: TestShop
    ) async throws -> ProductID {
        let id = ProductID.new()
        try await database.transaction("test.addProduct") { transaction in
            try await transaction.execute(
                "test.addProduct",
                """
                INSERT INTO catalog.product (id, retailer_id, shop_id, sku, title, description, category, price_cents, vat_percent, weight_grams,
                    volume_millilitres, handling, active)
                VALUES (\(id), \(shop.retailer), \(shop.id), \(sku), \(sku), '', 'Test', \(price), \(vat), \(weight), \(volume), \(handling), true)
                """)
            try await transaction.execute(
                "test.addStock", "INSERT INTO catalog.stock_level (product_id, on_hand) VALUES (\(id), \(stock))")
        }
        return id
    }

    /// Sets a column of a product that the catalog's upload would set.
    func set(_ column: String, _ value: some DatabaseEncodable & Sendable, of product: ProductID) async throws {
        try await database.execute(
            "test.set", "UPDATE catalog.product SET \(identifier: column) = \(value) WHERE id = \(product)")
    }

    func change(_ product: ProductID, _ change: ProductChange, in shop: TestShop) async throws {
        #expect(try await catalog.updateProduct(product, of: shop.retailer, change) != nil)
    }

    func onHand(_ product: ProductID) async throws -> Int {
        try await database.one("test.onHand", "SELECT on_hand FROM catalog.stock_level WHERE product_id = \(product)").decode(
            Int.self)
    }

    func reserved(_ product: ProductID) async throws -> Int {
        try await database.one("test.reserved", "SELECT reserved FROM catalog.stock_level WHERE product_id = \(product)").decode(
            Int.self)
    }

    // MARK: - Orders

    func cart(_ lines: [(ProductID, Int)]) async throws -> CartID {
        let cart = try await orders.createCart()
        for (product, quantity) in lines { _ = try await orders.setLine(product, quantity: quantity, in: cart.id) }
        return cart.id
    }

    @discardableResult
    func checkout(_ cart: CartID, key: String, at now: Date = Date()) async throws -> CheckoutResult {
        try await orders.checkout(cart, key: key, request: Self.request, at: now) { _, _ in Self.promise }
    }

    /// A new shop order of one product that has come as far as `state`.
    func shopOrder(of product: ProductID, in state: ShopOrderState) async throws -> ShopOrderID {
        let order = try await checkout(try await cart([(product, 1)]), key: "one").order
        let id = try #require(order.shopOrders.first?.id)
        for next in state.way { try await move(id, to: next) }
        return id
    }

    func move(_ id: ShopOrderID, to state: ShopOrderState) async throws {
        let facts: Orders.TransitionFacts =
            switch state {
            case .rejected: .rejected(reason: "ausverkauft")
            case .ready: .packed(parcels: 1)
            default: .none
            }
        try await database.transaction("test.move") { transaction in
            try await orders.move(id, to: state, facts: facts, by: .system, at: Date(), in: transaction)
        }
    }

    func state(of id: ShopOrderID) async throws -> ShopOrderState {
        try await database.one("test.state", "SELECT state FROM orders.shop_order WHERE id = \(id)").decode(ShopOrderState.self)
    }

    // MARK: - Looking

    /// The topics that were published, in order.
    func topics() async throws -> [String] {
        try await database.query("test.topics", "SELECT topic FROM database.outbox ORDER BY id").decode(String.self)
    }

    func count(_ table: String) async throws -> Int {
        try await database.one("test.count", SQL(stringLiteral: "SELECT count(*) FROM \(table)")).decode(Int.self)
    }

    func expectNothingOrdered(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        for table in [
            #"orders."order""#, "orders.shop_order", "orders.order_line", "orders.shop_order_vat", "orders.shop_order_history",
            "orders.idempotency_key", "database.outbox", "catalog.reservation",
        ] {
            #expect(try await count(table) == 0, "rows in \(table)", sourceLocation: sourceLocation)
        }
        #expect(
            try await database.one("test.closedCarts", "SELECT count(*) FROM orders.cart WHERE order_id IS NOT NULL").decode(
                Int.self) == 0,
            sourceLocation: sourceLocation)
    }
}
