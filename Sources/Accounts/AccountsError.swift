/// Why a function of ``Accounts`` refused.
public enum AccountsError: Error, Hashable, Sendable, CustomStringConvertible {
    case noSuchAccount(AccountID)
    case invalidName
    case invalidLabel
    case invalidLifetime

    public var description: String {
        switch self {
        case .noSuchAccount(let id): "There is no account \(id)."
        case .invalidName: "An account's name has 1 to 200 characters."
        case .invalidLabel: "A token's label has 1 to 200 characters and says what the token is for."
        case .invalidLifetime: "A token lives for at least one second."
        }
    }
}
