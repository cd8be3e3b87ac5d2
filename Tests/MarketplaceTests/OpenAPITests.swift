import Accounts
import Foundation
import HTTPTypes
import Hummingbird
import Testing

@testable import Marketplace

@Suite("OpenAPI document")
struct OpenAPITests {
    /// Method, path and access of one route, as a line.
    private func line(_ method: String, _ path: String, _ access: String) -> String {
        "\(method.uppercased()) \(path) — \(access)"
    }

    private func words(for access: Access) -> String {
        switch access {
        case .everyone: "public"
        case .holderOfCode: "holder-of-code"
        case .signedIn: "signed-in"
        case .roles(let roles): "roles: " + roles.map(\.rawValue).sorted().joined(separator: ", ")
        }
    }

    @Test("it has exactly the routes that the service has, each with who may call it")
    func routes() async throws {
        let document = try #require(
            JSONSerialization.jsonObject(with: try ServiceEndpoints.openAPIDocument()) as? [String: Any])
        #expect(document["openapi"] as? String == "3.1.0")
        let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
        let described = Set(
            paths.flatMap { path, operations in
                operations.map { method, operation in line(method, path, operation["x-access"] as? String ?? "nobody") }
            })
        try await MarketplaceClient.run { marketplace in
            let endpoints = MarketplaceService.apiEndpoints(marketplace.modules)
            let served = Set(endpoints.map { line($0.method.rawValue, $0.path, words(for: $0.access)) })
            #expect(served.subtracting(described).isEmpty, "served, but not in openapi.json")
            #expect(described.subtracting(served).isEmpty, "in openapi.json, but not served")
            #expect(endpoints.count == served.count, "a route is there twice")
        }
    }

    @Test("it is served as it is")
    func served() async throws {
        try await MarketplaceClient.run { marketplace in
            let answer = try await marketplace.send(.get, "/openapi.json")
            #expect(answer.status == .ok)
            #expect(Data(answer.text.utf8) == (try ServiceEndpoints.openAPIDocument()))
        }
    }

    @Test("every operation that needs a role refuses strangers with 401 and other roles with 403")
    func access() async throws {
        try await MarketplaceClient.run { marketplace in
            let shopper = try await marketplace.token(.shopper)
            for endpoint in MarketplaceService.apiEndpoints(marketplace.modules) {
                guard case .roles = endpoint.access else { continue }
                let path = endpoint.path.replacing(/\{\w+\}/, with: UUID().uuidString.lowercased())
                let stranger = try await marketplace.send(endpoint.method, path)
                #expect(stranger.status == .unauthorized, "\(endpoint.method) \(endpoint.path)")
                #expect(stranger.headers[.contentType] == "application/problem+json")
                let other = try await marketplace.send(endpoint.method, path, token: shopper)
                #expect(other.status == .forbidden, "\(endpoint.method) \(endpoint.path)")
            }
            let wrong = try await marketplace.send(.get, "/api/v1/products", token: "sf_nonsense")
            #expect(wrong.status == .unauthorized)
        }
    }
}
