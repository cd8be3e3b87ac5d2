import Accounts
import Foundation
import HTTPTypes
import Hummingbird

/// Signing in with a token, which the browser then keeps in a cookie that no script can read, and signing out.
struct SessionPages {
    let pages: Pages
    let accounts: Accounts
    let cartCookie: CartCookie
    /// Whether browsers may send the cookie over HTTPS only.
    let isSecure: Bool

    /// How long a browser stays signed in, unless the token ends before.
    static let longestSession = 30 * 24 * 60 * 60

    var endpoints: [Endpoint] {
        [
            .get("/anmelden", .everyone, form),
            .post("/anmelden", .everyone, signIn),
            .post("/abmelden", .everyone, signOut),
        ]
    }

    private struct SignInPage {
        let account: String?
    }

    @Sendable private func form(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let frame = try await cartCookie.frame(request, context)
        return try pages.render("signin", frame, SignInPage(account: context.principal?.accountName))
    }

    @Sendable private func signIn(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let token = try await FormFields(request)["token"]
        guard let principal = try await accounts.authenticate(token: token) else {
            var frame = try await cartCookie.frame(request, context)
            frame.problem = "Diesen Zugangscode gibt es nicht, oder er ist abgelaufen."
            return try pages.render("signin", frame, SignInPage(account: nil), status: .unprocessableContent)
        }
        var response = Response.redirect(to: Self.start(of: principal), type: .normal)
        let left = principal.expiresAt.map { max(0, Int($0.timeIntervalSinceNow)) } ?? Self.longestSession
        response.setCookie(cookie(token, seconds: min(left, Self.longestSession)))
        return response
    }

    @Sendable private func signOut(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        var response = Response.redirect(to: "/", type: .normal)
        response.setCookie(cookie("", seconds: 0))
        return response
    }

    func cookie(_ token: String, seconds: Int) -> Cookie {
        Cookie(
            name: AuthenticationMiddleware.cookieName, value: token, maxAge: seconds, path: "/", secure: isSecure, httpOnly: true,
            sameSite: .lax)
    }

    /// The page that an account has come for.
    private static func start(of principal: Principal) -> String {
        if principal.has(.retailer) { return "/haendler" }
        if principal.has(.rider) { return "/fahrt" }
        return principal.has(.dispatcher) || principal.has(.operator) ? "/disposition/touren" : "/"
    }
}
