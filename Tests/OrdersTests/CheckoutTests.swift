import Catalog
import Database
import Foundation
import Testing

@testable import Orders

@Suite("Checkout")
struct CheckoutTests {
    @Test("one order splits into one shop order a shop, and every sum is right to the cent")
    func splitsByShop() async throws {
        try await Market.withMarket { market in
            let books = try await market.addShop("buch-am-markt")
            let bakery = try await market.addShop("backstube")
            let novel = try await market.addProduct("novel", price: 1299, vat: .reduced, weight: 400, in: books)
            let bread = try await market.addProduct("bread", price: 485, vat: .reduced, weight: 750, in: bakery)
            let pen = try await market.addProduct("pen", price: 349, vat: .standard, weight: 20, in: books)
            let cart = try await market.cart([(novel, 1), (bread, 2), (pen, 3)])

            let result = try await market.checkout(cart, key: "one")
            let order = result.order

            #expect(!result.isRepeated)
            #expect(order.state == .placed)
            #expect(order.shopOrders.map(\.shop.id) == [books.id, bakery.id])
            #expect(order.shopOrders.map(\.retailerID) == [books.retailer, bakery.retailer])
            #expect(order.shopOrders.map { $0.lines.map(\.productID) } == [[novel, pen], [bread]])
            #expect(order.shopOrders.map(\.totals.goods) == [Cents(1299 + 3 * 349), Cents(2 * 485)])
            #expect(order.shopOrders.map(\.weight) == [Grams(460), Grams(1500)])
            #expect(order.goods == Cents(3316))
            #expect(order.deliveryFee == VATShare(rate: .standard, gross: Cents(390), vat: Cents(62)))
            #expect(order.total == Cents(3706))
            // 1299 · 7/107 = 84,98 and 970 · 7/107 = 63,46, each rounded; 1047 · 19/119 = 167,17, and 62 of the fee.
            #expect(
                order.vat == [
                    VATShare(rate: .reduced, gross: Cents(2269), vat: Cents(85 + 63)),
                    VATShare(rate: .standard, gross: Cents(1437), vat: Cents(167 + 62)),
                ])
            #expect(order.vat.map(\.gross).total() == order.total)
            #expect(try await market.orders.order(order.trackingCode)?.number == order.number)
            #expect(try await market.reserved(novel) == 1)
            #expect(try await market.reserved(bread) == 2)
        }
    }

    @Test("from 60 € on the delivery is free")
    func freeDelivery() async throws {
        try await Market.withMarket { market in
            let product = try await market.addProduct("kettle", price: 3000, in: try await market.addShop("kueche"))
            let order = try await market.checkout(try await market.cart([(product, 2)]), key: "one").order
            #expect(order.deliveryFee.gross == .zero)
            #expect(order.total == Cents(6000))
            #expect(order.vat.map(\.gross).total() == order.total)
        }
    }

    @Test("the recipient is stored sealed and opened only on purpose, until it is erased")
    func contactIsSealed() async throws {
        try await Market.withMarket { market in
            let product = try await market.addProduct("pen", in: try await market.addShop("papier"))
            let order = try await market.checkout(try await market.cart([(product, 1)]), key: "one").order

            let stored = try await market.database.one("test.sealed", #"SELECT contact_sealed FROM orders."order""#).decode(
                Data.self)
            #expect(stored.range(of: Data("Selma".utf8)) == nil)
            let everything = try await market.database.one(
                "test.everything",
                """
                SELECT (SELECT json_agg(o) FROM orders."order" AS o)::text || (SELECT json_agg(s) FROM orders.shop_order AS s)::text
                    || (SELECT json_agg(k) FROM orders.idempotency_key AS k)::text || (SELECT json_agg(e) FROM database.outbox AS e)::text
                """
            ).decode(String.self)
            for secret in ["Selma", "selma@example.org", "Heinheimer"] { #expect(!everything.contains(secret)) }

            #expect(try await market.orders.contact(of: order.id)?.recipient.name == "Selma Kurt")
            #expect(try await market.orders.contact(of: order.id)?.address.houseNumber == "12 a")
            #expect(try await market.orders.eraseContacts(before: Market.promise.day) == 0)
            #expect(try await market.orders.eraseContacts(before: Market.promise.day.adding(days: 1)) == 1)
            #expect(try await market.orders.contact(of: order.id) == nil)
            #expect(try await market.orders.order(order.trackingCode)?.total == order.total)
        }
    }

    @Test("a price that changed since the shopper saw it, a product that is gone and one that is sold out are named, all at once")
    func linesThatCannotBeOrdered() async throws {
        try await Market.withMarket { market in
            let shop = try await market.addShop("papier")
            let dearer = try await market.addProduct("dearer", price: 300, in: shop)
            let gone = try await market.addProduct("gone", in: shop)
            let soldOut = try await market.addProduct("sold-out", stock: 5, in: shop)
            let fine = try await market.addProduct("fine", stock: 5, in: shop)
            let cart = try await market.cart([(dearer, 1), (gone, 1), (soldOut, 3), (fine, 1)])
            try await market.change(dearer, ProductChange(price: Cents(299)), in: shop)
            try await market.change(gone, ProductChange(active: false), in: shop)
            try await market.change(soldOut, ProductChange(stock: .counted(2)), in: shop)

            await #expect(
                throws: CheckoutProblem.lines([
                    dearer: .priceChanged(from: Cents(300), to: Cents(299)), gone: .gone, soldOut: .outOfStock(available: 2),
                ])
            ) { try await market.checkout(cart, key: "one") }
            try await market.expectNothingOrdered()
            #expect(try await market.reserved(fine) == 0)

            // What the problems ask for is done, and the same key works.
            _ = try await market.orders.setLine(dearer, quantity: 1, in: cart)
            _ = try await market.orders.removeLine(gone, from: cart)
            _ = try await market.orders.setLine(soldOut, quantity: 2, in: cart)
            #expect(try await market.checkout(cart, key: "one").order.shopOrders.first?.lines.count == 3)
        }
    }

    @Test("an order that is abandoned in the middle of its transaction leaves nothing")
    func abandoned() async throws {
        struct NoBike: Error {}
        try await Market.withMarket { market in
            let product = try await market.addProduct("pen", stock: 5, in: try await market.addShop("papier"))
            let cart = try await market.cart([(product, 2)])

            await #expect(throws: NoBike.self) {
                try await market.orders.checkout(cart, key: "one", request: Market.request) { _, _ in throw NoBike() }
            }
            // After everything was written, too.
            await #expect(throws: NoBike.self) {
                try await market.database.transaction("test.abandon") { transaction in
                    _ = try await market.orders.checkout(
                        cart, key: "one", request: Market.request, at: Date(), in: transaction,
                        promise: { _, _ in Market.promise })
                    throw NoBike()
                }
            }
            try await market.expectNothingOrdered()
            #expect(try await market.reserved(product) == 0)
            #expect(try await market.checkout(cart, key: "one").isRepeated == false)
        }
    }

    @Test("a cart that is empty, unknown or closed is not ordered")
    func cartsThatCannotBeOrdered() async throws {
        try await Market.withMarket { market in
            let product = try await market.addProduct("pen", in: try await market.addShop("papier"))
            let empty = try await market.orders.createCart().id
            await #expect(throws: CheckoutProblem.emptyCart) { try await market.checkout(empty, key: "one") }
            await #expect(throws: CheckoutProblem.noSuchCart) { try await market.checkout(CartID.secret(), key: "one") }

            let cart = try await market.cart([(product, 1)])
            let order = try await market.checkout(cart, key: "one").order
            let closed = ClosedCart(order: order.number, trackingCode: order.trackingCode)
            await #expect(throws: CheckoutProblem.cartClosed(closed)) { try await market.checkout(cart, key: "two") }
            await #expect(throws: CartProblem.closed(closed)) { try await market.orders.setLine(product, quantity: 2, in: cart) }
            await #expect(throws: CartProblem.closed(closed)) { try await market.orders.removeLine(product, from: cart) }
            #expect(try await market.orders.cart(cart)?.closedBy == closed)
            #expect(try await market.count(#"orders."order""#) == 1)
        }
    }

    @Test("a request with bad fields is refused before anything is touched")
    func invalidRequest() async throws {
        try await Market.withMarket { market in
            let product = try await market.addProduct("pen", in: try await market.addShop("papier"))
            let cart = try await market.cart([(product, 1)])
            var request = Market.request
            request.address.postcode = "642"
            let error = await #expect(throws: CheckoutProblem.self) {
                try await market.orders.checkout(cart, key: "one", request: request) { _, _ in Market.promise }
            }
            guard case .invalid(let fields) = error else { return #expect(Bool(false), "\(String(describing: error))") }
            #expect(fields.map(\.field) == ["address.postcode"])
            await #expect(throws: CheckoutProblem.invalidKey) { try await market.checkout(cart, key: "") }
            try await market.expectNothingOrdered()
        }
    }

    @Test("totals that do not match the lines are refused by PostgreSQL at the commit")
    func totalsWall() async throws {
        try await Market.withMarket { market in
            let product = try await market.addProduct("pen", in: try await market.addShop("papier"))
            _ = try await market.checkout(try await market.cart([(product, 1)]), key: "one")
            let error = await #expect(throws: DatabaseError.self) {
                try await market.database.execute(
                    "test.wrongTotals",
                    """
                    INSERT INTO orders."order" (
                        id, tracking_code, cart_id, placed_at, service_day, window_start, window_end, latitude, longitude, payment_method,
                        goods_cents, delivery_fee_cents, delivery_fee_vat_percent, delivery_fee_vat_cents, total_cents)
                    SELECT gen_random_uuid(), repeat('a', 26), gen_random_uuid(), placed_at, service_day, window_start, window_end, latitude,
                        longitude, payment_method, goods_cents, delivery_fee_cents, delivery_fee_vat_percent, delivery_fee_vat_cents, total_cents
                    FROM orders."order"
                    """)
            }
            #expect(error?.constraint == "order_totals")
            await #expect(throws: DatabaseError.self) {
                try await market.database.execute("test.cheaper", "UPDATE orders.order_line SET quantity = 1")
            }
        }
    }
}
