/// Why a shop order could not be moved on.
public enum ShopOrderProblem: Error, Hashable, Sendable {
    /// There is no such shop order, or it is another retailer's.
    case notFound
    /// Its state does not allow it.
    case illegalTransition(from: ShopOrderState, to: ShopOrderState)
    /// A rejection needs a reason of 1 to 500 characters.
    case invalidReason
    /// It is fetched with another code.
    case wrongCode
    /// The number of parcels is not within 1…99.
    case invalidParcels
    /// The cursor is not from this list.
    case invalidCursor
}

/// Why an order could not be cancelled.
public enum CancellationProblem: Error, Hashable, Sendable {
    case notFound
    /// At least one shop has answered already; the state of each.
    case tooLate([ShopOrderID: ShopOrderState])
}
