public import Foundation

/// Who stands behind a request: an account that showed a valid token.
public struct Principal: Hashable, Sendable {
    public let accountID: AccountID
    public let accountName: String
    public let tokenID: TokenID
    /// When the token ends; nil when it does not.
    public let expiresAt: Date?
    public let grants: [RoleGrant]

    public init(accountID: AccountID, accountName: String, tokenID: TokenID, expiresAt: Date?, grants: [RoleGrant]) {
        self.accountID = accountID
        self.accountName = accountName
        self.tokenID = tokenID
        self.expiresAt = expiresAt
        self.grants = grants
    }

    public func has(_ role: Role) -> Bool {
        grants.contains { $0.role == role }
    }

    /// The retailer whose staff this is; nil for others.
    public var retailerID: RetailerID? {
        grants.lazy.compactMap(\.retailerID).first
    }

    /// The rider this is; nil for others.
    public var riderID: UUID? {
        grants.lazy.compactMap(\.riderID).first
    }
}
