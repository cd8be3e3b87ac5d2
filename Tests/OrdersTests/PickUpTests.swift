import Accounts
import Catalog
import Database
import Foundation
import Testing

@testable import Orders

@Suite("Pick-up in the shop")
struct PickUpTests {
    /// Friday, 2026-11-20, at this minute in Darmstadt.
    private func at(_ hour: Int, _ minute: Int = 0) throws -> Date {
        CityTime.date(of: try #require(CalendarDay("2026-11-20")), minute: hour * 60 + minute)
    }

    private static let hours = "Mo-Fr 10:00-12:00,14:00-18:00; Sa 10:00-14:00"

    private func order(
        _ cart: CartID, fetching shops: [ShopID], in market: Market, at now: Date, key: String = "one",
        request: CheckoutRequest = Market.request
    ) async throws -> Order {
        var request = request
        request.pickUp = shops
        return try await market.orders.checkout(cart, key: key, request: request, at: now) { order, _ in
            #expect(order.parts.allSatisfy { !shops.contains($0.goods.shopID) }, "what is fetched is not delivered")
            return Market.promise
        }.order
    }

    @Test(
        "it is ready when the shop has had the time while it is open, and until it closes then",
        arguments: [
            ("10:00", "10:30", "12:00"), ("08:00", "10:30", "12:00"), ("11:45", "14:00", "18:00"), ("17:29", "17:59", "18:00"),
            ("17:31", "10:00+1", "14:00+1"), ("20:00", "10:30+1", "14:00+1"),
        ])
    func readyTimes(now: String, from: String, until: String) throws {
        func moment(_ text: String) throws -> Date {
            let parts = text.split(separator: "+")
            let clock = parts[0].split(separator: ":").compactMap { Int($0) }
            return try at(clock[0] + (parts.count == 2 ? 24 : 0), clock[1])
        }
        let time = PickUpTime(
            hours: try OpeningHours(parsing: Self.hours), preparationMinutes: 30, orderedAt: try moment(now))
        #expect(try time == PickUpTime(from: moment(from), until: moment(until)))
        #expect(
            PickUpTime(hours: try OpeningHours(parsing: "Mo-Su off"), preparationMinutes: 30, orderedAt: try moment(now)) == nil)
    }

