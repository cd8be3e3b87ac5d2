import Catalog
import Foundation
import HTTPTypes
import Testing

@testable import Marketplace

@Suite("Uploads over the API")
struct ImportEndpointTests {
    private static let path = "/api/v1/retailer/imports"

    @Test("a file is looked at, applied and taken back; each answer is as the contract says")
    func wholeWay() async throws {
        try await MarketplaceClient.run { marketplace in
            let schema = try ResponseSchema()
            let (_, token) = try await marketplace.shop("radwerk")
            func call(
                _ method: HTTPRequest.Method, _ template: String, id: String = "", query: String = "", body: Any? = nil,
                headers: HTTPFields = [:], expect status: HTTPResponse.Status = .ok
            ) async throws -> MarketplaceClient.Answer {
                let path = template.replacing("{id}", with: id) + query
                let answer = try await marketplace.send(method, path, token: token, body: body, headers: headers)
                #expect(answer.status == status, "\(method) \(path): \(answer.text)")
                if answer.json != nil {
                    let problems = schema.problems(
                        answer.json, method: method.rawValue, path: template, status: answer.status.code)
                    #expect(problems.isEmpty, "\(method) \(template)")
                }
                return answer
            }
            let one = "\(Self.path)/{id}"
            let file = "sku;title;price;stock\nA;Klingel;4,90;3\nB;Korb;viel;1\n"
            let kept = try await call(.post, Self.path, query: "?name=rad.csv&mode=replace", body: file, expect: .accepted)
            let id = try kept.string("id")
            #expect(kept.headers[.location] == "\(Self.path)/\(id)")
            #expect(
                try kept.string("state") == "checking" && kept.string("fileName") == "rad.csv"
                    && kept.string("scope") == "replace")
            _ = try await call(.post, "\(one)/apply", id: id, expect: .conflict)

            // The events are asked for before the work begins, and end with it.
            async let stream = marketplace.send(.get, "\(Self.path)/\(id)/events", token: token)
            try await marketplace.modules.importWorker.workOff()
            let events = try await stream
            #expect(events.headers[.contentType] == "text/event-stream")
            let blocks = events.text.components(separatedBy: "\n\n").filter { !$0.isEmpty }
            #expect(blocks.last?.hasPrefix("event: end\ndata: {") == true)
            #expect(blocks.dropLast().allSatisfy { $0.hasPrefix("event: progress\ndata: {") })
            let data = try #require(blocks.last?.components(separatedBy: "data: ").last)
            let last = try JSONSerialization.jsonObject(with: Data(data.utf8))
            #expect(schema.problems(last, method: "get", path: one, status: 200).isEmpty)

            let looked = try await call(.get, one, id: id, headers: [.acceptLanguage: "en"])
            #expect(
                try looked.string("state") == "ready" && looked.int("report.created") == 1 && looked.int("report.refused") == 1)
            #expect(try looked.string("report.problems.0.reason") == "This is not a price.")
            #expect(try await call(.get, one, id: id).string("report.problems.0.reason") == "Das ist kein Preis.")
            let new = try await call(.get, "\(one)/items", id: id, query: "?kind=new")
            #expect(try new.list("items").count == 1 && new.string("items.0.sku") == "A")
            _ = try await call(.get, "\(one)/items", id: id, expect: .badRequest)
            let refused = try await call(.get, "\(one)/refused", id: id, headers: [.acceptLanguage: "en"])
            #expect(refused.text.contains("B;Korb;viel;1;price: This is not a price."))

            #expect(try await call(.post, "\(one)/apply", id: id, expect: .accepted).string("state") == "applying")
            try await marketplace.modules.importWorker.workOff()
            #expect(try await call(.get, one, id: id).string("state") == "applied")
            let changed = try await call(
                .post, "/api/v1/retailer/catalog", query: "?preview=true", body: "sku;price\nA;5,90\n", expect: .accepted)
            try await marketplace.modules.importWorker.workOff()
            let items = try await call(.get, "\(one)/items", id: try changed.string("id"), query: "?kind=changed")
            #expect(try items.string("items.0.changes.0.field") == "priceCents" && items.int("items.0.changes.0.after") == 590)
            #expect(try await call(.post, "\(one)/undo", id: id, expect: .accepted).string("state") == "undoing")
            try await marketplace.modules.importWorker.workOff()
            #expect(try await call(.get, Self.path).list("items").count == 2)
            #expect(try await marketplace.send(.get, "/api/v1/retailer/products", token: token).list("items").isEmpty)

