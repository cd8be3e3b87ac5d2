import Accounts
import Catalog
import Foundation
import HTTPTypes
import Testing

@testable import Marketplace

@Suite("Trader data over HTTP")
struct TraderEndpointTests {
    private static var body: [String: Any] {
        [
            "legalName": "Radwerk eG", "representedBy": "Jörn Petri", "street": "Heinheimer Straße", "houseNumber": "58",
            "postcode": "64289", "city": "Darmstadt", "phone": "+49 69 90009-115", "email": "post@radwerk.example",
            "tradeRegister": "Amtsgericht Darmstadt, GnR 90002", "complies": true,
        ]
    }

    @Test("a sample city from before is told who its businesses are, and nobody who has said so is overruled")
    func sampleCityFromBefore() async throws {
        try await MarketplaceClient.run { marketplace in
            let catalog = marketplace.modules.catalog
            let old = try await catalog.upsertRetailer(RetailerDraft(key: "radwerk", name: "Radwerk Martinsviertel"))
            let said = try await catalog.upsertRetailer(RetailerDraft(key: "mirabelle", name: "Feinkost Mirabelle"))
            let own = TraderData(legalName: "Mirabelle GmbH", tradeRegister: "")
            try await catalog.setTraderData(own, of: said.id)
            let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
            let city = SampleCity(folder: root.appending(path: "seed"))
            #expect(try await city.completeTraders(in: catalog) == 1)
            #expect(try await catalog.traderData(of: old.id)?.missing == [])
            #expect(try await catalog.traderData(of: said.id) == own)
            #expect(try await city.completeTraders(in: catalog) == 0)
        }
    }

    @Test("a shop without its trader data is nowhere, says what is missing, and is there once it is said, with its imprint")
    func gate() async throws {
        try await ShoppingPagesTests.withShop { marketplace, token in
            let schema = try ResponseSchema()
            let path = "/api/v1/retailer/trader"
            let own = try await marketplace.send(.get, path, token: token)
            #expect(schema.problems(own.json, method: "get", path: path, status: 200) == [])
            #expect(try own.list("missing").isEmpty)
            let product = try await marketplace.send(.get, "/api/v1/products?q=klingel").string("items.0.id")
            var incomplete = Self.body
            incomplete["complies"] = false
            incomplete["phone"] = ""
            let hidden = try await marketplace.send(.put, path, token: token, body: incomplete)
            #expect(schema.problems(hidden.json, method: "put", path: path, status: 200) == [])
            #expect(try hidden.string("missing.0.fact") == "phone" && hidden.string("missing.1.fact") == "compliance")
            for gone in ["/api/v1/shops/radwerk", "/api/v1/products/\(product)", "/laden/radwerk", "/produkt/\(product)"] {
                #expect(try await marketplace.send(.get, gone).status == .notFound, "\(gone)")
            }
            #expect(try await marketplace.send(.get, "/api/v1/shops").list("items").isEmpty)
            #expect(try await marketplace.send(.get, "/api/v1/products?q=klingel").list("items").isEmpty)
            let seen = try await marketplace.send(.get, "/api/v1/retailer/shops", token: token)
            #expect(schema.problems(seen.json, method: "get", path: "/api/v1/retailer/shops", status: 200) == [])
            #expect(try seen.list("items.0.missing").count == 2)

            let staff = Browser(marketplace)
            let overview = try await staff.submit("/anmelden", ["token": token])
            #expect(overview.text.contains("noch nicht im Schaufenster") && overview.text.contains("– die Telefonnummer"))
            let wrong = try await staff.submit("/haendler/impressum", ["name": "Radwerk eG", "plz": "6428"])
            #expect(wrong.text.contains("Die Postleitzahl muss fünf Ziffern haben."))
            let saved = try await staff.submit(
                "/haendler/impressum",
                [
                    "name": "Radwerk eG", "vertretung": "Jörn Petri", "strasse": "Heinheimer Straße", "hausnummer": "58",
                    "plz": "64289", "ort": "Darmstadt", "telefon": "+49 69 90009-115", "email": "post@radwerk.example",
                    "kein-register": "ja", "zusicherung": "ja",
                ])
            #expect(saved.text.contains("Gespeichert") && !saved.text.contains("noch nicht im Schaufenster"))
            let page = try await marketplace.send(.get, "/laden/radwerk", headers: [.accept: "text/html"])
            for words in [
                "Anbieter und Impressum", "Radwerk eG", "Vertreten durch Jörn Petri", "post@radwerk.example", "Sichert zu",
            ] {
                #expect(page.text.contains(words), "\(words)")
            }
            let shop = try await marketplace.send(.get, "/api/v1/shops/radwerk")
            #expect(schema.problems(shop.json, method: "get", path: "/api/v1/shops/{id}", status: 200) == [])
            #expect(try shop.string("trader.legalName") == "Radwerk eG")
            let refused = try await marketplace.send(
                .put, path, token: token, body: Self.body.merging(["email": "post"]) { $1 })
            #expect(refused.status == .unprocessableContent)
        }
    }
}
