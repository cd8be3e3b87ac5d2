import Accounts
import Catalog
import Foundation
import HTTPTypes
import Testing

@testable import Marketplace

@Suite("Choosing on the pages and in the API")
struct ChoicePagesTests {
    static let menu = """
        sku;title;price;vat;stock;category;auswahl;zeiten;mehrweg_pfand
        P-1;Pizza Margherita;9,50;7;;;"Größe: klein; groß +3,00 | Extras (0-2): Käse +1,50; Oliven +1,00; Kapern";;2,00
        M-1;Mittagstisch;8,90;7;;;;Mo-Su 03:00-03:01;
        """

    /// A marketplace with one restaurant that is always open, and a fleet.
    static func withRestaurant(_ body: @Sendable @escaping (MarketplaceClient, _ token: String) async throws -> Void) async throws
    {
        try await MarketplaceClient.run { marketplace in
            try await marketplace.fleet()
            let (_, token) = try await marketplace.shop("pizzeria", kind: .gastronomy)
            _ = try await marketplace.send(.post, "/api/v1/retailer/catalog", token: token, body: menu)
            try await body(marketplace, token)
        }
    }

    @Test(
        "staff change price, sale and choices of an article on their page, and what cannot be read is said and stays in the form")
    func editing() async throws {
        try await Self.withRestaurant { marketplace, token in
            let browser = Browser(marketplace)
            _ = try await browser.submit("/anmelden", ["token": token])
            let page = try await browser.get("/haendler/artikel?q=margherita")
            #expect(page.text.contains("Größe (1): klein; groß +3,00\nExtras (0-2): Käse +1,50"))
            let id = try page.between("action=\"/haendler/artikel/", "\"")
            let path = "/haendler/artikel/\(id)"
            let saved = try await browser.submit(
                path, ["preis": "10,20", "aktiv": "ja", "auswahl": "Größe: klein; groß +4,00\r\nRand (0-1): Käserand +2,00"])
            #expect(saved.text.contains("Gespeichert") && saved.text.contains("value=\"10,20\""))
            let shown = try await marketplace.send(.get, "/api/v1/products/\(id)")
            #expect(try shown.int("priceCents") == 1020)
            #expect(try shown.int("choices.0.choices.1.priceCents") == 400 && shown.string("choices.1.name") == "Rand")

            let wrong = try await browser.post(path, ["preis": "10,20", "aktiv": "ja", "auswahl": "Größe (9): klein; groß"])
            #expect(wrong.status == .unprocessableContent)
            #expect(wrong.text.contains("lassen sich nicht so viele wählen") && wrong.text.contains("Größe (9): klein; groß"))
            let free = try await browser.post(path, ["preis": "viel", "aktiv": "ja", "auswahl": ""])
            #expect(free.status == .unprocessableContent && free.text.contains("Das ist kein Preis."))
            #expect(try await marketplace.send(.get, "/api/v1/products/\(id)").list("choices").count == 2)

            let patched = try await marketplace.send(
                .patch, "/api/v1/retailer/products/\(id)", token: token, body: ["choices": "", "active": false] as [String: Any])
            #expect(patched["choices"] == nil && patched["active"] as? Bool == false)
            let refused = try await marketplace.send(
                .patch, "/api/v1/retailer/products/\(id)", token: token, body: ["choices": "Größe klein"])
            #expect(refused.status == .unprocessableContent && refused["errors.0.field"] as? String == "choices")
            let (_, stranger) = try await marketplace.shop("lesezeichen")
            let other = Browser(marketplace)
            _ = try await other.submit("/anmelden", ["token": stranger])
            #expect(try await other.post(path, ["preis": "1", "auswahl": ""]).status == .notFound)
            #expect(try await !other.get("/haendler/artikel?q=margherita").text.contains("Margherita"))
        }
    }

