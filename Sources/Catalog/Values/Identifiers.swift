public import Accounts
import Database
public import Foundation

public struct ShopID: EntityID {
    public let rawValue: UUID
    public init(rawValue: UUID) { self.rawValue = rawValue }
}

public struct ProductID: EntityID {
    public let rawValue: UUID
    public init(rawValue: UUID) { self.rawValue = rawValue }
}

/// Stock that is held together, for one order. Whoever reserves makes the id, so that trying again cannot reserve twice.
public struct ReservationID: EntityID {
    public let rawValue: UUID
    public init(rawValue: UUID) { self.rawValue = rawValue }
}
