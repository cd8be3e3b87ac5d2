public import Accounts
public import Catalog
public import Foundation

/// The part of an order that one shop packs.
public struct ShopOrder: Sendable {
    /// The shop as the order knew it.
    public struct ShopSummary: Hashable, Codable, Sendable {
        public let id: ShopID
        public let name: String
    }

    public let id: ShopOrderID
    public let orderID: OrderID
    public let orderNumber: OrderNumber
    public let retailerID: RetailerID
    public let shop: ShopSummary
    public let state: ShopOrderState
    public let stateSince: Date
    public let placedAt: Date
    /// When it is handed over: its delivery window, or when it can be fetched.
    public let window: PromisedWindow
    public let fulfilment: Fulfilment
    public let lines: [OrderLine]
    public let totals: Totals
    /// How many parcels it was packed into and when, known from ``ShopOrderState/ready`` on.
    public let packed: Packed?
    /// Why the shop rejected it, if it did.
    public let rejectionReason: String?

    public struct Packed: Hashable, Sendable {
        public let parcels: Int
        public let at: Date
    }

    /// What its lines come to for shop and bike.
    public var goods: GoodsOfShop { GoodsOfShop(shopID: shop.id, lines: lines) }
    public var weight: Grams { goods.weight }
    public var volume: Millilitres { goods.volume }
    /// All that its lines ask of the bike.
    public var handling: Set<Handling> { goods.handling }
    /// How long the shop takes to have it ready: its slowest line.
    public var preparationMinutes: Int { goods.preparationMinutes }
}

/// So many of a product, as it was when it was ordered and as it was chosen.
public struct OrderLine: Hashable, Sendable {
    public let productID: ProductID
    public let sku: SKU
    public let title: String
    public let quantity: Int
    public let unitPrice: Cents
    /// Of one piece, beside the price.
    public let deposit: Cents
    public let rate: VATRate
    /// What was chosen with it; the prices are part of ``unitPrice``.
    public let extras: [ChosenExtra]
    /// In packaging that comes back.
    public let isReusable: Bool
    /// Of one piece.
    public let weight: Grams
    /// Of one piece.
    public let volume: Millilitres
    public let handling: Handling
    public let preparationMinutes: Int

    public var total: Cents { priced.total }

    var priced: PricedLine { PricedLine(quantity: quantity, unitPrice: unitPrice, deposit: deposit, rate: rate) }
}

extension OrderLine: Encodable {
    private enum CodingKeys: String, CodingKey {
        case productID, sku, title, quantity, unitPriceCents, depositCents, vatPercent, totalCents, extras, isReusable =
            "reusable"
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(productID, forKey: .productID)
        try container.encode(sku, forKey: .sku)
        try container.encode(title, forKey: .title)
        try container.encode(quantity, forKey: .quantity)
        try container.encode(unitPrice, forKey: .unitPriceCents)
        try container.encode(deposit, forKey: .depositCents)
        try container.encode(rate, forKey: .vatPercent)
        try container.encode(total, forKey: .totalCents)
        try container.encode(extras, forKey: .extras)
        try container.encode(isReusable, forKey: .isReusable)
    }
}

extension ShopOrder: Encodable {
    private enum CodingKeys: String, CodingKey {
        case id, orderNumber, shop, state, stateSince, placedAt, window, lines, totalCents, vat, parcels, readyAt, rejectionReason
        case preparationMinutes, fulfilment
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(orderNumber, forKey: .orderNumber)
        try container.encode(shop, forKey: .shop)
        try container.encode(state, forKey: .state)
        try container.encode(stateSince, forKey: .stateSince)
        try container.encode(placedAt, forKey: .placedAt)
        try container.encode(window, forKey: .window)
        try container.encode(lines, forKey: .lines)
        try container.encode(totals.goods, forKey: .totalCents)
        try container.encode(totals.vat, forKey: .vat)
        try container.encode(packed?.parcels, forKey: .parcels)
        try container.encode(packed?.at, forKey: .readyAt)
        try container.encode(rejectionReason, forKey: .rejectionReason)
        try container.encode(preparationMinutes, forKey: .preparationMinutes)
        try container.encode(fulfilment, forKey: .fulfilment)
    }
}
