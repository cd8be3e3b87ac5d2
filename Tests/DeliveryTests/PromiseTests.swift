import Accounts
import Catalog
import Database
import Foundation
import Logging
import Orders
import Routing
import Testing

@testable import Delivery

/// Windows are sold from tours that exist.
@Suite("Promises")
struct PromiseTests {
    @Test(
        "of many who want a small fleet's window at the same time, as many get it as a plan can keep, and nobody is left out of it"
    )
    func lastPlace() async throws {
        try await City.withCity(atHour: 7) { city in
            try await city.addSmallFleet()
            let market = try await PromiseMarket(city, weight: 9_000)
            let carts = try await market.carts(36)
            let outcomes = await withTaskGroup(of: Outcome.self) { group in
                for (index, cart) in carts.enumerated() {
                    group.addTask { await market.order(cart, window: "2026-11-23T12:00", door: index) }
                }
                return await group.reduce(into: [Outcome]()) { $0.append($1) }
            }
            let sold = outcomes.count { $0 == .sold }
            let refused = outcomes.count { $0 == .refused(.full) }
            #expect(sold + refused == carts.count, "\(outcomes)")
            #expect(sold >= 5 && refused >= 1, "\(sold) sold, \(refused) refused")
            // Who was refused holds no goods.
            #expect(try await market.reserved() == sold)

            let plan = try await city.plan()
            #expect(plan.served == sold && plan.unserved.isEmpty)
            for tour in try await city.delivery.toursWithStops(on: City.day) {
                for stop in tour.stopList ?? [] where stop.kind == .dropoff {
                    #expect(stop.serviceStart >= City.at(12) && stop.serviceStart <= City.at(14))
                }
            }
        }
    }

    @Test("an offer holds: the window that was offered is sold, at about the time that was told, also by another process")
    func offerHolds() async throws {
        try await City.withCity(atHour: 7) { city in
            try await city.addFleet()
            let market = try await PromiseMarket(city, weight: 2_000)
            try await city.addShipments(40)
            try await city.plan()
            let cart = try #require(try await market.carts(1).first)
            let goods = try #require(try await city.orders.cart(cart, at: city.clock.now)).goods
            let offers = try await city.delivery.windowOffers(for: goods, to: PromiseMarket.door(3))
            #expect(offers.count >= 5)
            let today = offers.filter { $0.window.day == City.day }
            let offer = try #require(today.first { $0.isFeasible })
            let arrival = try #require(offer.arrival)
            #expect(offer.savedGrams != nil)
            // Nothing is reserved by asking.
            #expect(try await city.delivery.shipments(on: City.day).items.count == 40)

            let other = city.inAnotherProcess()
            let again = try await other.delivery.windowOffers(for: goods, to: PromiseMarket.door(3))
            #expect(again.map(\.isFeasible) == offers.map(\.isFeasible))
            let outcome = await PromiseMarket(other, like: market).order(cart, window: offer.window.id.description, door: 3)
            #expect(outcome == .sold)
            let live = try await city.delivery.liveDay(City.day)
            #expect(live.homeless.isEmpty)
            let stops = live.solution.tours.flatMap { live.model.plannedTour($0).stops }
            let shipment = try #require(try await city.delivery.shipments(on: City.day).items.last)
            let door = try #require(stops.first { $0.kind == .dropoff && $0.shipmentID == shipment.id })
            #expect(arrival.from <= door.serviceStart && door.serviceStart <= arrival.until)
        }
    }

    @Test("of a shop that is closed all day no window is offered, and it is the shop that is named, not the bikes")
    func closedDay() async throws {
        try await City.withCity(atHour: 7) { city in
            try await city.addFleet()
            let market = try await PromiseMarket(city, weight: 500, hours: "Tu-Su 11:30-20:00")
            let cart = try #require(try await market.carts(1).first)
            let goods = try #require(try await city.orders.cart(cart, at: city.clock.now)).goods
            let offers = try await city.delivery.windowOffers(for: goods, to: PromiseMarket.door(1))
            let (today, later) = (offers.filter { $0.window.day == City.day }, offers.filter { $0.window.day != City.day })
            #expect(!today.isEmpty && today.allSatisfy { $0.refusal == .notReady })
            #expect(later.contains { $0.isFeasible })
        }
    }