    @Test("a pizza is chosen without scripts; cart, order and the shop's page say how")
    func wholeWay() async throws {
        try await Self.withRestaurant { marketplace, token in
            let browser = Browser(marketplace)
            let path = try "/produkt/" + (try await browser.get("/suche?q=margherita")).between("href=\"/produkt/", "\"")
            let page = try await browser.get(path)
            for words in [
                "ab 9,50 €", "bitte eines wählen", "bis zu 2", "+ 1,50 €",
                "type=\"radio\" name=\"wahl:Größe\" value=\"groß\" required",
                "type=\"checkbox\" name=\"wahl:Extras\" value=\"Käse\"", "Mehrweg, zum selben Preis", "+ 2,00 € Pfand",
            ] { #expect(page.text.contains(words), "\(words)") }
            let id = try page.between("name=\"product\" value=\"", "\"")

            let unchosen = try await browser.submit("/warenkorb", ["product": id, "quantity": "1"])
            #expect(unchosen.text.contains("Unter „Größe“: bitte eines wählen."))
            let tooMany: KeyValuePairs = [
                "product": id, "quantity": "1", "wahl:Größe": "groß", "wahl:Extras": "Käse", "wahl:Extras": "Oliven",
                "wahl:Extras": "Kapern",
            ]
            #expect(try await browser.submit("/warenkorb", tooMany).text.contains("Unter „Extras“: bis zu 2."))

            let chosen: KeyValuePairs = [
                "product": id, "quantity": "1", "wahl:Größe": "groß", "wahl:Extras": "Käse", "wahl:Extras": "Oliven",
                "mehrweg": "ja",
            ]
            _ = try await browser.submit("/warenkorb", chosen)
            _ = try await browser.submit("/warenkorb", chosen)
            let cart = try await browser.submit(
                "/warenkorb", ["product": id, "quantity": "1", "wahl:Größe": "klein", "mehrweg": "nein"])
            #expect(cart.text.contains("Größe: groß, Extras: Käse, Extras: Oliven, Mehrwegverpackung"))
            #expect(cart.text.contains("15,00 € + 2,00 € Pfand"))
            #expect(cart.text.contains("34,00 €") && cart.text.contains("43,50 €"))
            let changed = try await browser.submit(
                "/warenkorb/zeile",
                ["product": id, "quantity": "0", "auswahl": "Größe: groß | Extras: Käse; Oliven", "mehrweg": "ja"])
            #expect(!changed.text.contains("Größe: groß") && changed.text.contains("Größe: klein"))
            _ = try await browser.submit("/warenkorb", chosen)

            let checkout = try await browser.get("/kasse")
            let order = try await browser.submit(
                "/kasse",
                [
                    "key": try checkout.between("name=\"key\" value=\"", "\""),
                    "window": try checkout.between("name=\"window\" value=\"", "\""),
                    "name": "Kim Kundin", "email": "kim@kundschaft.example", "street": "Heinheimer Straße", "houseNumber": "12",
                    "postcode": "64289", "city": "Darmstadt",
                ])
            #expect(order.text.contains("Größe: groß, Extras: Käse, Extras: Oliven, Mehrwegverpackung"))
            let staff = Browser(marketplace)
            _ = try await staff.submit("/anmelden", ["token": token])
            let overview = try await staff.get("/haendler").text
            #expect(
                overview.contains("Größe: groß, Extras: Käse, Extras: Oliven, Mehrwegverpackung")
                    && overview.contains("Größe: klein"))
        }
    }

