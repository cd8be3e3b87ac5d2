import Accounts
import HTTPTypes
import Hummingbird

/// Finds out who calls, from the bearer token or, for pages, the session cookie. Rejects tokens that are not valid.
struct AuthenticationMiddleware: RouterMiddleware {
    typealias Context = MarketplaceContext

    static let cookieName = "session"

    let accounts: Accounts

    func handle(
        _ request: Request, context: MarketplaceContext, next: (Request, MarketplaceContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if let header = request.headers[.authorization] {
            guard let token = Self.bearerToken(header), let principal = try await accounts.authenticate(token: token) else {
                throw ProblemDetails(
                    .unauthorized, code: "token-invalid", detail: "The token is unknown, expired or revoked.")
            }
            context.principal = principal
        } else if let cookie = request.cookies[Self.cookieName] {
            // A stale cookie is not an error: the visitor is simply signed out.
            context.principal = try await accounts.authenticate(token: cookie.value)
        }
        return try await next(request, context)
    }

    private static func bearerToken(_ header: String) -> String? {
        let parts = header.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }
}
