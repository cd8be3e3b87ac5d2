import Accounts
import Database
import Foundation
import TestSupport
import Testing

@testable import Catalog

@Suite("Trader data")
struct TraderDataTests {
    private static let complete = TraderData(
        legalName: "Buch am Markt GmbH", representedBy: "Ulrike Amend", street: "Marktplatz", houseNumber: "3", postcode: "64283",
        city: "Darmstadt", phone: "+49 69 90009-101", email: "post@buch.example", vatID: "DE055100937",
        tradeRegister: "Amtsgericht Darmstadt, HRB 90001", compliesSince: Date(timeIntervalSince1970: 1_767_222_000))

    @Test("Swift and PostgreSQL find the same things missing, whatever is there")
    func sameRules() async throws {
        let seed = UInt64.random(in: 1...UInt64.max)
        var random = SeededGenerator(seed: seed)
        try await CityFixture.run { city in
            for _ in 0..<60 {
                var data = Self.complete
                if Bool.random(using: &random) { data.legalName = " " }
                if Bool.random(using: &random) { data.street = "" }
                if Bool.random(using: &random) { data.city = "" }
                if Bool.random(using: &random) { data.phone = "" }
                if Bool.random(using: &random) { data.email = "" }
                if Bool.random(using: &random) { data.tradeRegister = Bool.random(using: &random) ? nil : "" }
                if Bool.random(using: &random) { data.compliesSince = nil }
                try await city.catalog.setTraderData(data, of: city.bookseller)
                #expect(try await city.catalog.traderData(of: city.bookseller) == data, "seed \(seed)")
                #expect(try await city.catalog.shop(key: "buch")?.missing == data.missing, "seed \(seed)")
            }
        }
    }

    @Test("while something is missing, neither shop nor products are shown or can be ordered; as soon as it is there, they are")
    func gate() async throws {
        try await CityFixture.run { city in
            let id = try await city.product("B1", stock: 5)
            #expect(try await city.catalog.product(id) != nil)
            var data = Self.complete
            data.compliesSince = nil
            try await city.catalog.setTraderData(data, of: city.bookseller)
            #expect(try await city.catalog.shop(key: "buch")?.isVisible == false)
            #expect(try await city.catalog.product(id) == nil)
            #expect(try await city.catalog.products(ProductQuery(text: "Ding")).items.isEmpty)
            #expect(try await city.catalog.products([id])[id]?.available == false)
            await #expect(throws: OutOfStock.self) {
                try await city.database.transaction("test.reserve") { transaction in
                    try await city.catalog.reserve([id: 1], for: .new(), in: transaction)
                }
            }
            // Other retailers' things are not touched, and the retailer's own list still has it.
            #expect(try await city.catalog.shop(key: "brot-mitte")?.isVisible == true)
            #expect(try await city.products()["B1"] != nil)
            #expect(try await city.catalog.suggestions(for: "din").map(\.text) == [])
            try await city.catalog.refreshVocabulary()
            #expect(try await city.catalog.suggestions(for: "din").map(\.text) == [])
            try await city.catalog.setTraderData(Self.complete, of: city.bookseller)
            #expect(try await city.catalog.refreshVocabulary())
            #expect(try await city.catalog.suggestions(for: "din").map(\.text) == ["Ding"])
            try await city.catalog.setTraderData(data, of: city.bookseller)
            #expect(try await city.catalog.refreshVocabulary())
            #expect(try await city.catalog.suggestions(for: "din").map(\.text) == [])
            try await city.catalog.setTraderData(Self.complete, of: city.bookseller)
            #expect(try await city.catalog.product(id)?.available == true)
            #expect(try await city.catalog.products(ProductQuery(text: "Ding")).items.map(\.id) == [id])
        }
    }

    @Test("what cannot be is refused and changes nothing")
    func refused() async throws {
        try await CityFixture.run { city in
            let before = try await city.catalog.traderData(of: city.bookseller)
            for (change, problem) in [
                ({ $0.postcode = "6428" }, TraderDataProblem.postcode), ({ $0.email = "post" }, .email),
                ({ $0.legalName = String(repeating: "x", count: 201) }, .tooLong),
            ] as [((inout TraderData) -> Void, TraderDataProblem)] {
                var data = Self.complete
                change(&data)
                let wrong = data
                await #expect(throws: problem) { try await city.catalog.setTraderData(wrong, of: city.bookseller) }
            }
            #expect(try await city.catalog.traderData(of: city.bookseller) == before)
        }
    }
}
