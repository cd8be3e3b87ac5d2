import Accounts
import Catalog
import Database
import Foundation
import HTTPTypes
import Orders
import Testing

@testable import Marketplace

@Suite("Pick-up on the pages and in the API")
struct PickUpPagesTests {
    @Test("goods are ordered to be fetched, lie ready, and are handed over for the code")
    func pages() async throws {
        try await ShoppingPagesTests.withShop { marketplace, token in
            let browser = Browser(marketplace)
            let id = try (try await browser.get("/suche?q=schlauch")).between("href=\"/produkt/", "\"")
            _ = try await browser.submit("/warenkorb", ["product": id, "quantity": "2"])
            let form = try await browser.get("/kasse")
            #expect(form.text.contains("selbst abholen") && form.text.contains("name=\"window\""))
            let way = try "weg:" + form.between("name=\"weg:", "\"")
            let key = try form.between("name=\"key\" value=\"", "\"")
            let fetched = try await browser.post("/kasse", ["key": key, way: "abholen", "wege": "neu"])
            #expect(!fetched.text.contains("name=\"window\"") && !fetched.text.contains("name=\"street\""))
            #expect(fetched.text.contains("13,00 €") && fetched.text.contains("Lieferung keine"))
            let order = try await browser.submit(
                "/kasse", ["key": key, way: "abholen", "name": "Kim Kundin", "email": "kim@kundschaft.example"])
            #expect(order.text.contains("Abzuholen") && order.text.contains("Ihr Abholcode"))
            #expect(order.text.contains("Schulstraße 1, 64283 Darmstadt"))
            let code = try order.between("<strong class=\"code\">", "</strong>")

            let staff = Browser(marketplace)
            _ = try await staff.submit("/anmelden", ["token": token])
            let overview = try await staff.get("/haendler")
            #expect(overview.text.contains("Abholung") && !overview.text.contains(code))
            let path = try "/haendler/auftraege/" + overview.between("action=\"/haendler/auftraege/", "/annehmen")
            _ = try await staff.submit("\(path)/annehmen")
            let ready = try await staff.submit("\(path)/fertig")
            #expect(ready.text.contains("liegt zum Abholen bereit"))
            let wrong = code == "000 000" ? "000001" : "000000"
            #expect(try await staff.submit("\(path)/abgeholt", ["code": wrong]).text.contains("gehört nicht zur Bestellung"))
            #expect(try await staff.submit("\(path)/abgeholt", ["code": code]).text.contains("Abgeholt."))
            let tracking = try order.between("action=\"/bestellung/", "/stornieren")
            let over = try await browser.get("/bestellung/\(tracking)")
            #expect(over.text.contains("Alles ist abgeholt.") && !over.text.contains("Ihr Abholcode"))
            // No bike was ever asked for.
            try await marketplace.modules.outboxWorker.drain()
            let shipments = try await marketplace.modules.database.one("test.shipments", "SELECT count(*) FROM delivery.shipment")
            #expect(try shipments.decode(Int.self) == 0)
        }
    }

    @Test("the API says when things can be fetched, takes orders without an address, and answers as it is described")
    func api() async throws {
        try await ShoppingPagesTests.withShop { marketplace, token in
            let schema = try ResponseSchema()
            let product = try await marketplace.send(.get, "/api/v1/products?q=schlauch").string("items.0.id")
            let cart = try await marketplace.send(.post, "/api/v1/carts").string("id")
            _ = try await marketplace.send(.put, "/api/v1/carts/\(cart)/lines/\(product)", body: ["quantity": 1])
            let offers = try await marketplace.send(.get, "/api/v1/carts/\(cart)/pick-ups")
            #expect(schema.problems(offers.json, method: "get", path: "/api/v1/carts/{id}/pick-ups", status: 200) == [])
            let shop = try offers.string("items.0.shop.id")
            let checkout = "/api/v1/carts/\(cart)/checkout"
            let key = HTTPField(name: try #require(HTTPField.Name("Idempotency-Key")), value: "schluessel-1")
            var headers = HTTPFields()
            headers.append(key)
            headers[.contentType] = "application/json"
            let body: [String: Any] = ["recipient": MarketplaceClient.recipient, "pickUp": [shop]]
            let refused = try await marketplace.send(
                .post, checkout, body: ["recipient": MarketplaceClient.recipient], headers: headers)
            #expect(refused.status == .unprocessableContent)
            let order = try await marketplace.send(.post, checkout, body: body, headers: headers)
            #expect(order.status == .created, "\(order.text)")
            #expect(schema.problems(order.json, method: "post", path: "/api/v1/carts/{id}/checkout", status: 201) == [])
            #expect(try order.int("deliveryFeeCents") == 0 && order.string("shopOrders.0.fulfilment") == "pickup")
            let repeated = try await marketplace.send(.post, checkout, body: body, headers: headers)
            #expect(try repeated.string("id") == order.string("id"))

            let part = try "/api/v1/retailer/shop-orders/" + order.string("shopOrders.0.id")
            let seen = try await marketplace.send(.get, part, token: token)
            #expect(!seen.text.contains(try order.string("pickUpCode")))
            for step in ["accept", "ready"] {
                #expect(try await marketplace.send(.post, "\(part)/\(step)", token: token).status == .ok)
            }
            let wrong = try await marketplace.send(.post, "\(part)/collected", token: token, body: ["code": "1"])
            #expect(wrong.status == .unprocessableContent)
            #expect(try wrong.string("code") == "wrong-code")
            let over = try await marketplace.send(
                .post, "\(part)/collected", token: token, body: ["code": order.string("pickUpCode")])
            #expect(try over.string("state") == "collected")
            let path = "/api/v1/retailer/shop-orders/{id}/collected"
            #expect(schema.problems(over.json, method: "post", path: path, status: 200) == [])
            #expect(try await marketplace.send(.post, "\(part)/not-collected", token: token).status == .conflict)
        }
    }
}
