import Accounts
import Catalog
import Database
import Foundation
import Testing

@testable import Orders

extension ShopOrderState {
    /// The states on the shortest way from placed, without placed itself.
    var way: [ShopOrderState] {
        switch self {
        case .placed: []
        case .accepted: [.accepted]
        case .rejected: [.rejected]
        case .cancelled: [.cancelled]
        case .ready: [.accepted, .ready]
        case .underway: [.accepted, .ready, .underway]
        case .delivered: [.accepted, .ready, .underway, .delivered]
        case .collected: [.accepted, .ready, .collected]
        case .failed: [.accepted, .ready, .underway, .failed]
        case .returned: [.accepted, .ready, .underway, .failed, .returned]
        }
    }
}

@Suite("Transitions")
struct TransitionTests {
    @Test(
        "every illegal transition is refused in Swift, every legal one is done and remembered",
        arguments: ShopOrderState.allCases.filter { $0 != .collected }
    )
    func inSwift(from: ShopOrderState) async throws {
        try await Market.withMarket { market in
            let shop = try await market.addShop("papier")
            let product = try await market.addProduct("pen", in: shop)
            for to in ShopOrderState.allCases {
                let id = try await market.shopOrder(of: product, in: from)
                if from.canBecome(to) {
                    try await market.move(id, to: to)
                    #expect(try await market.state(of: id) == to)
                    let steps = try await market.orders.history(of: id)
                    #expect(steps.map(\.to) == [.placed] + from.way + [to])
                    #expect(steps.map(\.from) == [nil] + steps.dropLast().map(\.to))
                } else {
                    await #expect(throws: ShopOrderProblem.illegalTransition(from: from, to: to)) {
                        try await market.move(id, to: to)
                    }
                    #expect(try await market.state(of: id) == from)
                    #expect(try await market.orders.history(of: id).count == 1 + from.way.count)
                }
            }
        }
    }

    @Test("PostgreSQL refuses every illegal transition by itself", arguments: ShopOrderState.allCases.filter { $0 != .collected })
    func inPostgreSQL(from: ShopOrderState) async throws {
        try await Market.withMarket { market in
            let product = try await market.addProduct("pen", in: try await market.addShop("papier"))
            let id = try await market.shopOrder(of: product, in: from)
            for to in ShopOrderState.allCases where to != from && !from.canBecome(to) {
                let error = await #expect(throws: DatabaseError.self) {
                    try await market.database.execute(
                        "test.illegal",
                        """
                        UPDATE orders.shop_order SET state = \(to), parcels = 1, ready_at = now(),
                            rejection_reason = CASE WHEN \(to) = 'rejected' THEN 'x' END WHERE id = \(id)
                        """)
                }
                #expect(error?.constraint == "shop_order_transition", "\(from) → \(to): \(String(describing: error))")
            }
            #expect(try await market.state(of: id) == from)
        }
    }

    @Test("Swift and PostgreSQL have the same table of transitions")
    func sameTable() async throws {
        try await Market.withMarket { market in
            let stored = try await market.database.query(
                "test.transitions", "SELECT from_state, to_state, fulfilment FROM orders.shop_order_transition"
            ).decode(ShopOrderState.self, ShopOrderState.self, Fulfilment.self).map { "\($0.2): \($0.0) → \($0.1)" }
            let ours = Fulfilment.allCases.flatMap { way in
                ShopOrderState.allCases.flatMap { from in from.successors(as: way).map { "\(way): \(from) → \($0)" } }
            }
            #expect(Set(stored) == Set(ours))
            #expect(stored.count == ours.count)
        }
    }

    @Test("a shop order begins as placed, has no unknown state, and its history is never rewritten")
    func walls() async throws {
        try await Market.withMarket { market in
            let product = try await market.addProduct("pen", in: try await market.addShop("papier"))
            let id = try await market.shopOrder(of: product, in: .accepted)
            let attempts: [SQL] = [
                "UPDATE orders.shop_order SET state = 'lost' WHERE id = \(id)",
                """
                INSERT INTO orders.shop_order
                    (id, order_id, retailer_id, shop_id, shop_name, position, state, goods_cents, placed_at, state_since)
                SELECT gen_random_uuid(), order_id, retailer_id, gen_random_uuid(), shop_name, 2, 'accepted', 0, placed_at, placed_at
                FROM orders.shop_order
                """,
                "UPDATE orders.shop_order_history SET actor = 'system'", "DELETE FROM orders.shop_order_history",
                "UPDATE orders.shop_order SET goods_cents = 0", #"DELETE FROM orders."order""#,
            ]
            for attempt in attempts {
                await #expect(throws: DatabaseError.self, "\(attempt.text)") {
                    try await market.database.execute("test.attempt", attempt)
                }
            }
        }
    }

    @Test("two who move the same shop order at once: one succeeds, the other is told")
    func race() async throws {
        try await Market.withMarket { market in
            let shop = try await market.addShop("papier")
            let product = try await market.addProduct("pen", stock: 10, in: shop)
            for _ in 0..<10 {
                let id = try await market.shopOrder(of: product, in: .placed)
                let successes = await withTaskGroup(of: Bool.self) { group in
                    for state in [ShopOrderState.accepted, .rejected, .accepted, .rejected] {
                        group.addTask {
                            do {
                                try await market.move(id, to: state)
                                return true
                            } catch { return false }
                        }
                    }
                    return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
                }
                // Accepted, then rejected is legal; all else is one success.
                #expect(successes == (try await market.orders.history(of: id)).count - 1)
                #expect((1...2).contains(successes))
            }
        }
    }
}

@Suite("Stock of an order")
struct StockTests {
    @Test(
        "accepting sells the stock; rejecting and cancelling give it back, before and after",
        arguments: [
            ([], 10, 3), ([.accepted], 7, 0), ([.rejected], 10, 0), ([.cancelled], 10, 0), ([.accepted, .rejected], 10, 0),
            ([.accepted, .cancelled], 10, 0), ([.accepted, .ready, .underway, .delivered], 7, 0),
            ([.accepted, .ready, .underway, .failed, .returned], 7, 0),
        ] as [([ShopOrderState], Int, Int)])
    func stockFollows(way: [ShopOrderState], onHand: Int, reserved: Int) async throws {
        try await Market.withMarket { market in
            let product = try await market.addProduct("pen", stock: 10, in: try await market.addShop("papier"))
            let order = try await market.checkout(try await market.cart([(product, 3)]), key: "one").order
            let id = try #require(order.shopOrders.first?.id)
            for state in way { try await market.move(id, to: state) }
            #expect(try await market.onHand(product) == onHand)
            #expect(try await market.reserved(product) == reserved)
        }
    }
}
