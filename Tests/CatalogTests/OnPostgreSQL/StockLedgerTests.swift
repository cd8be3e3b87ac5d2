import Accounts
import Database
import Testing

@testable import Catalog

@Suite("The ledger of stock")
struct StockLedgerTests {
    /// Where the ledger and the stock levels say different things; none must.
    private func contradictions(_ city: CityFixture) async throws -> Int {
        try await city.database.one(
            "test.contradictions",
            """
            SELECT count(*) FROM (
                SELECT movement.*, lag(on_hand) OVER step AS on_hand_before, lag(reserved) OVER step AS reserved_before,
                    lead(id) OVER step IS NULL AS is_last
                FROM catalog.stock_movement AS movement WINDOW step AS (PARTITION BY product_id ORDER BY id)
            ) AS movement JOIN catalog.stock_level USING (product_id)
            WHERE movement.reserved <> coalesce(movement.reserved_before, 0) + movement.reserved_change
                OR movement.on_hand <> movement.on_hand_before + movement.on_hand_change
                OR movement.is_last AND (movement.on_hand IS DISTINCT FROM stock_level.on_hand OR movement.reserved <> stock_level.reserved)
            """
        ).decode(Int.self)
    }

    private func movements(_ product: ProductID, _ city: CityFixture) async throws -> [String] {
        try #require(try await city.catalog.stockMovements(of: product, of: city.bookseller)).reversed().map {
            "\($0.reason) \($0.onHandChange.map(String.init) ?? "–") \($0.reservedChange)"
        }
    }

    @Test("upload, reservation, sale, return, correction and undo are movements with their reasons")
    func reasons() async throws {
        try await CityFixture.run { city in
            let id = try await city.product("A", stock: 10)
            let (first, second) = (ReservationID.new(), ReservationID.new())
            for step in 0..<5 {
                try await city.database.transaction("test.step") { transaction in
                    switch step {
                    case 0: try await city.catalog.reserve([id: 3], for: first, in: transaction)
                    case 1: try await city.catalog.commit(first, in: transaction)
                    case 2: try await city.catalog.reserve([id: 2], for: second, in: transaction)
                    case 3: try await city.catalog.release(second, in: transaction)
                    default: try await city.catalog.release(first, in: transaction)
                    }
                }
            }
            let account = AccountID.new()
            _ = try await city.catalog.updateProduct(id, of: city.bookseller, ProductChange(stock: .counted(7)), by: account)
            _ = try await city.upload("sku;title;price;stock\nA;Ding A;1,00;\n")
            #expect(
                try await movements(id, city) == [
                    "upload 10 0", "reservation 0 3", "sale -3 -3", "reservation 0 2", "release 0 -2", "return 3 0",
                    "correction -3 0",
                    "upload – 0",
                ])
            let ledger = try #require(try await city.catalog.stockMovements(of: id, of: city.bookseller))
            #expect(ledger[1].accountID == account.rawValue && ledger[2].reference == "\(first)")
            #expect(try await city.catalog.stockMovements(of: id, of: city.baker) == nil)
            #expect(try await contradictions(city) == 0)
            await #expect(throws: DatabaseError.self) {
                try await city.database.execute("test.forge", "UPDATE catalog.stock_movement SET on_hand_change = 5")
            }
        }
    }

    @Test("a till's movement counts once, however often it is sent, also at the same time")
    func idempotent() async throws {
        try await CityFixture.run { city in
            let id = try await city.product("A", stock: 50)
            try await withThrowingTaskGroup { group in
                for _ in 0..<8 {
                    group.addTask {
                        let postings = (1...5).map { StockPosting(key: "kasse-\($0)", sku: "A", kind: .sale, quantity: 2) }
                        let answers = try await city.catalog.postStock(postings.shuffled(), of: city.bookseller)
                        #expect(answers.allSatisfy { $0.state != .refused })
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await city.stock(id) == (40, 0))
            #expect(try await movements(id, city).count == 6)
            #expect(try await contradictions(city) == 0)
            let reused = try await city.catalog.postStock(
                [StockPosting(key: "kasse-1", sku: "A", kind: .sale, quantity: 3)], of: city.bookseller)
            #expect(reused.first?.fault == .keyReused)
        }
    }

    @Test("sales, deliveries, losses and counts; what is ordered stays, and what lacks then is said")
    func kinds() async throws {
        try await CityFixture.run { city in
            let id = try await city.product("A", stock: 10)
            _ = try await city.product("M", stock: nil)
            try await city.database.transaction("test.reserve") { try await city.catalog.reserve([id: 4], for: .new(), in: $0) }
            func post(_ kind: StockPosting.Kind, _ quantity: Int, sku: String = "A", key: String) async throws -> PostedStock {
                try #require(
                    try await city.catalog.postStock(
                        [StockPosting(key: key, sku: sku, kind: kind, quantity: quantity)], of: city.bookseller
                    ).first)
            }
            #expect(try await post(.sale, 1, key: "1").stock == 5)
            #expect(try await post(.delivery, 3, key: "2").stock == 8)
            #expect(try await post(.loss, 2, key: "3").stock == 6)
            let short = try await post(.count, 1, key: "4")
            #expect(short.stock == 0 && short.lacking == 3 && short.state == .applied)
            #expect(try await city.stock(id) == (4, 4))
            #expect(try await post(.count, 1, key: "4").state == .repeated)
            #expect(try await post(.sale, 1, sku: "M", key: "5").fault == .notCounted)
            #expect(try await post(.count, 5, sku: "M", key: "6").stock == 5)
            #expect(try await post(.sale, 1, sku: "fehlt", key: "7").fault == .unknownProduct)
            #expect(try await post(.sale, -1, key: "8").fault == .quantityOutOfRange)
            #expect(try await post(.sale, 1, key: "").fault == .keyOutOfRange)
            let elsewhere = StockPosting(key: "9", shop: "brot-mitte", sku: "A", kind: .sale, quantity: 1)
            #expect(try await city.catalog.postStock([elsewhere], of: city.bookseller).first?.fault == .unknownShop)
            #expect(try await contradictions(city) == 0)
        }
    }

    @Test("whatever happens at once, ledger and stock levels say the same")
    func atOnce() async throws {
        try await CityFixture.run { city in
            let rows = (1...20).map { "P\($0);Titel;1,00;100" }.joined(separator: "\n")
            _ = try await city.upload("sku;title;price;stock\n" + rows)
            let ids = try await city.products().values.map(\.id)
            try await withThrowingTaskGroup { group in
                for round in 1...4 {
                    group.addTask {
                        _ = try await city.upload("sku;title;price;stock\n" + rows.replacing(";100", with: ";\(100 + round)"))
                    }
                    group.addTask {
                        _ = try await city.catalog.postStock(
                            (1...20).map { StockPosting(key: "\(round)-\($0)", sku: "P\($0)", kind: .sale, quantity: 1) },
                            of: city.bookseller)
                    }
                }
                for _ in 1...30 {
                    group.addTask {
                        let sale = ReservationID.new()
                        let items = Dictionary(uniqueKeysWithValues: ids.shuffled().prefix(5).map { ($0, 1) })
                        try await city.database.transaction("test.buy") {
                            try await city.catalog.reserve(items, for: sale, in: $0)
                        }
                        try await city.database.transaction("test.sell") { try await city.catalog.commit(sale, in: $0) }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await contradictions(city) == 0)
        }
    }
}
