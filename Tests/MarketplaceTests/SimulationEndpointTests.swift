import Accounts
import Catalog
import Delivery
import Foundation
import HTTPTypes
import Testing

@testable import Marketplace

@Suite("Simulated days over HTTP")
struct SimulationEndpointTests {
    /// Data of the events of that name.
    private func events(_ name: String, in text: String) throws -> [Any] {
        try text.components(separatedBy: "\n\n").filter { $0.hasPrefix("event: \(name)\n") }.map { event in
            let data = try #require(event.components(separatedBy: "\ndata: ").last)
            return try JSONSerialization.jsonObject(with: Data(data.utf8))
        }
    }

    @Test("a dispatcher plays a day and gets its report, and the day's plan can be played as it was; nothing is written")
    func simulate() async throws {
        try await MarketplaceClient.run { marketplace in
            try await marketplace.fleet()
            let shop = try await marketplace.shop("laden")
            let upload = try await marketplace.send(
                .post, "/api/v1/retailer/catalog?vat=19", token: shop.token,
                body: "sku;titel;preis;bestand;gewicht_g;volumen_ml\nA1;Buch;12,90;50;400;900\nA2;Karte;3,50;50;20;50\n",
                headers: [.contentType: "text/csv"])
            #expect(upload.status == .ok, "\(upload.text)")
            let token = try await marketplace.token(.dispatcher)
            let path = "/api/v1/dispatch/simulations"
            let order: [String: Any] = ["orders": 8, "seed": 3, "day": "2026-11-23", "iterations": 100, "disruptions": "none"]
            let answer = try await marketplace.send(.post, path, token: token, body: order)
            #expect(answer.status == .ok, "\(answer.text)")
            #expect(try !events("progress", in: answer.text).isEmpty)
            let report = try #require(try events("end", in: answer.text).first as? [String: Any], "\(answer.text)")
            let orders = try #require(report["orders"] as? [String: Any])
            #expect(orders["asked"] as? Int == 8)
            #expect(orders["sold"] as? Int == orders["kept"] as? Int)
            let again = try await marketplace.send(.post, path, token: token, body: order)
            #expect(try events("end", in: again.text).first as? NSDictionary == report as NSDictionary)
            let shipments = try await marketplace.send(.get, "/api/v1/dispatch/shipments?day=2026-11-23", token: token)
            #expect(try shipments.list("items").isEmpty)

            let problems = try ResponseSchema().problems(report, schema: "SimulationReport")
            #expect(problems.isEmpty)
        }
    }

    @Test("what cannot be simulated is refused in one sentence")
    func refused() async throws {
        try await MarketplaceClient.run { marketplace in
            try await marketplace.fleet()
            let token = try await marketplace.token(.dispatcher)
            let path = "/api/v1/dispatch/simulations"
            let many = try await marketplace.send(.post, path, token: token, body: ["orders": 5001])
            #expect(many.status == .unprocessableContent)
            #expect(try many.string("detail").contains("5000"))
            let days = try await marketplace.send(.post, path, token: token, body: ["days": 1001])
            #expect(days.status == .badRequest)
            let hub = try await marketplace.send(.post, path, token: token, body: ["fleet": ["mond": 1]])
            #expect(try hub.string("detail").contains("mond"))
            // No shop sells anything.
            let empty = try await marketplace.send(.post, path, token: token, body: ["orders": 5])
            #expect(empty.text.contains("event: failed"))
            let none = try await marketplace.send(.get, "/api/v1/dispatch/plans/\(UUID().uuidString)/input", token: token)
            #expect(none.status == .notFound)
        }
    }
}
