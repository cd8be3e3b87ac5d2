import Accounts
import Catalog
import Database
import Foundation
import Testing

@testable import Orders

@Suite("Choices in cart and order")
struct ChoiceTests {
    private static let menu = "Größe (1): klein; groß +3,00 | Extras (0-2): Käse +1,50; Oliven +1,00"
    private static let small = Selection([.init(group: "Größe", choice: "klein")])
    private static let large = Selection([.init(group: "Größe", choice: "groß"), .init(group: "Extras", choice: "Käse")])

    @Test("the same product with other choices is another line, each at its own price; the order has them as they were chosen")
    func lines() async throws {
        try await Market.withMarket { market in
            let shop = try await market.addShop("pizzeria")
            let pizza = try await market.addProduct("pizza", price: 950, vat: .reduced, stock: nil, weight: 400, in: shop)
            try await market.set("choices", Self.menu, of: pizza)
            try await market.set("reusable_deposit_cents", 200, of: pizza)
            let orders = market.orders
            let id = try await orders.createCart().id
            _ = try await orders.setLine(pizza, choosing: Self.small, quantity: 1, in: id)
            // In another order it is the same line.
            _ = try await orders.setLine(pizza, choosing: Selection(Self.large.picks.reversed()), quantity: 1, in: id)
            _ = try await orders.setLine(pizza, choosing: Self.large, quantity: 2, in: id)
            let cart = try await orders.setLine(
                pizza, choosing: Selection(Self.small.picks, isReusable: true), quantity: 1, in: id)
            #expect(cart.lines.map(\.quantity) == [1, 2, 1])
            #expect(cart.lines.map(\.unitPrice) == [Cents(950), Cents(1400), Cents(950)])
            #expect(cart.lines.map(\.deposit) == [.zero, .zero, Cents(200)])
            #expect(cart.totals.goods == Cents(950 + 2800 + 950 + 200))

            let order = try await market.checkout(id, key: "one").order
            let part = try #require(order.shopOrders.first)
            #expect(order.goods == cart.totals.goods)
            #expect(part.lines.map(\.unitPrice) == [Cents(950), Cents(1400), Cents(950)])
            #expect(part.lines.map(\.isReusable) == [false, false, true])
            #expect(part.lines[1].extras.map(\.choice) == ["groß", "Käse"])
            #expect(part.lines[1].extras.map(\.priceCents) == [Cents(300), Cents(150)])
            #expect(part.weight == Grams(4 * 400))
            #expect(try await market.orders.order(order.trackingCode)?.shopOrders.first?.lines == part.lines)
        }
    }

    @Test("a line can be changed and taken out by what was chosen, or the product as a whole")
    func changes() async throws {
        try await Market.withMarket { market in
            let pizza = try await market.addProduct("pizza", stock: nil, in: try await market.addShop("pizzeria"))
            try await market.set("choices", Self.menu, of: pizza)
            let id = try await market.orders.createCart().id
            for selection in [Self.small, Self.large] {
                _ = try await market.orders.setLine(pizza, choosing: selection, quantity: 1, in: id)
            }
            // The menu names its groups in another order now: the line is still the same.
            try await market.set("choices", Self.menu.split(separator: " | ").reversed().joined(separator: " | "), of: pizza)
            let stored = try #require(try await market.orders.cart(id)?.lines.last?.selection)
            #expect(
                try await market.orders.setLine(pizza, choosing: stored, quantity: 3, in: id).lines.map(\.quantity).sorted() == [
                    1, 3,
                ])
            let less = try await market.orders.removeLine(pizza, choosing: stored, from: id)
            #expect(less.lines.map(\.selection) == [Self.small])
            _ = try await market.orders.setLine(pizza, choosing: Self.large, quantity: 1, in: id)
            #expect(try await market.orders.removeLine(pizza, from: id).lines.isEmpty)
        }
    }

    @Test("what does not go with the product is not put in; what it no longer offers cannot be ordered, a new price must be seen")
    func changedMenu() async throws {
        try await Market.withMarket { market in
            let pizza = try await market.addProduct("pizza", price: 950, stock: nil, in: try await market.addShop("pizzeria"))
            try await market.set("choices", Self.menu, of: pizza)
            let id = try await market.orders.createCart().id
            await #expect(throws: CartProblem.selection(.count(group: "Größe", minimum: 1, maximum: 1))) {
                try await market.orders.setLine(pizza, quantity: 1, in: id)
            }
            _ = try await market.orders.setLine(pizza, choosing: Self.large, quantity: 1, in: id)
            try await market.set("choices", Self.menu.replacing("+3,00", with: "+4,00"), of: pizza)
            let dearer = try await market.orders.cart(id)
            #expect(dearer?.lines.first?.problem == .priceChanged(from: Cents(1400), to: Cents(1500)))
            try await market.set("choices", "Größe (1): klein; mittel", of: pizza)
            #expect(try await market.orders.cart(id)?.lines.first?.problem == .choicesChanged)
            await #expect(throws: CheckoutProblem.lines([pizza: .choicesChanged])) { try await market.checkout(id, key: "one") }
            try await market.expectNothingOrdered()
        }
    }

    @Test("the lines of one product share its stock")
    func stock() async throws {
        try await Market.withMarket { market in
            let cake = try await market.addProduct("cake", stock: 3, in: try await market.addShop("cafe"))
            try await market.set("choices", "Schrift (0-1): ja", of: cake)
            let written = Selection([.init(group: "Schrift", choice: "ja")])
            let id = try await market.orders.createCart().id
            _ = try await market.orders.setLine(cake, quantity: 2, in: id)
            let full = try await market.orders.setLine(cake, choosing: written, quantity: 2, in: id)
            #expect(full.lines.map(\.problem) == [.outOfStock(available: 1), .outOfStock(available: 1)])
            await #expect(throws: CheckoutProblem.self) { try await market.checkout(id, key: "one") }
            _ = try await market.orders.setLine(cake, choosing: written, quantity: 1, in: id)
            let order = try await market.checkout(id, key: "one").order
            #expect(order.shopOrders.first?.lines.count == 2)
            #expect(try await market.reserved(cake) == 3)
            _ = try await market.orders.cancel(order.trackingCode)
            #expect(try await market.reserved(cake) == 0)
        }
    }
}

