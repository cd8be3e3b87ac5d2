/// How many of the products found each further filter would leave.
public struct SearchCounts: Hashable, Encodable, Sendable {
    public struct Category: Hashable, Encodable, Sendable {
        /// From the top.
        public let path: CategoryPath
        public let products: Int
    }

    public struct ShopCount: Hashable, Encodable, Sendable {
        public let key: String
        public let name: String
        public let products: Int
    }

    /// Prices from ``fromCents`` to ``toCents``, both included.
    public struct PriceBand: Hashable, Encodable, Sendable {
        public let fromCents: Cents
        /// Nil: no end.
        public let toCents: Cents?
        public let products: Int
    }

    /// So many products are counted at the most: a question that finds more is too wide for its counts to help.
    public static let most = 10_000
    /// Where one price band ends and the next begins.
    static let bounds = [1_000, 2_500, 5_000, 10_000]

    /// Products found.
    public internal(set) var total = 0
    /// Whether there are more than ``most``, so that the counts are those of a part.
    public internal(set) var isCapped = false
    public internal(set) var inStock = 0
    public internal(set) var openNow = 0
    public internal(set) var deliverableToday = 0
    /// The categories one step below the one asked for, the fullest first; thirty at the most.
    public internal(set) var categories: [Category] = []
    /// The fullest first; thirty at the most.
    public internal(set) var shops: [ShopCount] = []
    /// Those that have products, from the cheapest.
    public internal(set) var prices: [PriceBand] = []
}
