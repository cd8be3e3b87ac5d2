import Accounts
import Catalog
import Database
import Delivery
import Foundation
import HTTPTypes
import Testing

@testable import Marketplace

/// One day of business over HTTP: a catalog goes up, an order comes in, is packed, planned, assigned and delivered.
@Suite("The first day of business")
struct FirstDayTests {
    private static let catalog = """
        Artikelnummer;Titel;Preis;MwSt;Bestand;Gewicht_g;Kategorie
        S-1;Fahrradschlauch 28 Zoll;6,90;19;25;180;Fahrrad > Schläuche
        S-2;Luftpumpe "Orkan";24,90;19;10;900;Fahrrad > Werkzeug

        """

    @Test("from the CSV file to the door")
    func day() async throws {
        try await MarketplaceClient.run { marketplace in
            let schema = try ResponseSchema()
            func call(
                _ method: HTTPRequest.Method, _ template: String, _ values: [String: String] = [:], query: String = "",
                token: String? = nil, body: Any? = nil, headers: HTTPFields = [:], expect: HTTPResponse.Status = .ok
            ) async throws -> MarketplaceClient.Answer {
                var path = template
                for (name, value) in values { path = path.replacingOccurrences(of: "{\(name)}", with: value) }
                let answer = try await marketplace.send(method, path + query, token: token, body: body, headers: headers)
                #expect(answer.status == expect, "\(method) \(path): \(answer.text)")
                let problems = schema.problems(answer.json, method: method.rawValue, path: template, status: answer.status.code)
                #expect(problems.isEmpty, "\(method) \(template)")
                return answer
            }

            try await marketplace.fleet()
            let (_, retailer) = try await marketplace.shop("radwerk")
            let dispatcher = try await marketplace.token(.dispatcher)

            // The shop puts its articles up.
            let report = try await call(.post, "/api/v1/retailer/catalog", token: retailer, body: Self.catalog)
            #expect(try report.int("created") == 2)
            #expect(try report.int("refused") == 0)

            // A shopper finds one, mistyped, and orders two.
            #expect(try await marketplace.modules.catalog.refreshVocabulary())
            let found = try await call(.get, "/api/v1/products", query: "?q=fahradschlauch")
            let product = try found.string("items.0.id")
            #expect(try found.string("items.0.sku") == "S-1")
            _ = try await call(.get, "/api/v1/products/{id}", ["id": product])
            _ = try await call(.get, "/api/v1/shops")
            let cart = try await call(.post, "/api/v1/carts", expect: .created).string("id")
            let filled = try await call(
                .put, "/api/v1/carts/{id}/lines/{productID}", ["id": cart, "productID": product], body: ["quantity": 2])
            #expect(try filled.int("goodsCents") == 1380)
            let windows = try await call(.get, "/api/v1/delivery-windows").list("items")
            let window = try #require((windows.last as? [String: Any])?["id"] as? String)
            let key: HTTPFields = [try #require(HTTPField.Name("Idempotency-Key")): "first-day-1"]
            let body: [String: Any] = [
                "recipient": MarketplaceClient.recipient, "address": MarketplaceClient.address, "window": window,
            ]
            let order = try await call(
                .post, "/api/v1/carts/{id}/checkout", ["id": cart], body: body, headers: key, expect: .created)
            let again = try await call(
                .post, "/api/v1/carts/{id}/checkout", ["id": cart], body: body, headers: key, expect: .created)
            #expect(try order.string("number") == again.string("number"))
            #expect(try order.int("totalCents") == 1380 + 390)
            let code = try order.string("trackingCode")

            // The shop accepts and packs.
            let open = try await call(.get, "/api/v1/retailer/shop-orders", query: "?state=placed", token: retailer)
            let shopOrder = try open.string("items.0.id")
            _ = try await call(.post, "/api/v1/retailer/shop-orders/{id}/accept", ["id": shopOrder], token: retailer)
            _ = try await call(.post, "/api/v1/retailer/shop-orders/{id}/ready", ["id": shopOrder], token: retailer)
            try await marketplace.modules.outboxWorker.drain()

            // The dispatcher plans and assigns.
            let shipments = try await call(.get, "/api/v1/dispatch/shipments", token: dispatcher)
            #expect(try shipments.list("items").count == 1)
            let job = try await call(
                .post, "/api/v1/dispatch/planning-jobs", token: dispatcher, body: ["seconds": 1], expect: .accepted
            ).string("id")
            _ = try await marketplace.modules.planningWorker.workOff()
            let planned = try await call(.get, "/api/v1/dispatch/planning-jobs/{id}", ["id": job], token: dispatcher)
            #expect(try planned.string("state") == "done")
            let plan = try await call(.get, "/api/v1/dispatch/plans/{id}", ["id": planned.string("planID")], token: dispatcher)
            #expect(plan["feasible"] as? Bool == true)
            #expect(try plan.int("served") == 1)
            let tours = try await call(.get, "/api/v1/dispatch/tours", token: dispatcher)
            #expect(try tours.list("items").count == 1)
            let assigned = try await call(.post, "/api/v1/dispatch/assignments/auto", token: dispatcher, body: [String: Any]())
            #expect(try assigned.list("assigned").count == 1)
            let status = try await call(.get, "/api/v1/dispatch/status", token: dispatcher)
            #expect(try status.int("assignedTours") == 1)
            for list in ["hubs", "bikes", "riders", "plans"] {
                _ = try await call(.get, "/api/v1/dispatch/\(list)", token: dispatcher)
            }

            // The shopper sees when it comes.
            let waiting = try await call(.get, "/api/v1/orders/{trackingCode}", ["trackingCode": code])
            #expect(waiting["eta.from"] is String)

            // The rider brings it.
            let tour = try await call(.get, "/api/v1/dispatch/tours/{id}", ["id": "1"], token: dispatcher)
            let rider = try await marketplace.token(.rider(#require(UUID(uuidString: assigned.string("assigned.0.riderID")))))
            let own = try await call(.get, "/api/v1/rider/tours", token: rider)
            #expect(try own.string("items.0.id") == tour.string("id"))
            for stop in try tour.list("stopList").compactMap({ $0 as? [String: Any] }) {
                guard let kind = stop["kind"] as? String, let id = stop["id"] as? String else { continue }
                guard let event = ["pickup": "picked-up", "dropoff": "delivered"][kind] else { continue }
                let happened: [String: Any] = [
                    "id": UUID().uuidString.lowercased(), "kind": event, "at": ISO8601DateFormatter().string(from: Date()),
                ]
                for _ in 1...2 {
                    _ = try await call(.post, "/api/v1/rider/stops/{id}/events", ["id": id], token: rider, body: happened)
                }
            }
            let done = try await call(.get, "/api/v1/orders/{trackingCode}", ["trackingCode": code])
            #expect(try done.string("shopOrders.0.state") == "delivered")

            // Something goes back.
            let part = try done.string("shopOrders.0.id")
            let times = try await call(
                .get, "/api/v1/orders/{trackingCode}/collection-windows", ["trackingCode": code],
                query: "?shopOrder=\(part)&reason=return")
            let free = try times.list("items").compactMap { $0 as? [String: Any] }.filter { $0["feasible"] as? Bool == true }
            let back: [String: Any] = ["shopOrder": part, "reason": "return", "window": try #require(free.last?["id"])]
            let orders = "/api/v1/orders/{trackingCode}/collections"
            let fetched = try await call(.post, orders, ["trackingCode": code], body: back, expect: .created)
            _ = try await call(.post, orders, ["trackingCode": code], body: back, expect: .conflict)
            #expect(try await call(.get, orders, ["trackingCode": code]).list("items").count == 1)
            let coming = try await call(.get, "/api/v1/retailer/collections", token: retailer)
            #expect(try coming.string("items.0.number") == fetched.string("number"))
            let all = try await call(.get, "/api/v1/dispatch/shipments", token: dispatcher)
            #expect(all.text.contains("collection"))
            let number = try fetched.string("number")
            _ = try await call(
                .delete, "\(orders)/{number}", ["trackingCode": code, "number": number], expect: .noContent)
            _ = try await call(
                .delete, "/api/v1/dispatch/collections/{number}", ["number": number], token: dispatcher, expect: .conflict)
            var wish = back
            wish["shopOrder"] = nil
            wish["shipment"] = try shipments.string("items.0.number")
            _ = try await call(.post, "/api/v1/dispatch/collections", token: dispatcher, body: wish, expect: .created)

            // The same on the order's page.
            let browser = Browser(marketplace)
            let page = try await browser.get("/bestellung/\(code)")
            #expect(page.text.contains("Rückgabe") && page.text.contains("Abholung absagen"))
            let form = try await browser.get("/bestellung/\(code)/abholung?teil=\(part)&grund=empties&pakete=2")
            #expect(form.text.contains("Abholung anmelden") && form.text.contains("name=\"fenster\""))
            let answer = try await browser.submit(
                "/bestellung/\(code)/abholung",
                ["teil": part, "grund": "empties", "pakete": "2", "fenster": try #require(back["window"] as? String)])
            #expect(answer.text.contains("Pfand und Mehrweg"))
            let refused = try await browser.post(
                "/bestellung/\(code)/abholung", ["teil": part, "grund": "empties", "pakete": "2", "fenster": ""])
            #expect(refused.status == .unprocessableContent && refused.text.contains("Bitte wählen Sie ein Zeitfenster."))
            let asked = try answer.between("action=\"/bestellung/\(code)/abholung/", "/absagen")
            #expect(try await browser.submit("/bestellung/\(code)/abholung/\(asked)/absagen").status == .ok)
        }
    }

    @Test("a retailer's token on another retailer's things gets 404")
    func anotherRetailer() async throws {
        try await MarketplaceClient.run { marketplace in
            let (_, owner) = try await marketplace.shop("radwerk")
            let (_, other) = try await marketplace.shop("lesezeichen")
            _ = try await marketplace.send(.post, "/api/v1/retailer/catalog", token: owner, body: Self.catalog)
            let product = try await marketplace.send(.get, "/api/v1/retailer/products", token: owner).string("items.0.id")
            let path = "/api/v1/retailer/products/\(product)"
            #expect(try await marketplace.send(.patch, path, token: other, body: ["priceCents": 1]).status == .notFound)
            #expect(try await marketplace.send(.patch, path, token: owner, body: ["priceCents": 100]).status == .ok)
            #expect(try await marketplace.send(.get, "/api/v1/retailer/products", token: other).list("items").isEmpty)
        }
    }

    @Test("a bad row is reported by line and column, and nothing of a refused file stays")
    func badRow() async throws {
        try await MarketplaceClient.run { marketplace in
            let (_, token) = try await marketplace.shop("radwerk")
            let file = "sku;title;price\nA;Klingel;4,90\nB;Korb;viel\n"
            let refused = try await marketplace.send(
                .post, "/api/v1/retailer/catalog?mode=all-or-nothing", token: token, body: file)
            #expect(refused["applied"] as? Bool == false)
            #expect(try refused.int("problems.0.line") == 3)
            #expect(try refused.string("problems.0.column") == "price")
            #expect(try refused.string("problems.0.value") == "viel")
            #expect(try await marketplace.send(.get, "/api/v1/retailer/products", token: token).list("items").isEmpty)

            let taken = try await marketplace.send(.post, "/api/v1/retailer/catalog", token: token, body: file)
            #expect(taken["applied"] as? Bool == true)
            #expect(try taken.int("created") == 1)
            #expect(try taken.int("refused") == 1)
        }
    }

    @Test("bad input gets problem details that name the field")
    func badInput() async throws {
        try await MarketplaceClient.run { marketplace in
            try await marketplace.fleet()
            let cart = try await marketplace.send(.post, "/api/v1/carts").string("id")
            let noNumber = try await marketplace.send(
                .put, "/api/v1/carts/\(cart)/lines/\(UUID().uuidString.lowercased())", body: ["quantity": "two"])
            #expect(noNumber.status == .badRequest)
            #expect(try noNumber.string("errors.0.field") == "quantity")
            let noKey = try await marketplace.send(.post, "/api/v1/carts/\(cart)/checkout", body: [String: Any]())
            #expect(try noKey.string("code") == "idempotency-key-missing")
            #expect(try await marketplace.send(.get, "/api/v1/products?limit=0").status == .badRequest)
            #expect(try await marketplace.send(.get, "/api/v1/products/nonsense").status == .notFound)
            #expect(try await marketplace.send(.get, "/api/v1/orders/nonsense").status == .notFound)
            #expect(try await marketplace.send(.get, "/nowhere").headers[.contentType] == "application/problem+json")
        }
    }
}