@Suite("Hours of restaurants and dishes")
struct ServingHoursTests {
    /// Saturday, 2026-11-21, at this minute in Darmstadt.
    private func at(_ hour: Int, _ minute: Int = 0) throws -> Date {
        CityTime.date(of: try #require(CalendarDay("2026-11-21")), minute: hour * 60 + minute)
    }

    @Test("a closed restaurant takes no order and says when it opens again; a shop takes orders at any time")
    func closed() async throws {
        try await Market.withMarket { market in
            let pizzeria = try await market.addShop("pizzeria", kind: .gastronomy, hours: "Mo-Su 17:00-22:00")
            let bookshop = try await market.addShop("buch", hours: "Mo-Fr 10:00-18:00")
            let pizza = try await market.addProduct("pizza", in: pizzeria)
            let novel = try await market.addProduct("novel", in: bookshop)
            let start = try at(0)
            let id = try await market.orders.createCart(at: start).id
            for product in [pizza, novel] { _ = try await market.orders.setLine(product, quantity: 1, in: id, at: start) }

            let early = try #require(try await market.orders.cart(id, at: try at(15)))
            #expect(early.closures.map(\.shop.id) == [pizzeria.id])
            #expect(early.closures.map(\.opensAt) == [try at(17)])
            #expect(early.closures.first?.sentence(at: try at(15)).hasSuffix("heute um 17:00 Uhr.") == true)
            #expect(!early.canBeOrdered)
            let closures = early.closures
            await #expect(throws: CheckoutProblem.closed(closures)) { try await market.checkout(id, key: "one", at: try at(15)) }
            try await market.expectNothingOrdered()

            #expect(try await market.orders.cart(id, at: try at(17))?.canBeOrdered == true)
            #expect(try await market.checkout(id, key: "one", at: try at(17)).order.shopOrders.count == 2)
        }
    }

    @Test("a dish for certain hours goes only into a window that begins within them")
    func dishes() async throws {
        try await Market.withMarket { market in
            let lunch = try await market.addProduct("lunch", in: try await market.addShop("wirtshaus"))
            let promised = Market.promise.start
            let (_, minute) = CityTime.dayAndMinute(of: promised)
            func hours(_ from: Int, _ until: Int) -> String { "Mo-Su \(clock(from))-\(clock(until))" }
            func clock(_ minute: Int) -> String { "\(minute / 60):\(minute % 60 < 10 ? "0" : "")\(minute % 60)" }
            let id = try await market.cart([(lunch, 1)])
            for outside in [hours(minute - 60, minute), hours(minute + 1, minute + 60)] {
                try await market.set("available_hours", outside, of: lunch)
                do {
                    try await market.checkout(id, key: "one")
                    Issue.record("ordered outside of \(outside)")
                } catch CheckoutProblem.invalid(let fields) {
                    #expect(fields.map(\.field) == ["window"])
                }
            }
            try await market.expectNothingOrdered()
            try await market.set("available_hours", hours(minute, minute + 1), of: lunch)
            #expect(try await market.checkout(id, key: "one").order.shopOrders.count == 1)
        }
    }
}
