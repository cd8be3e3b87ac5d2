import Accounts
import Catalog
import Database
import Foundation
import Testing

@testable import Orders

@Suite("Retailer's shop orders")
struct RetailerTests {
    @Test("a retailer accepts, packs, and sees what it did")
    func acceptAndPack() async throws {
        try await Market.withMarket { market in
            let shop = try await market.addShop("papier")
            let product = try await market.addProduct("pen", in: shop)
            let id = try await market.shopOrder(of: product, in: .placed)
            let clerk = OrderActor.account(.new())

            #expect(try await market.orders.accept(id, of: shop.retailer, by: clerk).state == .accepted)
            let now = Date(timeIntervalSince1970: 1_795_269_600)
            let ready = try await market.orders.ready(id, of: shop.retailer, parcels: 2, by: clerk, at: now)
            #expect(ready.state == .ready)
            #expect(ready.packed == ShopOrder.Packed(parcels: 2, at: now))
            #expect(try await market.orders.history(of: id).map(\.actor) == [.shopper, clerk, clerk])
            #expect(
                try await market.topics() == [
                    "orders.placed", "orders.shop-order-changed", "orders.shop-order-changed", "orders.shop-order-ready",
                ])
        }
    }

    @Test("another retailer's shop order does not exist")
    func othersDoNotExist() async throws {
        try await Market.withMarket { market in
            let mine = try await market.addShop("papier")
            let product = try await market.addProduct("pen", in: mine)
            let other = try await market.addShop("backstube").retailer
            let id = try await market.shopOrder(of: product, in: .placed)

            #expect(try await market.orders.shopOrder(id, of: other) == nil)
            #expect(try await market.orders.shopOrders(of: other).items.isEmpty)
            await #expect(throws: ShopOrderProblem.notFound) { try await market.orders.accept(id, of: other, by: .system) }
            await #expect(throws: ShopOrderProblem.notFound) {
                try await market.orders.reject(id, of: other, reason: "x", by: .system)
            }
            await #expect(throws: ShopOrderProblem.notFound) { try await market.orders.ready(id, of: other, by: .system) }
            #expect(try await market.state(of: id) == .placed)
            #expect(try await market.orders.shopOrder(id, of: mine.retailer)?.id == id)
        }
    }

    @Test("a rejection needs a reason and the shopper reads it; parcels are 1 to 99")
    func reasonsAndParcels() async throws {
        try await Market.withMarket { market in
            let shop = try await market.addShop("papier")
            let product = try await market.addProduct("pen", in: shop)
            let order = try await market.checkout(try await market.cart([(product, 1)]), key: "one").order
            let id = try #require(order.shopOrders.first?.id)

            for reason in ["", " \n", String(repeating: "x", count: 501)] {
                await #expect(throws: ShopOrderProblem.invalidReason) {
                    try await market.orders.reject(id, of: shop.retailer, reason: reason, by: .system)
                }
            }
            for parcels in [0, -1, 100] {
                await #expect(throws: ShopOrderProblem.invalidParcels) {
                    try await market.orders.ready(id, of: shop.retailer, parcels: parcels, by: .system)
                }
            }
            _ = try await market.orders.reject(id, of: shop.retailer, reason: "Leider ist der Stift zerbrochen.", by: .system)
            let seen = try await market.orders.order(order.trackingCode)
            #expect(seen?.shopOrders.first?.rejectionReason == "Leider ist der Stift zerbrochen.")
            #expect(seen?.state == .cancelled)
            #expect(seen?.payable == .zero)
            #expect(seen?.total == order.total)
        }
    }

    @Test("the list is the newest first, in parts that lose and repeat nothing, and by state")
    func paging() async throws {
        try await Market.withMarket { market in
            let shop = try await market.addShop("papier")
            let product = try await market.addProduct("pen", in: shop)
            var placed: [ShopOrderID] = []
            for number in 0..<7 {
                placed.append(try await market.shopOrder(of: product, in: number % 2 == 0 ? .placed : .accepted))
            }

            var listed: [ShopOrderID] = []
            var cursor: String?
            var parts = 0
            repeat {
                let page = try await market.orders.shopOrders(of: shop.retailer, limit: 3, cursor: cursor)
                listed += page.items.map(\.id)
                cursor = page.next
                parts += 1
            } while cursor != nil
            #expect(listed == placed.reversed())
            #expect(parts == 3)
            #expect(
                try await market.orders.shopOrders(of: shop.retailer, state: .accepted).items.map(\.id) == [
                    placed[5], placed[3], placed[1],
                ])
            #expect(try await market.orders.shopOrders(of: shop.retailer, state: .delivered).items.isEmpty)
            await #expect(throws: ShopOrderProblem.invalidCursor) {
                try await market.orders.shopOrders(of: shop.retailer, cursor: "nonsense")
            }
        }
    }
}

