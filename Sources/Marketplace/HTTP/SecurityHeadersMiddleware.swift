import HTTPTypes
import Hummingbird

/// Headers that keep pages on their own: nothing is loaded from elsewhere, nothing leaks to elsewhere.
struct SecurityHeadersMiddleware: RouterMiddleware {
    typealias Context = MarketplaceContext

    private static let policy =
        "default-src 'self'; style-src 'self'; img-src 'self'; object-src 'none'; base-uri 'none'; "
        + "form-action 'self'; frame-ancestors 'none'"

    func handle(
        _ request: Request, context: MarketplaceContext, next: (Request, MarketplaceContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.contentSecurityPolicy] = Self.policy
        response.headers[.xContentTypeOptions] = "nosniff"
        if let name = HTTPField.Name("Referrer-Policy") { response.headers[name] = "same-origin" }
        return response
    }
}
