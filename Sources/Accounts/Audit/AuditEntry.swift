public import Foundation

/// One thing that was done, for those who must account for it later. It names rows by id and holds no personal data.
public struct AuditEntry: Sendable {
    public let id: UUID
    public let at: Date
    /// Who did it; nil when the service itself did.
    public let accountID: AccountID?
    public let tokenID: TokenID?
    /// What was done, such as "token.revoke".
    public let action: String
    /// What it was done to.
    public let subject: AuditSubject
    /// Names and values that explain it.
    public let detail: [String: String]
}

/// The thing an audit entry is about, such as `("product", "0190…")`.
public struct AuditSubject: Hashable, Sendable {
    public let kind: String
    public let id: String

    public init(kind: String, id: some CustomStringConvertible) {
        self.kind = kind
        self.id = id.description
    }
}
