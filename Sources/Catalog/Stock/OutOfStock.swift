/// Not everything could be reserved, so nothing was.
public struct OutOfStock: Error, Hashable, Sendable, CustomStringConvertible {
    public struct Shortage: Hashable, Sendable {
        public let productID: ProductID
        public let wanted: Int
        /// How many there are; 0 also for a product that does not exist or is off sale.
        public let available: Int
    }

    /// By product id.
    public let shortages: [Shortage]

    public var description: String {
        "Out of stock: "
            + shortages.map { "\($0.productID) (wanted \($0.wanted), available \($0.available))" }.joined(separator: ", ")
    }
}

/// The reservation is in a state that does not allow what was asked for.
public enum ReservationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Released or returned stock cannot be sold any more.
    case released(ReservationID)
    /// The reservation was made before, of other things.
    case differs(ReservationID)

    public var description: String {
        switch self {
        case .released(let id): "The reservation \(id) has been released."
        case .differs(let id): "The reservation \(id) was made for other things."
        }
    }
}
