import Accounts
import Database
import Foundation
import Testing

@testable import Catalog

@Suite("Uploading a catalog")
struct ImportTests {
    private static let file = """
        Artikelnummer;Titel;Preis;MwSt;Bestand;Kategorie;Gewicht_g
        A1;Woyzeck;5,80;7;3;Bücher > Romane;130
        A2;Lenz;4,20;7;;Bücher > Romane;110
        A3;Kalender;12,90;19;0;Papier;400

        """

    @Test("a file makes products; the same file again changes nothing; a changed file changes what differs")
    func upserts() async throws {
        try await CityFixture.run { city in
            let first = try await city.upload(Self.file)
            #expect(first.rows == 3 && first.counts == [3, 0, 0, 0])
            #expect(first.applied && first.encoding == .utf8 && first.separator == ";")
            let before = try await city.products()
            let woyzeck = try #require(before["A1"])
            #expect(
                woyzeck.title == "Woyzeck" && woyzeck.priceCents == Cents(580) && woyzeck.vatPercent == .reduced
                    && woyzeck.stock == 3)
            #expect(woyzeck.category.names == ["Bücher", "Romane"] && woyzeck.preparationMinutes == 20 && woyzeck.available)
            #expect(before["A2"]?.stock == nil && before["A2"]?.available == true)
            #expect(before["A3"]?.stock == 0 && before["A3"]?.available == false)

            let second = try await city.upload(Self.file)
            #expect(second.counts == [0, 0, 3, 0])
            #expect(try await city.products() == before)

            let third = try await city.upload(Self.file.replacing("12,90;19;0", with: "13,90;19;8") + "A4;Neu;1,00;19;1;;\n")
            #expect(third.counts == [1, 1, 2, 0])
            let after = try await city.products()
            #expect(after["A3"]?.priceCents == Cents(1390) && after["A3"]?.stock == 8 && after["A3"]?.id == before["A3"]?.id)
            #expect(after["A1"] == woyzeck)
        }
    }

    @Test("a column that the file does not have leaves its values; one that is there and empty clears them")
    func missingColumns() async throws {
        try await CityFixture.run { city in
            _ = try await city.upload("sku;title;price;stock;brand;description\nA1;Woyzeck;5,80;3;Verlag;Ein Drama\n")
            let report = try await city.upload("sku;title;price;brand\nA1;Woyzeck;6,80;\n")
            #expect(report.changed == 1)
            let product = try #require(try await city.products()["A1"])
            #expect(
                product.stock == 3 && product.description == "Ein Drama" && product.brand == nil
                    && product.priceCents == Cents(680))
        }
    }

    @Test("a bad row is reported by line and column, and of a refused file nothing stays")
    func allOrNothing() async throws {
        try await CityFixture.run { city in
            let file = Self.file + "A5;Schlecht;teuer;19;1;;\nA1;Doppelt;1,00;7;1;;\n"
            let refused = try await city.upload(file, mode: .allOrNothing)
            #expect(!refused.applied && refused.created == 0 && refused.refused == 2 && refused.rows == 5)
            #expect(refused.problems.map(\.line) == [5, 6])
            #expect(refused.problems.map(\.column) == ["Preis", "Artikelnummer"])
            #expect(refused.problems.map(\.fault) == [.notAPrice, .repeatedSKU(firstLine: 2)])
            #expect(try await city.products().isEmpty)

            let applied = try await city.upload(file, mode: .goodRows)
            #expect(applied.applied && applied.created == 3 && applied.refused == 2 && applied.problems == refused.problems)
            #expect(try await city.products()["A1"]?.title == "Woyzeck")
        }
    }

    @Test("the report in JSON speaks German, and English when asked to")
    func reportLanguage() async throws {
        let report = try await CityFixture.run { city in try await city.upload("sku;title;price\nA;B;teuer\n") }
        let encoder = JSONEncoder()
        #expect(String(decoding: try encoder.encode(report), as: UTF8.self).contains("Das ist kein Preis."))
        encoder.userInfo[.reportLanguage] = Language.english
        #expect(String(decoding: try encoder.encode(report), as: UTF8.self).contains("This is not a price."))
    }

    @Test("an upload that breaks off leaves nothing")
    func brokenOff() async throws {
        struct LineDropped: Error {}
        try await CityFixture.run { city in
            let bytes = Array((Self.file + String(repeating: "B1;Füller;1;7;1;;\n", count: 20_000)).utf8)
            await #expect(throws: LineDropped.self) {
                try await city.catalog.importCatalog(
                    Pieces(bytes: bytes, size: 4096, failure: LineDropped()), for: city.bookseller,
                    options: ImportOptions(isConfirmed: true))
            }
            await #expect(throws: CatalogFileError.quoteNotClosed(line: 3)) {
                try await city.upload("sku;title;price\nA;B;1\nC;\"D;1\n")
            }
            let products = try await city.products()
            #expect(products.isEmpty)
            // The connection is good for the next.
            #expect(try await city.upload(Self.file).created == 3)
        }
    }

    @Test("a retailer's file never touches another's products, not even with the other's shop in it")
    func retailersApart() async throws {
        try await CityFixture.run { city in
            _ = try await city.upload(Self.file)
            let before = try await city.products()
            let report = try await city.upload(
                "shop;sku;title;price\nbuch;A1;Geklaut;0,01\nbrot-sued;A1;Brot;3,40\n;A2;Wohin;1\n", by: city.baker)
            #expect(report.created == 1 && report.refused == 2)
            #expect(report.problems.map(\.line) == [2, 4])
            #expect(
                report.problems.map(\.fault) == [
                    .shopUnknown(known: ["brot-mitte", "brot-sued"]), .shopMissing(known: ["brot-mitte", "brot-sued"]),
                ])
            #expect(try await city.products() == before)
            #expect(try await city.products(of: city.baker).map(\.value.title) == ["Brot"])
        }
    }

    @Test("uploads of one retailer at once do not mix: the catalog is that of one of them")
    func atOnce() async throws {
        try await CityFixture.run { city in
            let count = 500
            try await withThrowingTaskGroup { group in
                for upload in 1...6 {
                    group.addTask {
                        let rows = (1...count).map { "P\($0);Titel \(upload);\(upload),00;\(upload)" }
                        let report = try await city.upload("sku;title;price;stock\n" + rows.joined(separator: "\n"))
                        #expect(report.applied && report.refused == 0)
                    }
                }
                try await group.waitForAll()
            }
            let products = try await city.products()
            #expect(products.count == count)
            #expect(Set(products.values.map(\.title)).count == 1)
            #expect(Set(products.values.map { "Titel \($0.stock ?? 0) \($0.priceCents)" }).count == 1)
        }
    }

    @Test("an upload during checkouts neither fails nor loses what is reserved")
    func duringCheckouts() async throws {
        try await CityFixture.run { city in
            let header = "sku;title;price;stock\n"
            let rows = (1...40).map { "P\($0);Titel;1,00;1000" }.joined(separator: "\n")
            _ = try await city.upload(header + rows)
            let ids = try await city.products().values.map(\.id)
            try await withThrowingTaskGroup { group in
                for round in 1...5 {
                    group.addTask { _ = try await city.upload(header + rows.replacing("1000", with: "\(1000 + round)")) }
                }
                for _ in 1...40 {
                    group.addTask {
                        let items = Dictionary(uniqueKeysWithValues: ids.shuffled().prefix(8).map { ($0, 1) })
                        try await city.database.transaction("test.reserve") {
                            try await city.catalog.reserve(items, for: .new(), in: $0)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let reserved = try await city.database.one("test.reserved", "SELECT sum(reserved)::bigint FROM catalog.stock_level")
                .decode(Int.self)
            #expect(reserved == 40 * 8)
        }
    }

    @Test("a stock below what is reserved is raised to that: those pieces are sold")
    func stockBelowReserved() async throws {
        try await CityFixture.run { city in
            let id = try await city.product("A", stock: 10)
            try await city.database.transaction("test.reserve") { try await city.catalog.reserve([id: 4], for: .new(), in: $0) }
            _ = try await city.upload("sku;title;price;stock\nA;Ding A;1,00;2\n")
            #expect(try await city.stock(id) == (4, 4))
            #expect(try await city.catalog.product(id)?.stock == 0)
            #expect(try await city.upload("sku;title;price;stock\nA;Ding A;1,00;2\n").unchanged == 1)
        }
    }
}

extension ImportReport {
    /// Created, changed, unchanged, refused.
    var counts: [Int] { [created, changed, unchanged, refused] }
}
