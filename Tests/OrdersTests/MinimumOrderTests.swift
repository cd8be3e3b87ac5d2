import Catalog
import Database
import Foundation
import Testing

@testable import Orders

@Suite("Minimum order and rush")
struct MinimumOrderTests {
    @Test("a cart that misses a shop's minimum order says what is missing and cannot be ordered; one that reaches it can")
    func minimum() async throws {
        try await Market.withMarket { market in
            let pizzeria = try await market.addShop("pizzeria")
            let bookshop = try await market.addShop("buch")
            let pizza = try await market.addProduct("pizza", price: 750, in: pizzeria)
            let novel = try await market.addProduct("novel", price: 100, in: bookshop)
            _ = try await market.catalog.updateShop(
                pizzeria.id, of: pizzeria.retailer, ShopSettingsChange(minimumOrder: Cents(1500)))
            let cart = try await market.cart([(pizza, 1), (novel, 1)])

            let short = try #require(try await market.orders.cart(cart))
            #expect(short.shortfalls.map(\.shop.id) == [pizzeria.id])
            #expect(short.shortfalls.map(\.missing) == [Cents(750)])
            #expect(!short.canBeOrdered)
            await #expect(throws: CheckoutProblem.belowMinimum(short.shortfalls)) {
                try await market.checkout(cart, key: "one")
            }
            try await market.expectNothingOrdered()

            let full = try await market.orders.setLine(pizza, quantity: 2, in: cart)
            #expect(full.shortfalls.isEmpty && full.canBeOrdered)
            #expect(try await market.checkout(cart, key: "one").order.goods == Cents(1600))
        }
    }

    @Test("deposits and products that are gone do not count towards the minimum")
    func whatCounts() async throws {
        try await Market.withMarket { market in
            let shop = try await market.addShop("getraenke")
            let crate = try await market.addProduct("crate", price: 900, in: shop)
            let gone = try await market.addProduct("gone", price: 900, in: shop)
            try await market.database.execute(
                "test.deposit", "UPDATE catalog.product SET deposit_cents = 310 WHERE id = \(crate)")
            _ = try await market.catalog.updateShop(shop.id, of: shop.retailer, ShopSettingsChange(minimumOrder: Cents(1000)))
            let cart = try await market.cart([(crate, 1), (gone, 1)])
            #expect(try await market.orders.cart(cart)?.shortfalls.isEmpty == true)
            try await market.change(gone, ProductChange(active: false), in: shop)
            #expect(try await market.orders.cart(cart)?.shortfalls.map(\.missing) == [Cents(100)])
        }
    }

    @Test("while a shop has a rush, what is ordered takes longer; an order keeps what it was placed with")
    func rush() async throws {
        try await Market.withMarket { market in
            let shop = try await market.addShop("pizzeria")
            let pizza = try await market.addProduct("pizza", in: shop)
            func preparation(key: String) async throws -> (code: TrackingCode, minutes: Int?) {
                let order = try await market.checkout(try await market.cart([(pizza, 1)]), key: key).order
                return (order.trackingCode, order.shopOrders.first?.preparationMinutes)
            }
            #expect(try await preparation(key: "one").minutes == 30)
            let rush = ShopSettings.Rush(minutes: 25, until: Date() + 3600)
            _ = try await market.catalog.updateShop(shop.id, of: shop.retailer, ShopSettingsChange(rush: .begins(rush)))
            let busy = try await preparation(key: "two")
            #expect(busy.minutes == 55)
            _ = try await market.catalog.updateShop(shop.id, of: shop.retailer, ShopSettingsChange(rush: .ends))
            #expect(try await preparation(key: "three").minutes == 30)
            #expect(try await market.orders.order(busy.code)?.shopOrders.first?.preparationMinutes == 55)
        }
    }
}