    @Test("goods are only fetched while their shop is open, and a window before that is not sold")
    func openingHours() async throws {
        try await City.withCity(atHour: 7) { city in
            try await city.addFleet()
            let market = try await PromiseMarket(city, weight: 500, hours: "Mo-Sa 14:00-15:30", minutes: 20)
            let cart = try #require(try await market.carts(1).first)
            let goods = try #require(try await city.orders.cart(cart, at: city.clock.now)).goods
            let offers = try await city.delivery.windowOffers(for: goods, to: PromiseMarket.door(1))
            func refusal(_ hour: Int) -> WindowRefusal? {
                offers.first { $0.window.start == City.at(hour) }?.refusal
            }
            #expect(refusal(10) == .notReady && refusal(12) == .notReady)
            #expect(refusal(14) == nil && refusal(16) == nil)
            #expect(await market.order(cart, window: "2026-11-23T10:00", door: 1) == .refused(.notReady))
            #expect(await market.order(cart, window: "2026-11-23T16:00", door: 1) == .sold)
            try await city.plan()
            let stops = try await city.delivery.toursWithStops(on: City.day).flatMap { $0.stopList ?? [] }
            let pickup = try #require(stops.first { $0.kind == .pickup })
            #expect(pickup.serviceStart >= City.at(14, 20) && pickup.serviceStart <= City.at(15, 30))
        }
    }

    @Test("what no bike carries is refused with that reason, and so is what no bike on shift has the compartment for")
    func unsuitable() async throws {
        try await City.withCity(atHour: 7) { city in
            try await city.addSmallFleet()
            let market = try await PromiseMarket(city, weight: 900_000)
            let cart = try #require(try await market.carts(1).first)
            #expect(await market.order(cart, window: "2026-11-23T12:00", door: 1) == .refused(.tooLarge))
            let frozen = try await PromiseMarket(city, key: "eis", weight: 900, handling: "frozen")
            let iceCart = try #require(try await frozen.carts(1).first)
            #expect(await frozen.order(iceCart, window: "2026-11-23T12:00", door: 1) == .refused(.noSuitableBike))
        }
    }

    @Test("what fits on bikes that stand idle is never refused because of what others do", arguments: [10, 12, 14, 16, 18])
    func idleBikes(hour: Int) throws {
        var shipments = (1...14).map { SampleDay.shipment($0, from: City.at(14), until: City.at(16)) }
        shipments += (15...24).map { SampleDay.shipment($0, from: City.at(10), until: City.at(12)) }
        let (model, solution, _) = try SampleDay.solve(SampleDay.problem(shipments: shipments), iterations: 400)
        #expect(solution.unserved.isEmpty)
        for number in 25..<35 {
            let one = SampleDay.shipment(number, from: City.at(hour), until: City.at(hour + 2))
            let larger = SampleDay.model(model.day.adding([one]))
            let live = LiveDay(
                larger.day, tables: TravelTables(kind: .greatCircle, identity: "", matrices: larger.problem.matrices),
                closures: [],
                laying: LiveTours(solution, of: model))
            #expect(live.homeless.isEmpty, "number \(number)")
        }
    }

    @Test("a shipment is there from the order on; when the shop says what it packed there is still one")
    func packed() async throws {
        try await City.withCity(atHour: 7) { city in
            try await city.addSmallFleet()
            let market = try await PromiseMarket(city, weight: 500)
            let cart = try #require(try await market.carts(1).first)
            #expect(await market.order(cart, window: "2026-11-23T12:00", door: 1) == .sold)
            let expected = try #require(try await city.delivery.shipments(on: City.day).items.first)
            let shopOrder = try #require(expected.shopOrderID)
            _ = try await city.orders.accept(shopOrder, of: market.retailer, by: .system, at: City.at(8))
            _ = try await city.orders.ready(shopOrder, of: market.retailer, parcels: 3, by: .system, at: City.at(8, 30))
            for _ in 0..<2 {
                let id = try await city.database.transaction("test.ready") { transaction in
                    try await city.delivery.createShipment(from: shopOrder, in: transaction)
                }
                #expect(id == expected.id)
            }
            let shipments = try await city.delivery.shipments(on: City.day).items
            #expect(shipments.count == 1)
            #expect(shipments.first?.parcels == 3 && shipments.first?.readyAt == City.at(8, 30))
        }
    }

    @Test("what is sold while a plan is being made is in the plan that is stored")
    func soldMeanwhile() async throws {
        try await City.withCity(atHour: 7) { city in
            try await city.addFleet()
            let market = try await PromiseMarket(city, weight: 1_000)
            try await city.addShipments(20)
            let carts = try await market.carts(4)
            async let plan = city.plan()
            var sold = 0
            for (index, cart) in carts.enumerated() {
                if await market.order(cart, window: "2026-11-23T16:00", door: index) == .sold { sold += 1 }
            }
            let stored = try await plan
            #expect(sold == 4)
            #expect(stored.unserved.isEmpty)
            let live = try await city.delivery.liveDay(City.day)
            #expect(live.homeless.isEmpty && live.model.day.shipments.count == 24)
        }
    }
}

/// What became of an order.
enum Outcome: Equatable, Sendable {
    case sold
    case refused(WindowRefusal)
    case failed(String)
}

/// One shop with one product, and shoppers all over the city.
struct PromiseMarket: Sendable {
    let city: City
    let retailer: RetailerID
    let product: ProductID

