public import Accounts
import Database
public import Foundation

/// Who knows it may read and change the cart, so it is random, not time-ordered: ``secret()``.
public struct CartID: EntityID {
    public let rawValue: UUID
    public init(rawValue: UUID) { self.rawValue = rawValue }

    /// A new identifier of 122 random bits (UUID version 4), from the system's secure generator.
    public static func secret() -> CartID { CartID(rawValue: UUID()) }
}

public struct OrderID: EntityID {
    public let rawValue: UUID
    public init(rawValue: UUID) { self.rawValue = rawValue }
}

public struct ShopOrderID: EntityID {
    public let rawValue: UUID
    public init(rawValue: UUID) { self.rawValue = rawValue }
}