    @Test("the API takes choices by name, prices them, refuses what is not on the menu, and answers as it is described")
    func api() async throws {
        try await Self.withRestaurant { marketplace, _ in
            let schema = try ResponseSchema()
            let found = try await marketplace.send(.get, "/api/v1/products?q=margherita")
            #expect(schema.problems(found.json, method: "get", path: "/api/v1/products", status: 200) == [])
            let id = try found.string("items.0.id")
            #expect(try found.int("items.0.choices.1.maximum") == 2 && found.int("items.0.reusableDepositCents") == 200)
            let cart = try await marketplace.send(.post, "/api/v1/carts").string("id")
            let line = "/api/v1/carts/\(cart)/lines/\(id)"
            let refused = try await marketplace.send(
                .put, line, body: ["quantity": 1, "choices": [["group": "Größe", "choice": "riesig"]]])
            #expect(refused.status == .unprocessableContent)
            #expect(try refused.string("errors.0.field") == "choices")
            let body: [String: Any] = [
                "quantity": 2, "choices": [["group": "Extras", "choice": "Käse"], ["group": "Größe", "choice": "klein"]],
                "reusable": true,
            ]
            let put = try await marketplace.send(.put, line, body: body)
            #expect(put.status == .ok, "\(put.text)")
            #expect(schema.problems(put.json, method: "put", path: "/api/v1/carts/{id}/lines/{productID}", status: 200) == [])
            #expect(try put.int("lines.0.unitPriceCents") == 1100 && put.int("lines.0.depositCents") == 200)
            #expect(try put.int("goodsCents") == 2600)
            #expect(try put.string("lines.0.extras.0.choice") == "klein")
            #expect(try await marketplace.send(.delete, line).list("lines").isEmpty)
        }
    }

    @Test("a dish for certain hours is shown as such, and windows that begin outside of them are refused with the reason")
    func hours() async throws {
        try await Self.withRestaurant { marketplace, _ in
            let browser = Browser(marketplace)
            let path = try "/produkt/" + (try await browser.get("/suche?q=mittagstisch")).between("href=\"/produkt/", "\"")
            let page = try await browser.get(path)
            #expect(page.text.contains("nur zu bestimmten Zeiten") && page.text.contains("Mo–So 03:00–03:01"))
            let id = try page.between("name=\"product\" value=\"", "\"")
            _ = try await browser.submit("/warenkorb", ["product": id, "quantity": "1"])
            #expect(try await browser.get("/kasse").text.contains("„Mittagstisch“ gibt es nur: Mo–So 03:00–03:01."))
            let cart = try #require(browser.cookies["cart"])
            let address = QueryString.encode("Heinheimer Straße 12, 64289 Darmstadt")
            let windows = try await marketplace.send(.get, "/api/v1/delivery-windows?cart=\(cart)&address=\(address)")
            #expect(
                try ResponseSchema().problems(windows.json, method: "get", path: "/api/v1/delivery-windows", status: 200) == [])
            #expect(try windows.list("items").count > 0)
            #expect(try windows.string("items.0.refusal.code") == "outside-hours")
        }
    }

    @Test("the cart of a closed restaurant says when it opens again and does not go to the checkout")
    func closedRestaurant() async throws {
        try await Self.withRestaurant { marketplace, token in
            let browser = Browser(marketplace)
            let id = try (try await browser.get("/suche?q=margherita")).between("href=\"/produkt/", "\"")
            _ = try await browser.submit("/warenkorb", ["product": id, "quantity": "1", "wahl:Größe": "klein"])
            let shop = try await marketplace.send(.get, "/api/v1/retailer/shops", token: token).string("items.0.id")
            _ = try await marketplace.send(.patch, "/api/v1/retailer/shops/\(shop)", token: token, body: ["closedToday": true])
            let cart = try await browser.get("/warenkorb")
            #expect(cart.text.contains("Pizzeria hat gerade geschlossen und nimmt wieder Bestellungen an: morgen um 00:00 Uhr."))
            #expect(!cart.text.contains("href=\"/kasse\""))
            #expect(try await browser.get("/kasse").headers[.location] == "/warenkorb")
            let answer = try await marketplace.send(.get, "/api/v1/carts/\(try #require(browser.cookies["cart"]))")
            #expect(try answer.list("closures").count == 1)
            #expect(try ResponseSchema().problems(answer.json, method: "get", path: "/api/v1/carts/{id}", status: 200) == [])
        }
    }
}
