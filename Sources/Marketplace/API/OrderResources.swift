import Catalog
import Delivery
import Foundation
import Orders

/// A cart as the API shows it: with today's prices, and what stands against ordering it.
struct CartResource: Encodable, Sendable {
    struct Line: Encodable, Sendable {
        var product: Product
        var extras: [ChosenExtra]
        var reusable: Bool
        var quantity: Int
        var unitPriceCents: Cents
        var depositCents: Cents
        var lineTotalCents: Cents
        var problem: String?
    }

    /// A shop whose minimum order the cart does not reach.
    struct Shortfall: Encodable, Sendable {
        var shop: Product.ShopSummary
        var minimumOrderCents: Cents
        var missingCents: Cents
        var problem: String
    }

    /// A restaurant that is closed now.
    struct Closure: Encodable, Sendable {
        var shop: Product.ShopSummary
        var opensAt: Date?
        var problem: String
    }

    var id: CartID
    var lines: [Line]
    var shortfalls: [Shortfall]
    var closures: [Closure]
    var goodsCents: Cents
    var deliveryFeeCents: Cents
    var totalCents: Cents
    var vat: [VATShare]

    init(_ cart: Cart, fee: DeliveryFee, at now: Date = Date()) {
        id = cart.id
        lines = cart.lines.map {
            Line(
                product: $0.product, extras: $0.chosen?.extras ?? [], reusable: $0.selection.isReusable, quantity: $0.quantity,
                unitPriceCents: $0.unitPrice, depositCents: $0.deposit, lineTotalCents: $0.total, problem: $0.problem?.sentence)
        }
        closures = cart.closures.map { Closure(shop: $0.shop, opensAt: $0.opensAt, problem: $0.sentence(at: now)) }
        shortfalls = cart.shortfalls.map {
            Shortfall(shop: $0.shop, minimumOrderCents: $0.minimum, missingCents: $0.missing, problem: $0.sentence)
        }
        let totals = cart.totals
        goodsCents = totals.goods
        deliveryFeeCents = cart.lines.isEmpty ? .zero : fee.fee(forGoods: totals.goods)
        totalCents = goodsCents + deliveryFeeCents
        vat = totals.vat
    }
}

/// An order as whoever has its tracking code sees it: no name, no address, but when it comes.
struct OrderResource: Encodable, Sendable {
    var order: Order
    /// When the bike is expected, as far as a plan says so.
    var arrival: ArrivalSpan?
    /// What the shopper tells at the door; `nil` when nothing is brought.
    var handOverCode: HandOverCode?

    private enum Key: CodingKey { case eta, handOverCode }

    func encode(to encoder: any Encoder) throws {
        try order.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(arrival, forKey: .eta)
        try container.encodeIfPresent(handOverCode, forKey: .handOverCode)
    }
}
