public import Catalog
public import Database
public import Foundation

/// What a shopper ordered in one go, from one shop or several, with one delivery window and one payment.
public struct Order: Sendable {
    public let id: OrderID
    public let number: OrderNumber
    public let trackingCode: TrackingCode
    public let placedAt: Date
    /// When the bike comes; when nothing is delivered, when all of it can be fetched.
    public let window: PromisedWindow
    /// What whoever fetches a part of it tells the shop; nil when all of it is delivered.
    public let pickUpCode: PickUpCode?
    public let payment: PaymentMethod
    /// The gross fee for the delivery with its VAT.
    public let deliveryFee: VATShare
    /// One for each shop, in the order in which the shops came into the cart.
    public let shopOrders: [ShopOrder]

    public var state: OrderState { OrderState(of: shopOrders.map(\.state)) }

    /// The gross sum of all that was ordered.
    public var goods: Cents { shopOrders.map(\.totals.goods).total() }

    /// Goods and delivery, as ordered.
    public var total: Cents { goods + deliveryFee.gross }

    /// The VAT in ``total`` by rate.
    public var vat: [VATShare] {
        let shares = shopOrders.flatMap(\.totals.vat)
        return VATShare.sum(of: deliveryFee.gross > .zero ? shares + [deliveryFee] : shares)
    }

    /// Whether a bike brings something of it.
    public var isDelivered: Bool { shopOrders.contains { $0.fulfilment == .delivery } }

    /// What is to be paid as things stand: without what was rejected, cancelled or returned. The fee stays what was agreed as long as anything
    /// is delivered.
    public var payable: Cents {
        let standing = shopOrders.filter { !$0.state.isVoid }
        let fee = standing.contains { $0.fulfilment == .delivery } ? deliveryFee.gross : .zero
        return standing.map(\.totals.goods).total() + fee
    }
}

/// When an order was promised to come.
public struct PromisedWindow: Hashable, Codable, Sendable {
    /// The service day, in the city's time zone.
    public let day: CalendarDay
    public let start: Date
    public let end: Date
}

/// The API's form of an order. The expected arrival is Delivery's and not in it.
extension Order: Encodable {
    private enum CodingKeys: String, CodingKey {
        case id, number, trackingCode, state, placedAt, window, payment, goodsCents, deliveryFeeCents, totalCents, payableCents,
            vat, shopOrders, pickUpCode
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(number, forKey: .number)
        try container.encode(trackingCode, forKey: .trackingCode)
        try container.encode(state, forKey: .state)
        try container.encode(placedAt, forKey: .placedAt)
        try container.encode(window, forKey: .window)
        try container.encode(payment, forKey: .payment)
        try container.encode(goods, forKey: .goodsCents)
        try container.encode(deliveryFee.gross, forKey: .deliveryFeeCents)
        try container.encode(total, forKey: .totalCents)
        try container.encode(payable, forKey: .payableCents)
        try container.encode(vat, forKey: .vat)
        try container.encode(shopOrders, forKey: .shopOrders)
        try container.encodeIfPresent(pickUpCode, forKey: .pickUpCode)
    }
}