            let (_, other) = try await marketplace.shop("lesezeichen")
            for path in ["", "/items?kind=new", "/events", "/refused"] {
                #expect(try await marketplace.send(.get, "\(Self.path)/\(id)\(path)", token: other).status == .notFound)
            }
            for path in ["/apply", "/undo"] {
                #expect(try await marketplace.send(.post, "\(Self.path)/\(id)\(path)", token: other).status == .notFound)
            }
        }
    }

    @Test("a file that would sell out too much is refused at once, and waits to be confirmed")
    func confirmation() async throws {
        try await MarketplaceClient.run { marketplace in
            let (_, token) = try await marketplace.shop("radwerk")
            func file(_ stock: Int) -> String {
                "sku;title;price;stock\n" + (1...12).map { "P\($0);Ding;1,00;\(stock)\n" }.joined()
            }
            let path = "/api/v1/retailer/catalog"
            #expect(try await marketplace.send(.post, path, token: token, body: file(3)).status == .ok)
            let refused = try await marketplace.send(
                .post, path, token: token, body: file(0), headers: [.acceptLanguage: "en"])
            #expect(refused.status == .conflict)
            #expect(try refused.string("code") == "confirmation-needed")
            #expect(try refused.string("detail").hasPrefix("Of 12 products that can be ordered now, 12 would be sold out"))
            let waiting = try refused.string("related")
            #expect(try await marketplace.send(.get, waiting, token: token).string("state") == "ready")
            let confirmed = try await marketplace.send(.post, "\(path)?confirm=true", token: token, body: file(0))
            #expect(confirmed.status == .ok && confirmed["applied"] as? Bool == true)
        }
    }

    @Test("nonsense in a request names the parameter")
    func badParameters() async throws {
        try await MarketplaceClient.run { marketplace in
            let (_, token) = try await marketplace.shop("radwerk")
            for (query, field) in [("mode=some", "mode"), ("vat=16", "vat"), ("confirm=perhaps", "confirm")] {
                let answer = try await marketplace.send(.post, "\(Self.path)?\(query)", token: token, body: "sku;title;price\n")
                #expect(answer.status == .badRequest)
                #expect(try answer.string("errors.0.field") == field)
            }
            let english = try await marketplace.send(
                .post, "/api/v1/retailer/catalog", token: token, body: "Titel\nA\n", headers: [.acceptLanguage: "en-GB,de;q=0.5"])
            #expect(try english.string("detail").hasPrefix("The header lacks"))
        }
    }
}

@Suite("Stock and what the law wants, over the API")
struct StockEndpointTests {
    @Test("a till posts movements once; the ledger shows them; the product says what it lacks")
    func movements() async throws {
        try await MarketplaceClient.run { marketplace in
            let schema = try ResponseSchema()
            let (_, token) = try await marketplace.shop("radwerk")
            let file =
                "sku;title;price;stock;category;content;deposit\nA;Apfelsaft;2,40;5;Getränke;1 l;0,15\nB;Klingel;4,90;3;Zubehör;;\n"
            _ = try await marketplace.send(.post, "/api/v1/retailer/catalog", token: token, body: file)
            let path = "/api/v1/retailer/stock-movements"
            let body: [String: Any] = [
                "movements": [
                    ["id": "k-1", "sku": "B", "kind": "sale", "quantity": 1],
                    ["id": "k-2", "sku": "fehlt", "kind": "sale", "quantity": 1],
                ]
            ]
            for state in ["applied", "repeated"] {
                let posted = try await marketplace.send(.post, path, token: token, body: body)
                #expect(posted.status == .ok)
                #expect(schema.problems(posted.json, method: "post", path: path, status: 200) == [])
                #expect(try posted.string("items.0.state") == state && posted.int("items.0.stock") == 2)
                #expect(try posted.string("items.1.fault") == "unknown-product")
            }
            let products = try await marketplace.send(
                .get, "/api/v1/retailer/products", token: token, headers: [.acceptLanguage: "en"])
            #expect(schema.problems(products.json, method: "get", path: "/api/v1/retailer/products", status: 200) == [])
            #expect(try products.string("items.0.missing.0.field") == "allergens")
            #expect(try products.string("items.0.missing.0.reason").contains("1169/2011"))
            #expect(try products.int("items.0.depositCents") == 15 && products.int("items.0.unitPrice.cents") == 240)
            let offered = try await marketplace.send(.get, "/api/v1/products")
            #expect(try offered.list("items").count == 1 && offered.string("items.0.sku") == "B")
            let id = try products.string("items.1.id")
            let ledger = try await marketplace.send(.get, "/api/v1/retailer/products/\(id)/stock-movements", token: token)
            let template = "/api/v1/retailer/products/{id}/stock-movements"
            #expect(schema.problems(ledger.json, method: "get", path: template, status: 200) == [])
            #expect(try ledger.string("items.0.reason") == "till-sale" && ledger.string("items.0.reference") == "k-1")
            #expect(try await marketplace.send(.post, path, token: token, body: ["movements": [Any]()]).status == .badRequest)
            let (_, other) = try await marketplace.shop("lesezeichen")
            #expect(
                try await marketplace.send(.get, "/api/v1/retailer/products/\(id)/stock-movements", token: other).status
                    == .notFound)
        }
    }
}
