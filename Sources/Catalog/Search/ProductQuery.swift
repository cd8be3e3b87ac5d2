/// What a shopper wants to see.
public struct ProductQuery: Hashable, Sendable {
    public enum Sort: String, CaseIterable, Codable, Sendable {
        /// What fits the words best first; without words, what is new first.
        case relevance
        case price
        case priceDescending = "-price"
        case title
    }

    public static let limits = 1...100

    /// Words to search for; empty to browse.
    public var text: String
    /// Only this category and those below it.
    public var category: CategoryPath?
    public var shopID: ShopID?
    /// Only what can be ordered now.
    public var inStock: Bool
    /// Only what costs as much or more.
    public var minimumPrice: Cents?
    /// Only what costs as much or less.
    public var maximumPrice: Cents?
    /// Only products of these shops, those that are open now; nil for all.
    public var openShops: [ShopID]?
    /// Only what these shops can still have ready for today; nil for all. What is not in stock is not.
    public var reach: [ShopReach]?
    public var sort: Sort
    /// Clamped to ``limits``.
    public var limit: Int
    /// ``Page/next`` of the page before, with everything else unchanged.
    public var cursor: String?

    public init(
        text: String = "", category: CategoryPath? = nil, shopID: ShopID? = nil, inStock: Bool = false, sort: Sort = .relevance,
        limit: Int = 24, cursor: String? = nil
    ) {
        self.text = text
        self.category = category
        self.shopID = shopID
        self.inStock = inStock
        self.sort = sort
        self.limit = limit
        self.cursor = cursor
    }
}
