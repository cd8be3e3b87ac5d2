import Accounts
import Foundation
import HTTPTypes
import Testing

@testable import Marketplace

@Suite("Bodies of requests")
struct RequestBodyTests {
    @Test("a body that may be left out is still read when it is there: what cannot be read is refused with a sentence")
    func optionalBody() async throws {
        try await MarketplaceClient.run { marketplace in
            let (_, retailer) = try await marketplace.shop("radwerk")
            let path = "/api/v1/retailer/shop-orders/\(UUID())/ready"
            let empty = try await marketplace.send(.post, path, token: retailer)
            #expect(empty.status == .notFound, "without a body it is one parcel, of an order that does not exist")
            let cut = try await marketplace.send(.post, path, token: retailer, body: "{\"parcels\":")
            #expect(cut.status == .badRequest)
            #expect(try cut.string("code") == "bad-body")
            let wrong = try await marketplace.send(.post, path, token: retailer, body: ["parcels": "two"])
            #expect(wrong.status == .badRequest)
            #expect(try wrong.string("detail").hasPrefix("parcels: "))
        }
    }

    @Test("a body that is longer than anything meant is refused with its limit")
    func tooLong() async throws {
        try await MarketplaceClient.run { marketplace in
            let rider = try await marketplace.token(.rider(UUID()))
            let long = try await marketplace.send(
                .post, "/api/v1/rider/stops/\(UUID())/events", token: rider,
                body: ["note": String(repeating: "x", count: 1 << 20)])
            #expect(long.status == .contentTooLarge)
            #expect(try long.string("code") == "body-too-large")
            #expect(try long.string("detail") == "What was sent is larger than 1 MB.")
        }
    }
}
