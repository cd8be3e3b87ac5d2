import Catalog
import Foundation
import TestSupport
import Testing

@testable import Orders

@Suite("Checkout under concurrency")
struct ConcurrencyTests {
    private enum Outcome: Equatable {
        case ordered
        case soldOut
        case other(String)
    }

    @Test("64 parallel checkouts on the last 10 pieces sell exactly 10, and all others hear that it is sold out")
    func lastPieces() async throws {
        try await Market.withMarket { market in
            let product = try await market.addProduct("last", stock: 10, in: try await market.addShop("papier"))
            var carts: [CartID] = []
            for _ in 0..<64 { carts.append(try await market.cart([(product, 1)])) }

            let outcomes = await withTaskGroup(of: Outcome.self) { group in
                for cart in carts {
                    group.addTask {
                        do {
                            _ = try await market.checkout(cart, key: "one")
                            return .ordered
                        } catch CheckoutProblem.lines([product: .outOfStock(available: 0)]) {
                            return .soldOut
                        } catch {
                            return .other("\(error)")
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }

            #expect(outcomes.count { $0 == .ordered } == 10)
            #expect(outcomes.count { $0 == .soldOut } == 54, "\(outcomes)")
            #expect(try await market.count(#"orders."order""#) == 10)
            #expect(try await market.reserved(product) == 10)
        }
    }

    @Test("parallel checkouts of many products in any order neither block each other nor oversell")
    func crossing() async throws {
        let seed = UInt64.random(in: .min ... .max)
        try await Market.withMarket { market in
            var random = SeededGenerator(seed: seed)
            var products: [ProductID] = []
            for shop in ["eins", "zwei", "drei"] {
                let shop = try await market.addShop(shop)
                for number in 1...4 {
                    products.append(try await market.addProduct("p\(number)", price: 100, stock: 20, in: shop))
                }
            }
            var carts: [(id: CartID, lines: [ProductID: Int])] = []
            for _ in 0..<40 {
                let lines = products.shuffled(using: &random).prefix(5).map { ($0, Int.random(in: 1...4, using: &random)) }
                carts.append((try await market.cart(lines), Dictionary(uniqueKeysWithValues: lines)))
            }
            let sold = try await withThrowingTaskGroup(of: [ProductID: Int].self) { group in
                for cart in carts {
                    group.addTask {
                        do {
                            _ = try await market.checkout(cart.id, key: "one")
                            return cart.lines
                        } catch CheckoutProblem.lines {
                            return [:]
                        }
                    }
                }
                return try await group.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
            }
            for product in products {
                #expect(try await market.reserved(product) == sold[product] ?? 0, "seed \(seed)")
                #expect((sold[product] ?? 0) <= 20, "seed \(seed)")
            }
            #expect(sold.values.contains { $0 > 15 }, "the stock was not contended; seed \(seed)")
        }
    }

    @Test("a request that is sent again gives the same order and reserves nothing more")
    func repeated() async throws {
        try await Market.withMarket { market in
            let product = try await market.addProduct("pen", stock: 10, in: try await market.addShop("papier"))
            let cart = try await market.cart([(product, 2)])
            let first = try await market.checkout(cart, key: "one")
            let second = try await market.checkout(cart, key: "one")
            #expect(second.isRepeated)
            #expect(second.order.id == first.order.id)
            #expect(second.order.trackingCode == first.order.trackingCode)
            #expect(try await market.reserved(product) == 2)
            #expect(try await market.count("database.outbox") == 1)
        }
    }

    @Test("the same request sent 16 times at once gives one order")
    func repeatedInParallel() async throws {
        try await Market.withMarket { market in
            let product = try await market.addProduct("pen", stock: 50, in: try await market.addShop("papier"))
            let cart = try await market.cart([(product, 2)])
            let results = try await withThrowingTaskGroup(of: CheckoutResult.self) { group in
                for _ in 0..<16 { group.addTask { try await market.checkout(cart, key: "one") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(results.map(\.order.id)).count == 1)
            #expect(results.count { !$0.isRepeated } == 1)
            #expect(try await market.count(#"orders."order""#) == 1)
            #expect(try await market.reserved(product) == 2)
        }
    }

    @Test("a key that comes with another body is refused; another cart may use it")
    func keyReused() async throws {
        try await Market.withMarket { market in
            let product = try await market.addProduct("pen", stock: 50, in: try await market.addShop("papier"))
            let cart = try await market.cart([(product, 1)])
            _ = try await market.checkout(cart, key: "one")
            var other = Market.request
            other.address.houseNumber = "13"
            await #expect(throws: CheckoutProblem.keyReused) {
                try await market.orders.checkout(cart, key: "one", request: other) { _, _ in Market.promise }
            }
            #expect(try await market.checkout(try await market.cart([(product, 1)]), key: "one").isRepeated == false)
        }
    }

    @Test("one cart checked out with 8 keys at once becomes one order, and the others are told which")
    func oneCartManyKeys() async throws {
        try await Market.withMarket { market in
            let product = try await market.addProduct("pen", stock: 50, in: try await market.addShop("papier"))
            let cart = try await market.cart([(product, 1)])
            let numbers = try await withThrowingTaskGroup(of: (OrderNumber, Bool).self) { group in
                for key in 0..<8 {
                    group.addTask {
                        do {
                            return (try await market.checkout(cart, key: "key \(key)").order.number, true)
                        } catch CheckoutProblem.cartClosed(let closed) {
                            return (closed.order, false)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(numbers.map(\.0)).count == 1)
            #expect(numbers.count { $0.1 } == 1)
            #expect(try await market.reserved(product) == 1)
        }
    }
}