    @Test("an order that is fetched needs no address, no window and no fee; the shop hands it over for the code only")
    func wholeWay() async throws {
        try await Market.withMarket { market in
            let shop = try await market.addShop("buch", hours: Self.hours)
            let novel = try await market.addProduct("novel", price: 1200, stock: 5, in: shop)
            let cart = try await market.cart([(novel, 2)])
            let bare = CheckoutRequest(
                recipient: Market.request.recipient,
                address: DeliveryAddress(street: "", houseNumber: "", postcode: "", city: ""),
                window: "")
            let now = try at(11, 45)
            await #expect(throws: CheckoutProblem.self) {
                try await order(cart, fetching: [], in: market, at: now, request: bare)
            }
            let placed = try await order(cart, fetching: [shop.id], in: market, at: now, request: bare)
            let part = try #require(placed.shopOrders.first)
            #expect(part.fulfilment == .pickUp && !placed.isDelivered)
            #expect(try part.window.start == at(14) && part.window.end == at(18))
            #expect(placed.deliveryFee.gross == .zero && placed.total == Cents(2400) && placed.payable == Cents(2400))
            #expect(try await market.reserved(novel) == 2)

            let code = try #require(placed.pickUpCode)
            #expect(code.rawValue.count == 6)
            let (orders, actor) = (market.orders, OrderActor.system)
            _ = try await orders.accept(part.id, of: shop.retailer, by: actor)
            await #expect(throws: ShopOrderProblem.illegalTransition(from: .accepted, to: .collected)) {
                try await orders.collect(part.id, of: shop.retailer, code: code.rawValue, by: actor)
            }
            _ = try await orders.ready(part.id, of: shop.retailer, by: actor)
            let wrong = code.rawValue == "000000" ? "000001" : "000000"
            await #expect(throws: ShopOrderProblem.wrongCode) {
                try await orders.collect(part.id, of: shop.retailer, code: wrong, by: actor)
            }
            let other = try await market.addShop("papier")
            await #expect(throws: ShopOrderProblem.notFound) {
                try await orders.collect(part.id, of: other.retailer, code: code.rawValue, by: actor)
            }
            #expect(try await market.state(of: part.id) == .ready)
            let typed = "\(code.rawValue.prefix(3)) \(code.rawValue.suffix(3))"
            #expect(try await orders.collect(part.id, of: shop.retailer, code: typed, by: actor).state == .collected)
            #expect(try await orders.order(placed.trackingCode)?.state == .delivered)
            #expect(try await market.onHand(novel) == 3)
            #expect(try await market.reserved(novel) == 0)
        }
    }

    @Test("a cart may mix: what is fetched leaves the bike out, what is delivered has the fee")
    func mixed() async throws {
        try await Market.withMarket { market in
            let bookshop = try await market.addShop("buch", hours: Self.hours)
            let bakery = try await market.addShop("brot")
            let novel = try await market.addProduct("novel", price: 1200, in: bookshop)
            let bread = try await market.addProduct("bread", price: 400, in: bakery)
            let placed = try await order(
                try await market.cart([(novel, 1), (bread, 1)]), fetching: [bookshop.id], in: market, at: try at(10))
            #expect(placed.shopOrders.map(\.fulfilment) == [.pickUp, .delivery])
            #expect(placed.deliveryFee.gross == Cents(390) && placed.isDelivered && placed.pickUpCode != nil)
            #expect(placed.window.start == Market.promise.start)
            #expect(
                try placed.shopOrders[0].window.start == at(10, 30) && placed.shopOrders[1].window.start == Market.promise.start)
            // When what was to be delivered comes to nothing, so does the fee.
            _ = try await market.orders.reject(placed.shopOrders[1].id, of: bakery.retailer, reason: "ausverkauft", by: .system)
            #expect(try await market.orders.order(placed.trackingCode)?.payable == Cents(1200))
        }
    }

    @Test("cancelling it, and nobody coming for it, set its stock free again")
    func freed() async throws {
        try await Market.withMarket { market in
            let shop = try await market.addShop("buch")
            let novel = try await market.addProduct("novel", stock: 5, in: shop)
            let first = try await order(try await market.cart([(novel, 2)]), fetching: [shop.id], in: market, at: Date())
            _ = try await market.orders.cancel(first.trackingCode)
            #expect(try await market.reserved(novel) == 0)

            let second = try await order(try await market.cart([(novel, 2)]), fetching: [shop.id], in: market, at: Date())
            let part = try #require(second.shopOrders.first)
            _ = try await market.orders.accept(part.id, of: shop.retailer, by: .system)
            #expect(try await market.onHand(novel) == 3)
            _ = try await market.orders.ready(part.id, of: shop.retailer, by: .system)
            _ = try await market.orders.markNotCollected(part.id, of: shop.retailer, by: .system)
            #expect(try await market.onHand(novel) == 5)
            let over = try #require(try await market.orders.order(second.trackingCode))
            #expect(over.state == .returned && over.payable == .zero)
        }
    }

    @Test("a dish that is not served when it would be ready is not fetched then; a shop that stays closed has no pick-up")
    func refused() async throws {
        try await Market.withMarket { market in
            let inn = try await market.addShop("wirtshaus", hours: Self.hours)
            let closed = try await market.addShop("ruhe", hours: "Mo-Su off")
            let lunch = try await market.addProduct("lunch", in: inn)
            let novel = try await market.addProduct("novel", in: closed)
            try await market.set("available_hours", "Mo-Fr 11:00-14:00", of: lunch)
            for (product, shop, hour) in [(lunch, inn.id, 10), (novel, closed.id, 10)] {
                let cart = try await market.cart([(product, 1)])
                let filled = try #require(try await market.orders.cart(cart))
                let offer = try #require(try await market.orders.pickUpOffers(for: filled, at: try at(hour)).first)
                #expect(!offer.isPossible)
                do {
                    _ = try await order(cart, fetching: [shop], in: market, at: try at(hour))
                    Issue.record("ordered")
                } catch CheckoutProblem.invalid(let fields) {
                    #expect(fields.map(\.field) == ["pickUp"])
                }
            }
            let cart = try await market.cart([(lunch, 1)])
            #expect(try await order(cart, fetching: [inn.id], in: market, at: at(10, 45)).shopOrders.count == 1)
        }
    }

    @Test("PostgreSQL refuses that something to be fetched goes on a bike, or the other way round")
    func walls() async throws {
        try await Market.withMarket { market in
            let shop = try await market.addShop("buch")
            let novel = try await market.addProduct("novel", in: shop)
            let placed = try await order(try await market.cart([(novel, 1)]), fetching: [shop.id], in: market, at: Date())
            let id = try #require(placed.shopOrders.first?.id)
            for state in [ShopOrderState.accepted, .ready] { try await market.move(id, to: state) }
            for statement in [
                "UPDATE orders.shop_order SET state = 'underway' WHERE id = \(id)",
                "UPDATE orders.shop_order SET fulfilment = 'delivery' WHERE id = \(id)",
            ] as [SQL] {
                await #expect(throws: DatabaseError.self) { try await market.database.execute("test.illegal", statement) }
            }
            let delivered = try await market.shopOrder(of: novel, in: .ready)
            await #expect(throws: DatabaseError.self) {
                try await market.database.execute(
                    "test.illegal", "UPDATE orders.shop_order SET state = 'collected' WHERE id = \(delivered)")
            }
        }
    }
}
