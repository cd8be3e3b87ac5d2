public import Accounts
public import Database

/// A business that sells, in one shop or several.
public struct Retailer: Hashable, Codable, Sendable {
    /// What decides which rules hold: goods from a shelf, or dishes made to order.
    public enum Kind: String, CaseIterable, Codable, Sendable, DatabaseCodable {
        case retail, gastronomy
    }

    public let id: RetailerID
    /// The short name in files, such as "buch-am-markt".
    public let key: String
    public let name: String
    /// As it stands in the imprint.
    public let legalName: String
    public let vatID: String?
    public let email: String?
    public let kind: Kind
}

/// What ``Catalog/upsertRetailer(_:)`` writes.
public struct RetailerDraft: Hashable, Sendable {
    public var key: String
    public var name: String
    public var legalName: String
    public var vatID: String?
    public var email: String?
    public var kind: Retailer.Kind
    /// Nil: what the retailer has said stays.
    public var trader: TraderData?

    public init(
        key: String, name: String, legalName: String? = nil, vatID: String? = nil, email: String? = nil,
        kind: Retailer.Kind = .retail, trader: TraderData? = nil
    ) {
        self.key = key
        self.name = name
        self.legalName = legalName ?? name
        self.vatID = vatID
        self.email = email
        self.kind = kind
        self.trader = trader
    }
}
