public import Catalog

/// Why a checkout was refused. Nothing of it remains: no order, no reservation, and the cart is as it was.
public enum CheckoutProblem: Error, Hashable, Sendable {
    /// There is no such cart, or it has expired.
    case noSuchCart
    case emptyCart
    /// The cart has become an order already, with another key.
    case cartClosed(ClosedCart)
    /// The request has fields that cannot be used.
    case invalid([InvalidField])
    /// Lines that cannot be ordered as they are; all of them, not only the first.
    case lines([ProductID: CartLineProblem])
    /// Shops whose minimum order is not reached; all of them.
    case belowMinimum([MinimumOrderShortfall])
    /// Restaurants that are closed now; all of them.
    case closed([RestaurantClosure])
    /// The key was used for another request of this cart.
    case keyReused
    /// The key is empty or longer than 255 characters.
    case invalidKey

    /// A field of the request and what is wrong with it, in German for people.
    public struct InvalidField: Hashable, Sendable {
        /// The path in the request, e.g. `recipient.email`.
        public let field: String
        public let detail: String

        public init(field: String, detail: String) {
            self.field = field
            self.detail = detail
        }
    }
}
