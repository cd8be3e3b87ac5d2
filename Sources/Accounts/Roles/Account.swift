public import Foundation

/// Somebody or something that acts: a person of the staff, a rider, a till system.
public struct Account: Hashable, Codable, Sendable {
    public let id: AccountID
    /// Names the account in seed and configuration files; nil for accounts made by hand.
    public let key: String?
    /// What lists and logs show, such as "Disposition" or "Buchhandlung am Markt". Not meant for a person's full name.
    public let name: String
    public let createdAt: Date
    /// Since when no token of the account is valid; nil while it is in use.
    public let disabledAt: Date?
}
