public import Catalog
public import Foundation

/// What a shopper has picked so far, at today's prices.
public struct Cart: Sendable {
    public let id: CartID
    /// In the order they were added.
    public let lines: [CartLine]
    /// The shops whose minimum order it does not reach; it cannot be ordered while there are some.
    public let shortfalls: [MinimumOrderShortfall]
    /// It is kept until then: 14 days after its last change.
    public let expiresAt: Date
    /// The order it has become; from then on it does not change.
    public let closedBy: ClosedCart?

    /// Whether nothing in it stands against ordering it.
    public var canBeOrdered: Bool { !lines.isEmpty && shortfalls.isEmpty && lines.allSatisfy { $0.problem == nil } }

    /// The sums of the lines that are still offered, at the current prices, without delivery.
    public var totals: Totals {
        let offered = lines.filter { $0.problem != .gone }
        let byShop = Dictionary(grouping: offered, by: \.product.shop.id)
        return .sum(of: byShop.values.map { Totals(lines: $0.map(\.priced)) })
    }
}

/// The order that closed a cart.
public struct ClosedCart: Hashable, Sendable {
    public let order: OrderNumber
    public let trackingCode: TrackingCode
}

/// So many of a product in a cart.
public struct CartLine: Sendable {
    /// As it is offered now.
    public let product: Product
    /// 1…99.
    public let quantity: Int
    /// The price when the shopper put it into the cart or last changed the quantity.
    public let seenPrice: Cents

    /// At the current price, with the deposit.
    public var total: Cents { priced.total }

    /// Why it cannot be ordered as it is, if so.
    public var problem: CartLineProblem? {
        if !product.isOffered { return .gone }
        if let stock = product.stock, stock < quantity { return .outOfStock(available: max(0, stock)) }
        if product.priceCents != seenPrice { return .priceChanged(from: seenPrice, to: product.priceCents) }
        return nil
    }

    var priced: PricedLine {
        PricedLine(quantity: quantity, unitPrice: product.priceCents, deposit: product.facts.deposit, rate: product.vatPercent)
    }
}

/// Why a line of a cart cannot be ordered as it is.
public enum CartLineProblem: Hashable, Sendable {
    /// The shop does not offer it any more.
    case gone
    /// There are fewer than asked for.
    case outOfStock(available: Int)
    /// Setting the line's quantity again accepts the new price.
    case priceChanged(from: Cents, to: Cents)

    /// A word for programs.
    public var code: String {
        switch self {
        case .gone: "gone"
        case .outOfStock: "out-of-stock"
        case .priceChanged: "price-changed"
        }
    }

    /// A German sentence for people.
    public var sentence: String {
        switch self {
        case .gone: "Dieser Artikel wird nicht mehr angeboten."
        case .outOfStock(available: 0): "Dieser Artikel ist ausverkauft."
        case .outOfStock(let available): "Davon sind nur noch \(available) vorrätig."
        case .priceChanged(let from, let to): "Der Preis hat sich von \(from) auf \(to) geändert."
        }
    }
}
