import Accounts
import Delivery
import Foundation
import HTTPTypes
import Testing

@testable import Marketplace

@Suite("Streets and addresses over HTTP")
struct StreetEndpointTests {
    @Test("a dispatcher closes a street, sees it, asks for a way, and opens it again; every answer is as described")
    func closures() async throws {
        try await MarketplaceClient.run(streets: MarketplaceClient.village()) { marketplace in
            let schema = try ResponseSchema()
            let token = try await marketplace.token(.dispatcher)
            func call(
                _ method: HTTPRequest.Method, _ template: String, id: String = "", query: String = "", body: Any? = nil,
                expect: HTTPResponse.Status = .ok
            ) async throws -> MarketplaceClient.Answer {
                let path = "/api/v1/dispatch" + template.replacingOccurrences(of: "{id}", with: id) + query
                let answer = try await marketplace.send(method, path, token: token, body: body)
                #expect(answer.status == expect, "\(method) \(path): \(answer.text)")
                let problems = schema.problems(
                    answer.json, method: method.rawValue, path: "/api/v1/dispatch" + template, status: answer.status.code)
                #expect(problems.isEmpty, "\(method) \(template)")
                return answer
            }
            let closed = try await call(
                .post, "/closures",
                body: [
                    "polygon": [[8.652, 49.8715], [8.6522, 49.8715], [8.6522, 49.872], [8.652, 49.872]], "reason": "Markt",
                    "until": "2099-01-01T00:00:00Z",
                ], expect: .created)
            #expect(closed["speedKilometresPerHour"] == nil)
            let slow = try await call(
                .post, "/closures", body: ["way": 3, "speedKilometresPerHour": 8, "reason": "Umzug"], expect: .created)
            #expect(try await call(.get, "/closures").list("items").count == 2)
            let lifted = try await call(.delete, "/closures/{id}", id: try closed.string("id"))
            #expect(lifted["reopenedAt"] is String)
            #expect(try await call(.get, "/closures").string("items.0.id") == slow.string("id"))
            #expect(try await call(.get, "/closures", query: "?past=true").list("items").count == 2)
            _ = try await call(.delete, "/closures/{id}", id: UUID().uuidString, expect: .notFound)
            let bad = try await call(.post, "/closures", body: ["way": 99, "reason": "x"], expect: .unprocessableContent)
            #expect(try bad.string("errors.0.field") == "way")

            let way = try await call(.get, "/way", query: "?from=8.6507,49.8718&to=8.6549,49.8718")
            #expect(try way.string("geometry.type") == "LineString")
            #expect(try way.string("attribution").contains("OpenStreetMap"))
            _ = try await call(.get, "/way", query: "?from=8.65&to=8.6549,49.8718", expect: .badRequest)
            _ = try await call(.get, "/way", query: "?from=0,0&to=8.6549,49.8718", expect: .unprocessableContent)
            let status = try await call(.get, "/status")
            #expect(try status.string("travelSource") == "streets")
            #expect(try status.int("closures") == 1)

            let street: [String: Any] = [
                "kind": "street-closed", "subject": "Hauptstraße", "reason": "Wasserrohr", "until": "2099-01-01T00:00:00Z",
            ]
            let effect = try await call(.post, "/disruptions/effect", body: street)
            #expect(try effect.int("stretches") > 0)
            let told = try await call(.post, "/disruptions", body: street, expect: .created)
            #expect(try told.string("subject") == "Hauptstraße")
            #expect(try await call(.get, "/closures").list("items").count == 2)
            _ = try await call(.delete, "/disruptions/{id}", id: try told.string("id"))
            #expect(try await call(.get, "/closures").list("items").count == 1)
            let unknown = try await call(
                .post, "/disruptions", body: ["kind": "street-closed", "subject": "Nirgendweg"], expect: .unprocessableContent)
            #expect(try unknown.string("errors.0.field") == "subject")
        }
    }

    @Test("without streets a way is refused in one sentence, and the map is not there")
    func noStreets() async throws {
        try await MarketplaceClient.run { marketplace in
            let token = try await marketplace.token(.dispatcher)
            let way = try await marketplace.send(
                .get, "/api/v1/dispatch/way?from=8.6507,49.8718&to=8.6549,49.8718", token: token)
            #expect(way.status == .conflict)
            #expect(try way.string("code") == "no-streets")
            #expect(try await marketplace.send(.get, "/karte/15/17171/11131.svg").status == .notFound)
            #expect(
                try await marketplace.send(.get, "/api/v1/dispatch/status", token: token).string("travelSource") == "great-circle"
            )
        }
    }

    @Test("addresses are suggested and found again by their place, and the delivery area is kept")
    func addresses() async throws {
        try await MarketplaceClient.run { marketplace in
            try await marketplace.fleet()
            let schema = try ResponseSchema()
            let found = try await marketplace.send(.get, "/api/v1/addresses?q=Heinheimerstr%2012")
            #expect(schema.problems(found.json, method: "GET", path: "/api/v1/addresses", status: 200).isEmpty)
            #expect(try found.string("items.0.street") == "Heinheimer Straße")
            #expect(try await marketplace.send(.get, "/api/v1/addresses").list("items").isEmpty)
            let near = try await marketplace.send(.get, "/api/v1/addresses/reverse?lon=8.6631&lat=49.8811")
            #expect(schema.problems(near.json, method: "GET", path: "/api/v1/addresses/reverse", status: 200).isEmpty)
            #expect(try near.string("address.houseNumber") == "12")
            #expect(try await marketplace.send(.get, "/api/v1/addresses/reverse?lon=0&lat=0").status == .notFound)
            #expect(try await marketplace.send(.get, "/api/v1/addresses/reverse?lon=200&lat=0").status == .badRequest)

            #expect(try await marketplace.send(.get, "/api/v1/delivery-area").status == .notFound)
            let token = try await marketplace.token(.dispatcher)
            let area: [String: Any] = [
                "type": "Polygon", "coordinates": [[[8.0, 49.0], [8.1, 49.0], [8.1, 49.1], [8.0, 49.0]]],
            ]
            let set = try await marketplace.send(.put, "/api/v1/dispatch/delivery-area", token: token, body: area)
            #expect(set.status == .ok)
            #expect(schema.problems(set.json, method: "PUT", path: "/api/v1/dispatch/delivery-area", status: 200).isEmpty)
            #expect(try await marketplace.send(.get, "/api/v1/delivery-area").string("type") == "MultiPolygon")
            let wrong = try await marketplace.send(
                .put, "/api/v1/dispatch/delivery-area", token: token, body: ["type": "Point", "coordinates": [8, 49]])
            #expect(wrong.status == .badRequest)
            #expect(try wrong.string("detail").contains("Polygon"))
            #expect(try await marketplace.send(.delete, "/api/v1/dispatch/delivery-area", token: token).status == .noContent)
            #expect(try await marketplace.send(.get, "/api/v1/delivery-area").status == .notFound)
        }
    }
}
