import Accounts
import Foundation
import HTTPTypes
import Hummingbird

/// Who one is, and tokens for others.
struct AccountEndpoints {
    let accounts: Accounts

    var endpoints: [Endpoint] {
        [
            .get("/api/v1/me", .signedIn, me),
            .post("/api/v1/tokens", .role(.operator), createToken),
            .delete("/api/v1/tokens/{id}", .role(.operator), revokeToken),
        ]
    }

    private struct Me: Encodable {
        struct Account: Encodable {
            var id: AccountID
            var name: String
        }
        var account: Account
        var roles: [RoleGrant]
    }

    @Sendable private func me(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        return try JSON.response(
            Me(account: .init(id: principal.accountID, name: principal.accountName), roles: principal.grants))
    }

    private struct NewToken: Decodable {
        var accountID: AccountID
        var label: String
        var days: Int?
    }

    private struct TokenAnswer: Encodable {
        var id: TokenID
        var token: String
        var expiresAt: Date?
    }

    @Sendable private func createToken(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let body = try await JSON.decode(NewToken.self, from: request)
        if let days = body.days, !(1...3650).contains(days) {
            throw ProblemDetails.badParameter("days", "1 to 3650 are possible.")
        }
        let issued = try await accounts.issueToken(
            for: body.accountID, label: body.label, lifetime: body.days.map { Double($0) * 86_400 })
        try await accounts.record("token.issue", on: AuditSubject(kind: "token", id: issued.token.id), by: principal)
        let answer = TokenAnswer(id: issued.token.id, token: issued.secret.reveal(), expiresAt: issued.token.expiresAt)
        return try JSON.response(answer, status: .created)
    }

    @Sendable private func revokeToken(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let id: TokenID = try context.pathID("id", of: "token")
        guard try await accounts.revokeToken(id) else { throw ProblemDetails.notFound("token") }
        try await accounts.record("token.revoke", on: AuditSubject(kind: "token", id: id), by: principal)
        return Response(status: .noContent)
    }
}
