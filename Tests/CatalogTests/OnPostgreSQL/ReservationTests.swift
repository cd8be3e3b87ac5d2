import Accounts
import Database
import Testing

@testable import Catalog

@Suite("Holding stock for orders")
struct ReservationTests {
    @Test("64 parallel reservations on the last 10 pieces hold exactly 10")
    func lastTen() async throws {
        try await CityFixture.run { city in
            let id = try await city.product("A", stock: 10)
            let held = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 1...64 {
                    group.addTask {
                        do {
                            try await city.database.transaction("test.reserve") {
                                try await city.catalog.reserve([id: 1], for: .new(), in: $0)
                            }
                            return true
                        } catch is OutOfStock {
                            return false
                        }
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(held == 10)
            #expect(try await city.stock(id) == (10, 10))
        }
    }

    @Test("carts with the same products in any order wait for one another and never deadlock")
    func noDeadlock() async throws {
        try await CityFixture.run { city in
            var ids: [ProductID] = []
            for number in 1...6 { ids.append(try await city.product("P\(number)", stock: 1000)) }
            let all = ids
            try await withThrowingTaskGroup { group in
                for _ in 1...60 {
                    group.addTask {
                        let items = Dictionary(uniqueKeysWithValues: all.shuffled().map { ($0, 2) })
                        let reservation = ReservationID.new()
                        // Not run again: a deadlock would fail the test.
                        try await city.database.transaction("test.reserve") {
                            try await city.catalog.reserve(items, for: reservation, in: $0)
                        }
                        try await city.database.transaction("test.commit") { try await city.catalog.commit(reservation, in: $0) }
                    }
                }
                try await group.waitForAll()
            }
            for id in all { #expect(try await city.stock(id) == (1000 - 120, 0)) }
        }
    }

    @Test("when one product lacks, nothing is held, and the error says of which there are how many")
    func allOrNone() async throws {
        try await CityFixture.run { city in
            let (plenty, few) = (try await city.product("A", stock: 10), try await city.product("B", stock: 2))
            let unknown = ProductID.new()
            let failure = await #expect(throws: OutOfStock.self) {
                try await city.database.transaction("test.reserve") {
                    try await city.catalog.reserve([plenty: 1, few: 3, unknown: 1], for: .new(), in: $0)
                }
            }
            let shortages = try #require(failure).shortages
            #expect(shortages.map(\.productID) == [few, unknown].sorted())
            #expect(shortages.first { $0.productID == few }?.available == 2)
            #expect(try await city.stock(plenty) == (10, 0))
        }
    }

    @Test("stock that nobody counts is always there; a product off sale never")
    func notCounted() async throws {
        try await CityFixture.run { city in
            let id = try await city.product("A", stock: nil)
            let reservation = ReservationID.new()
            try await city.database.transaction("test.reserve") {
                try await city.catalog.reserve([id: 500], for: reservation, in: $0)
            }
            // Counted from now on: what was not counted is not taken off.
            _ = try await city.catalog.updateProduct(id, of: city.bookseller, ProductChange(stock: .counted(7)))
            try await city.database.transaction("test.commit") { try await city.catalog.commit(reservation, in: $0) }
            #expect(try await city.stock(id) == (7, 0))
            _ = try await city.catalog.updateProduct(id, of: city.bookseller, ProductChange(active: false))
            await #expect(throws: OutOfStock.self) {
                try await city.database.transaction("test.reserve") {
                    try await city.catalog.reserve([id: 1], for: .new(), in: $0)
                }
            }
        }
    }

    @Test("every step can be taken again and then changes nothing")
    func idempotent() async throws {
        try await CityFixture.run { city in
            let id = try await city.product("A", stock: 10)
            let reservation = ReservationID.new()
            func twice(_ step: (Transaction) async throws -> Void, _ onHand: Int, _ reserved: Int) async throws {
                for _ in 1...2 {
                    try await city.database.transaction("test.step", step)
                    #expect(try await city.stock(id) == (onHand, reserved))
                }
            }
            try await twice({ try await city.catalog.reserve([id: 3], for: reservation, in: $0) }, 10, 3)
            await #expect(throws: ReservationError.differs(reservation)) {
                try await city.database.transaction("test.step") {
                    try await city.catalog.reserve([id: 4], for: reservation, in: $0)
                }
            }
            try await twice({ try await city.catalog.commit(reservation, in: $0) }, 7, 0)
            try await twice({ try await city.catalog.release(reservation, in: $0) }, 10, 0)
            await #expect(throws: ReservationError.released(reservation)) {
                try await city.database.transaction("test.step") { try await city.catalog.commit(reservation, in: $0) }
            }
            let other = ReservationID.new()
            try await twice({ try await city.catalog.reserve([id: 10], for: other, in: $0) }, 10, 10)
            try await twice({ try await city.catalog.release(other, in: $0) }, 10, 0)
        }
    }

    @Test("one reservation asked for many times at once is made once")
    func sameAtOnce() async throws {
        try await CityFixture.run { city in
            let id = try await city.product("A", stock: 10)
            let reservation = ReservationID.new()
            try await withThrowingTaskGroup { group in
                for _ in 1...20 {
                    group.addTask {
                        try await city.database.transaction("test.reserve") {
                            try await city.catalog.reserve([id: 2], for: reservation, in: $0)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await city.stock(id) == (10, 2))
        }
    }

    @Test("PostgreSQL itself refuses stock below zero or below what is reserved")
    func lastWall() async throws {
        try await CityFixture.run { city in
            let id = try await city.product("A", stock: 1)
            for change: SQL in ["on_hand = -1", "reserved = 2", "reserved = -1"] {
                await #expect(throws: DatabaseError.self) {
                    try await city.database.execute(
                        "test.break", "UPDATE catalog.stock_level SET \(change) WHERE product_id = \(id)")
                }
            }
        }
    }
}
