import Database
import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// The service about itself.
struct ServiceEndpoints {
    static let version = "0.1.0"

    let database: Database

    var endpoints: [Endpoint] {
        [.get("/health", .everyone, health), .get("/openapi.json", .everyone, openAPI)]
    }

    private struct Health: Encodable {
        var status: String
        var version: String
    }

    @Sendable private func health(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        do {
            _ = try await database.query("service.health", "SELECT 1")
        } catch {
            context.logger.warning("not healthy", metadata: ["error": "\(error)"])
            throw ProblemDetails(.serviceUnavailable, code: "database-gone", detail: "The database does not answer.")
        }
        return try JSON.response(Health(status: "ok", version: Self.version))
    }

    @Sendable private func openAPI(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "public, max-age=300"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try Self.openAPIDocument())))
    }

    /// The OpenAPI 3.1 document of the API.
    static func openAPIDocument() throws -> Data {
        guard let file = Bundle.module.url(forResource: "openapi", withExtension: "json") else {
            throw CocoaError(.fileNoSuchFile)
        }
        return try Data(contentsOf: file)
    }
}
