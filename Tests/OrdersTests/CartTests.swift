import Accounts
import Catalog
import Foundation
import Testing

@testable import Orders

@Suite("Cart")
struct CartTests {
    @Test("lines are put in, changed and taken out, and the sums follow")
    func lines() async throws {
        try await Market.withMarket { market in
            let shop = try await market.addShop("buch-am-markt")
            let novel = try await market.addProduct("novel", price: 1290, vat: .reduced, in: shop)
            let pen = try await market.addProduct("pen", price: 399, vat: .standard, in: shop)
            let orders = market.orders

            let cart = try await orders.createCart()
            _ = try await orders.setLine(novel, quantity: 1, in: cart.id)
            _ = try await orders.setLine(pen, quantity: 3, in: cart.id)
            let changed = try await orders.setLine(novel, quantity: 2, in: cart.id)

            #expect(changed.lines.map(\.product.id) == [novel, pen])
            #expect(changed.lines.map(\.quantity) == [2, 3])
            #expect(changed.totals.goods == Cents(2 * 1290 + 3 * 399))
            #expect(
                changed.totals.vat == [
                    VATShare(rate: .reduced, gross: Cents(2580), vat: Cents(169)),
                    VATShare(rate: .standard, gross: Cents(1197), vat: Cents(191)),
                ])
            let less = try await orders.removeLine(novel, from: cart.id)
            #expect(less.lines.map(\.product.id) == [pen])
            #expect(try await orders.cart(cart.id)?.lines.count == 1)
        }
    }

    @Test("a quantity is 1 to 99", arguments: [0, -1, 100, Int.max])
    func invalidQuantity(quantity: Int) async throws {
        try await Market.withMarket { market in
            let product = try await market.addProduct("pen", in: try await market.addShop("papier"))
            let cart = try await market.orders.createCart()
            await #expect(throws: CartProblem.invalidQuantity) {
                try await market.orders.setLine(product, quantity: quantity, in: cart.id)
            }
        }
    }

    @Test("what does not exist is not put in, and nothing is put into what does not exist")
    func missing() async throws {
        try await Market.withMarket { market in
            let product = try await market.addProduct("pen", in: try await market.addShop("papier"))
            let cart = try await market.orders.createCart()
            let unknown = ProductID.new()
            await #expect(throws: CartProblem.noSuchProduct(unknown)) {
                try await market.orders.setLine(unknown, quantity: 1, in: cart.id)
            }
            await #expect(throws: CartProblem.noSuchCart) {
                try await market.orders.setLine(product, quantity: 1, in: CartID.secret())
            }
            #expect(try await market.orders.cart(CartID.secret()) == nil)
        }
    }

    @Test("a cart is kept for 14 days after its last change, then it is gone with its lines")
    func expiry() async throws {
        try await Market.withMarket { market in
            let product = try await market.addProduct("pen", in: try await market.addShop("papier"))
            let day: TimeInterval = 24 * 60 * 60
            let start = Date()
            let cart = try await market.orders.createCart(at: start)
            _ = try await market.orders.setLine(product, quantity: 1, in: cart.id, at: start + 10 * day)

            #expect(try await market.orders.cart(cart.id, at: start + 23 * day) != nil)
            #expect(try await market.orders.removeExpired(at: start + 23 * day) == 0)
            #expect(try await market.orders.cart(cart.id, at: start + 25 * day) == nil)
            #expect(try await market.orders.removeExpired(at: start + 25 * day) == 1)
            #expect(try await market.count("orders.cart_line") == 0)
        }
    }

    @Test("a line says what is wrong with it: sold out, dearer, gone")
    func problems() async throws {
        try await Market.withMarket { market in
            let shop = try await market.addShop("papier")
            let product = try await market.addProduct("pen", price: 300, stock: 3, in: shop)
            let cart = try await market.orders.createCart()
            _ = try await market.orders.setLine(product, quantity: 2, in: cart.id)

            try await market.change(product, ProductChange(price: Cents(350)), in: shop)
            #expect(
                try await market.orders.cart(cart.id)?.lines.first?.problem == .priceChanged(from: Cents(300), to: Cents(350)))
            #expect(try await market.orders.setLine(product, quantity: 2, in: cart.id).lines.first?.problem == nil)

            try await market.change(product, ProductChange(stock: .counted(1)), in: shop)
            #expect(try await market.orders.cart(cart.id)?.lines.first?.problem == .outOfStock(available: 1))

            try await market.change(product, ProductChange(active: false), in: shop)
            let gone = try await market.orders.cart(cart.id)
            #expect(gone?.lines.first?.problem == .gone)
            #expect(gone?.totals.goods == .zero)
        }
    }
}
