/// What a retailer changes about one product by hand; what is nil stays as it is.
public struct ProductChange: Hashable, Sendable {
    /// How many there are.
    public enum StockChange: Hashable, Sendable {
        /// So many lie in the shop, those reserved for orders included.
        case counted(Int)
        /// Nobody counts: made to order.
        case notTracked
    }

    public var price: Cents?
    public var stock: StockChange?
    public var active: Bool?
    public var choices: ProductChoices?

    public init(price: Cents? = nil, stock: StockChange? = nil, active: Bool? = nil, choices: ProductChoices? = nil) {
        self.price = price
        self.stock = stock
        self.active = active
        self.choices = choices
    }
}
