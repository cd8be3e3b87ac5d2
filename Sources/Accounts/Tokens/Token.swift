public import Foundation

/// A token as lists show it; its secret is known to its owner alone.
public struct Token: Hashable, Codable, Sendable {
    public let id: TokenID
    public let accountID: AccountID
    /// What it is for, such as "Kasse" or "dispatch-cli".
    public let label: String
    public let createdAt: Date
    public let expiresAt: Date?
    /// To the minute.
    public let lastUsedAt: Date?
    public let revokedAt: Date?
}

/// A token just made, with the secret that is shown this once.
public struct IssuedToken: Sendable {
    public let token: Token
    public let secret: TokenSecret
}
