import Accounts
import Database
import Foundation
import Testing

@testable import Catalog

@Suite("What must be said before something is sold")
struct PublishGateTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let columns: String
        let values: String
        let missing: [PublishRule]
        var testDescription: String { "\(columns): \(values)" }
    }

    static let cases = [
        Case(columns: "category", values: "Lebensmittel > Käse", missing: [.allergens]),
        Case(columns: "category;allergens", values: "Lebensmittel > Käse;Milch", missing: []),
        Case(columns: "category;allergens", values: "Brot;keine", missing: []),
        Case(columns: "category;allergens;gtin", values: "Süßes;Milch;4006381333931", missing: [.ingredients]),
        Case(columns: "category;gtin", values: "Süßes;4006381333931", missing: [.allergens, .ingredients]),
        Case(columns: "category;allergens", values: "Wein > Rheinhessen;Sulfite", missing: [.age16]),
        Case(columns: "category;allergens;min_age", values: "Bier;Gluten;16", missing: []),
        Case(columns: "category;allergens", values: "Bier > alkoholfrei;Gluten", missing: []),
        Case(columns: "category;gtin", values: "Bier > alkoholfrei;4006381333931", missing: [.allergens, .ingredients]),
        Case(columns: "category", values: "Schaumwein > alkoholfrei", missing: [.allergens]),
        Case(columns: "category", values: "Wein > Gläser", missing: []),
        Case(columns: "category", values: "Feinkost > Weinessig", missing: [.allergens]),
        Case(columns: "category;min_age", values: "Spirituosen;16", missing: [.allergens, .age18]),
        Case(columns: "category;min_age;allergens;gtin", values: "Spirituosen;18;keine;4006381333931", missing: []),
        Case(columns: "category;allergens", values: "Spirituosen > alkoholfrei;keine", missing: []),
        Case(columns: "category;min_age", values: "Tabakwaren;18", missing: []),
        Case(columns: "category", values: "Spielzeug > Holz", missing: [.manufacturer]),
        Case(columns: "category;manufacturer", values: "Spielzeug;Kreisel GmbH", missing: [.manufacturer]),
        Case(
            columns: "category;manufacturer;manufacturer_contact", values: "Spielzeug;Kreisel GmbH;Talweg 1, Darmstadt",
            missing: []),
        Case(columns: "category", values: "Haushalt > Kühlschränke", missing: [.energyClass]),
        Case(columns: "category;energy_class", values: "Haushalt > Kühlschränke;C", missing: []),
        Case(columns: "category", values: "Bücher > Kochen", missing: []),
        Case(columns: "category", values: "", missing: []),
    ]

    @Test("a product that lacks what the law wants for its category is not published, and the rule is named", arguments: cases)
    func gate(given: Case) async throws {
        try await CityFixture.run { city in
            let report = try await city.upload("sku;title;price;\(given.columns)\nA;Ding;1,00;\(given.values)\n")
            #expect(report.created == 1 && report.problems == [])
            let product = try #require(try await city.products()["A"])
            #expect(product.facts.missing == given.missing)
            #expect(product.isOffered == given.missing.isEmpty)
            // Neither seen, nor found, nor ordered.
            let seen = try await city.catalog.product(product.id)
            #expect((seen != nil) == given.missing.isEmpty)
            #expect(try await city.catalog.products(ProductQuery(text: "ding")).items.isEmpty == !given.missing.isEmpty)
            let order = {
                try await city.database.transaction("test.reserve") {
                    try await city.catalog.reserve([product.id: 1], for: .new(), in: $0)
                }
            }
            if given.missing.isEmpty {
                try await order()
            } else {
                await #expect(throws: OutOfStock.self) { try await order() }
            }
        }
    }

    @Test("every rule of the tables has its words, in both languages, with the law it comes from")
    func words() throws {
        for rule in PublishRule.allCases {
            for language in Language.allCases {
                #expect(rule.reason(in: language).hasSuffix(").") && !rule.field.isEmpty, "\(rule)")
            }
        }
        let here = URL(filePath: #filePath).deletingLastPathComponent()
        let sql = try String(
            contentsOf: here.appending(path: "../../../Sources/Catalog/Migrations/0014-drinks.sql").standardized,
            encoding: .utf8)
        let named = sql.matches(of: /missing := missing \|\| '([a-z0-9-]+)'/).map { String($0.1) }
        #expect(Set(named) == Set(PublishRule.allCases.map(\.rawValue)))
    }

    @Test("beside a lowered price stands the lowest of the thirty days before, whoever changed the price")
    func lowestPrice() async throws {
        try await CityFixture.run { city in
            func product() async throws -> Product { try #require(try await city.products()["A"]) }
            /// Moves all that happened into the past.
            func wait(days: Int) async throws {
                try await city.database.execute(
                    "test.wait", "UPDATE catalog.price_history SET since = since - \(days)::integer * interval '1 day'")
            }
            _ = try await city.upload("sku;title;price\nA;Ding;10,00\n")
            try await wait(days: 20)
            _ = try await city.catalog.updateProduct(
                try await product().id, of: city.bookseller, ProductChange(price: Cents(800)))
            try await wait(days: 15)
            _ = try await city.upload("sku;title;price\nA;Ding;9,00\n")
            #expect(try await product().facts.lowestPrice == nil, "nothing is announced as lowered")
            try await wait(days: 5)
            _ = try await city.upload("sku;title;price;strike_price\nA;Ding;7,00;9,00\n")
            let lowered = try await product()
            #expect(lowered.facts.strikePrice == Cents(900) && lowered.facts.lowestPrice == Cents(800))
            // What counted longer ago than thirty days before does not matter.
            try await wait(days: 40)
            _ = try await city.upload("sku;title;price;strike_price\nA;Ding;6,00;9,00\n")
            #expect(try await product().facts.lowestPrice == Cents(700))
            // A strike price that is not above the price is none.
            _ = try await city.upload("sku;title;price;strike_price\nA;Ding;9,50;9,00\n")
            #expect(try await product().facts.strikePrice == nil)
        }
    }

    @Test("variants are found from each other; what a product does not have is not in its JSON")
    func variantsAndJSON() async throws {
        try await CityFixture.run { city in
            _ = try await city.upload(
                """
                sku;title;price;variant_group;options;content;deposit
                M;Hemd;10;hemd;Größe: M;;
                L;Hemd;10;hemd;Größe: L;;
                W;Wasser;5,99;;;12 x 0,7 l;3,30
                """)
            let products = try await city.products()
            let shirt = try #require(products["M"])
            #expect(try await city.catalog.variants(of: shirt.id).map(\.sku.rawValue).sorted() == ["L", "M"])
            #expect(try await city.catalog.variants(of: try #require(products["W"]).id).isEmpty)
            let encoded = try JSONEncoder().encode(try #require(products["W"]))
            let json = try #require(JSONSerialization.jsonObject(with: encoded) as? [String: Any])
            #expect(json["depositCents"] as? Int == 330)
            let unitPrice = try #require(json["unitPrice"] as? [String: Any])
            #expect(unitPrice["cents"] as? Int == 71 && unitPrice["per"] as? String == "l")
            for absent in ["allergens", "options", "strikePriceCents", "missing"] { #expect(json[absent] == nil) }
        }
    }
}
