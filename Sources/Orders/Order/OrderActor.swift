public import Accounts

/// Who moved a shop order on.
public enum OrderActor: Hashable, Sendable {
    /// Whoever holds the order's tracking code.
    case shopper
    /// A retailer's staff, a rider, a dispatcher.
    case account(AccountID)
    /// The service itself.
    case system
}