    init(
        _ city: City, key: String = "laden", weight: Int, handling: String = "ambient", hours: String? = nil, minutes: Int = 15
    ) async throws {
        self.city = city
        let retailer = try await city.catalog.upsertRetailer(
            RetailerDraft(
                key: key, name: "Laden",
                trader: TraderData(
                    legalName: "Test GmbH", street: "Schulstraße", houseNumber: "1", postcode: "64283", city: "Darmstadt",
                    phone: "+49 69 90009-100", email: "post@test.example", tradeRegister: "", compliesSince: Date())))
        self.retailer = retailer.id
        let shop = try await city.catalog.upsertShop(
            ShopDraft(
                key: key, name: "Laden", street: "Schulstraße", houseNumber: "1", postcode: "64283", city: "Darmstadt",
                location: SampleShipments.shop(3), openingHours: try hours.map { try OpeningHours(parsing: $0) },
                preparationMinutes: minutes), of: retailer.id)
        let product = ProductID.new()
        self.product = product
        try await city.database.transaction("test.addProduct") { transaction in
            try await transaction.execute(
                "test.addProduct",
                """
                INSERT INTO catalog.product (id, retailer_id, shop_id, sku, title, description, category, price_cents, vat_percent,
                    weight_grams, volume_millilitres, handling, active)
                VALUES (\(product), \(retailer.id), \(shop.id), 'k-1', 'Ding', '', 'Test', 790, 19, \(weight), 900, \(handling), true)
                """)
            try await transaction.execute(
                "test.addStock", "INSERT INTO catalog.stock_level (product_id, on_hand) VALUES (\(product), 1000)")
        }
    }

    /// The same shop as another process sees it.
    init(_ city: City, like other: PromiseMarket) {
        self.city = city
        retailer = other.retailer
        product = other.product
    }

    static func door(_ number: Int) -> GeoPoint {
        SampleFleet.point(49.862 + Double(number * 7 % 23) * 0.0011, 8.635 + Double(number * 5 % 17) * 0.0018)
    }

    /// Carts with one piece each.
    func carts(_ count: Int) async throws -> [CartID] {
        var carts: [CartID] = []
        for _ in 0..<count {
            let cart = try await city.orders.createCart(at: city.clock.now)
            _ = try await city.orders.setLine(product, quantity: 1, in: cart.id, at: city.clock.now)
            carts.append(cart.id)
        }
        return carts
    }

    func order(_ cart: CartID, window name: String, door: Int) async -> Outcome {
        let request = CheckoutRequest(recipient: City.contact.recipient, address: City.contact.address, window: name)
        do {
            _ = try await city.orders.checkout(cart, key: "one", request: request, at: city.clock.now) { order, transaction in
                let id = try #require(DeliveryWindowID(name))
                let window = try #require(try await city.delivery.deliveryWindow(id, in: transaction))
                let door = Self.door(door)
                try await city.delivery.takeWindow(window, for: order, to: door, in: transaction)
                return DeliveryPromise(day: window.day, start: window.start, end: window.end, destination: door)
            }
            return .sold
        } catch let refused as WindowRefused {
            return .refused(refused.refusal)
        } catch {
            return .failed("\(error)")
        }
    }

    /// Pieces held for orders.
    func reserved() async throws -> Int {
        try await city.database.one("test.reserved", "SELECT reserved FROM catalog.stock_level WHERE product_id = \(product)")
            .decode(Int.self)
    }
}

extension City {
    /// One hub, one bike, one rider from 11 to 17.
    func addSmallFleet() async throws {
        let hub = try #require(SampleFleet.hubs.first)
        try await delivery.upsertHub(
            key: hub.key, name: hub.name, location: try #require(hub.location), opens: hub.opens, closes: hub.closes,
            bikePlaces: hub.bikePlaces)
        let type = try #require(SampleFleet.types.first { $0.requiredSkills.isEmpty && !$0.compartments.contains(.frozen) })
        try await delivery.upsertBikeType(type)
        try await delivery.upsertBike(key: "eins", name: "Eins", typeKey: type.key, hubKey: hub.key)
        try await delivery.upsertRider(key: "fahrerin", name: "Fahrerin", hubKey: hub.key, skills: [], weeklyMinutes: 35 * 60)
        try await delivery.setShiftTemplates(
            riderKey: "fahrerin", [(try #require(TimeOfDay(hour: 11, minute: 0)), try #require(TimeOfDay(hour: 17, minute: 0)))])
    }

    /// The same database with nothing remembered, as another process has it.
    func inAnotherProcess() -> City {
        let logger = Logger(label: "delivery-tests-2")
        let delivery = Delivery(
            database: database, catalog: catalog, orders: orders, personalData: self.delivery.personalData,
            now: { [clock] in clock.now }, logger: logger)
        return City(database: database, catalog: catalog, orders: orders, delivery: delivery, clock: clock)
    }
}
