import Foundation
import HTTPTypes
import Hummingbird

/// Refuses requests that change something, come from another site's page and would use this site's cookies (CSRF).
///
/// Cookies are `SameSite=Lax` besides; this is the second wall. Requests with a bearer token carry no cookie authority and pass.
struct OriginMiddleware: RouterMiddleware {
    typealias Context = MarketplaceContext

    func handle(
        _ request: Request, context: MarketplaceContext, next: (Request, MarketplaceContext) async throws -> Response
    ) async throws -> Response {
        let changes = ![.get, .head, .options].contains(request.method)
        if changes, request.headers[.authorization] == nil, let origin = request.headers[.origin] {
            let host = URL(string: origin).flatMap { url in url.host.map { host in url.port.map { "\(host):\($0)" } ?? host } }
            guard let host, host == request.head.authority else {
                throw ProblemDetails(
                    .forbidden, code: "foreign-origin", detail: "This request came from another site's page and was refused.")
            }
        }
        return try await next(request, context)
    }
}
