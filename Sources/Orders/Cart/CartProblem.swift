public import Catalog

/// Why a cart could not be changed.
public enum CartProblem: Error, Hashable, Sendable {
    /// There is no such cart, or it has expired.
    case noSuchCart
    /// The cart has become an order.
    case closed(ClosedCart)
    /// There is no such product, or it is not offered.
    case noSuchProduct(ProductID)
    /// What was chosen does not go with the product.
    case selection(SelectionProblem)
    /// The quantity is not within 1…99.
    case invalidQuantity
    /// It would have more than ``Cart/maximumLines`` different products.
    case tooManyLines
}

extension Cart {
    public static let quantities = 1...99
    /// How many different products a cart may have.
    public static let maximumLines = 200
}