@Suite("Cancelling")
struct CancelTests {
    @Test("as long as no shop has answered the shopper cancels all of it, and the stock is free again")
    func cancel() async throws {
        try await Market.withMarket { market in
            let pen = try await market.addProduct("pen", stock: 10, in: try await market.addShop("papier"))
            let bread = try await market.addProduct("bread", stock: 10, in: try await market.addShop("backstube"))
            let order = try await market.checkout(try await market.cart([(pen, 3), (bread, 2)]), key: "one").order

            let cancelled = try await market.orders.cancel(order.trackingCode)
            #expect(cancelled.state == .cancelled)
            #expect(cancelled.payable == .zero)
            for product in [pen, bread] {
                #expect(try await market.reserved(product) == 0)
                #expect(try await market.onHand(product) == 10)
            }
            #expect(
                try await market.topics() == [
                    "orders.placed", "orders.shop-order-changed", "orders.shop-order-changed", "orders.cancelled",
                ])
            await #expect(throws: CancellationProblem.self) { try await market.orders.cancel(order.trackingCode) }
        }
    }

    @Test("once a shop has answered it is too late, and nothing is cancelled")
    func tooLate() async throws {
        try await Market.withMarket { market in
            let pen = try await market.addProduct("pen", stock: 10, in: try await market.addShop("papier"))
            let bread = try await market.addProduct("bread", stock: 10, in: try await market.addShop("backstube"))
            let order = try await market.checkout(try await market.cart([(pen, 3), (bread, 2)]), key: "one").order
            let ids = order.shopOrders.map(\.id)
            try await market.move(ids[1], to: .accepted)

            await #expect(throws: CancellationProblem.tooLate([ids[0]: .placed, ids[1]: .accepted])) {
                try await market.orders.cancel(order.trackingCode)
            }
            #expect(try await market.state(of: ids[0]) == .placed)
            #expect(try await market.reserved(pen) == 3)
            await #expect(throws: CancellationProblem.notFound) { try await market.orders.cancel(.random()) }
        }
    }
}

@Suite("Orders for the delivery")
struct DeliveryInterfaceTests {
    @Test("the delivery gets load, destination, window and contact, and its reports move the shop order")
    func deliver() async throws {
        try await Market.withMarket { market in
            let shop = try await market.addShop("feinkost")
            let cheese = try await market.addProduct("cheese", weight: 250, volume: 400, handling: .chilled, in: shop)
            let wine = try await market.addProduct("wine", weight: 1300, volume: 1500, handling: .fragile, in: shop)
            let order = try await market.checkout(try await market.cart([(cheese, 4), (wine, 2)]), key: "one").order
            let id = try #require(order.shopOrders.first?.id)

            let found = try #require(try await market.orders.deliverableShopOrder(id, in: market.database))
            #expect(found.shopOrder.weight == Grams(4 * 250 + 2 * 1300))
            #expect(found.shopOrder.volume == Millilitres(4 * 400 + 2 * 1500))
            #expect(found.shopOrder.handling == [.chilled, .fragile])
            #expect(
                found.shopOrder.window
                    == PromisedWindow(day: Market.promise.day, start: Market.promise.start, end: Market.promise.end))
            #expect(found.destination == Market.promise.destination)
            #expect(found.contact?.address == Market.request.address)

            for state in ShopOrderState.ready.way { try await market.move(id, to: state) }
            let rider = OrderActor.account(.new())
            try await market.database.transaction("test.deliver") { transaction in
                try await market.orders.markUnderway(id, by: rider, in: transaction)
                try await market.orders.markFailed(id, note: "niemand da", by: rider, in: transaction)
                try await market.orders.markReadyAgain(id, by: .system, in: transaction)
                try await market.orders.markUnderway(id, by: rider, in: transaction)
                try await market.orders.markDelivered(id, by: rider, in: transaction)
            }
            #expect(try await market.orders.order(order.trackingCode)?.state == .delivered)
            #expect(try await market.orders.history(of: id).compactMap(\.note) == ["niemand da"])
            #expect(try await market.orders.deliverableShopOrder(.new(), in: market.database) == nil)
        }
    }
}
