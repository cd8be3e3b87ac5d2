public import Database
public import Foundation

/// A movement of stock that a till or a person reports.
public struct StockPosting: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Codable, Sendable, DatabaseCodable {
        /// Sold in the shop: so many fewer.
        case sale
        /// Brought back in the shop, or delivered by a supplier: so many more.
        case delivery
        /// Broken, spoilt, stolen: so many fewer.
        case loss
        /// So many there are: the number itself.
        case count
    }

    /// The sender's own number of the movement, 1 to 100 characters, never used twice by one retailer.
    public var key: String
    /// The shop's key; needed by retailers with several.
    public var shop: String?
    public var sku: String
    public var kind: Kind
    public var quantity: Int

    public static let quantities = 0...1_000_000_000
    /// How many can be posted at once.
    public static let most = 1000

    public init(key: String, shop: String? = nil, sku: String, kind: Kind, quantity: Int) {
        self.key = key
        self.shop = shop
        self.sku = sku
        self.kind = kind
        self.quantity = quantity
    }
}

/// What became of a posting.
public struct PostedStock: Hashable, Sendable, Encodable {
    public enum State: String, Codable, Sendable {
        case applied
        /// It had been posted before; nothing was done again.
        case repeated
        case refused
    }

    public enum Fault: String, Codable, Sendable {
        case unknownProduct = "unknown-product"
        case unknownShop = "unknown-shop"
        /// The product's stock is not counted: post a count first.
        case notCounted = "not-counted"
        case quantityOutOfRange = "quantity-out-of-range"
        case keyOutOfRange = "key-out-of-range"
        /// The key was used for something else.
        case keyReused = "key-reused"
    }

    public let key: String
    public let state: State
    public let fault: Fault?
    /// How many can be ordered now; nil when refused.
    public let stock: Int?
    /// Pieces that shoppers have ordered and that are no longer there: somebody must be told.
    public let lacking: Int
}

/// A movement in the ledger.
public struct StockMovement: Hashable, Sendable, Encodable {
    public let id: Int
    public let at: Date
    public let reason: String
    /// Nil: from or to "nobody counts".
    public let onHandChange: Int?
    public let reservedChange: Int
    public let onHand: Int?
    public let reserved: Int
    public let accountID: UUID?
    public let reference: String?
}
