public import Catalog
public import Foundation

/// What a shopper has picked so far, at today's prices.
public struct Cart: Sendable {
    public let id: CartID
    /// In the order they were added.
    public let lines: [CartLine]
    /// The shops whose minimum order it does not reach; it cannot be ordered while there are some.
    public let shortfalls: [MinimumOrderShortfall]
    /// The restaurants in it that are closed now; it cannot be ordered while there are some.
    public let closures: [RestaurantClosure]
    /// It is kept until then: 14 days after its last change.
    public let expiresAt: Date
    /// The order it has become; from then on it does not change.
    public let closedBy: ClosedCart?

    /// Whether nothing in it stands against ordering it.
    public var canBeOrdered: Bool {
        !lines.isEmpty && shortfalls.isEmpty && closures.isEmpty && lines.allSatisfy { $0.problem == nil }
    }

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

/// So many of a product in a cart, chosen alike.
public struct CartLine: Sendable {
    /// As it is offered now.
    public let product: Product
    public let selection: Selection
    /// 1…99.
    public let quantity: Int
    /// The price of one piece, with what was chosen, when the shopper put it into the cart or last changed the quantity.
    public let seenPrice: Cents
    /// How many of the product the cart's other lines have.
    public let elsewhere: Int
    /// What it comes to with what was chosen; nil when the product does not offer that any more.
    public let chosen: ChosenProduct?

    init(product: Product, selection: Selection, quantity: Int, seenPrice: Cents, elsewhere: Int = 0) {
        self.product = product
        self.selection = selection
        self.quantity = quantity
        self.seenPrice = seenPrice
        self.elsewhere = elsewhere
        chosen = try? product.choosing(selection)
    }

    /// Of one piece, with what was chosen, at today's prices.
    public var unitPrice: Cents { chosen?.unitPrice ?? product.priceCents }
    /// Of one piece, beside the price.
    public var deposit: Cents { chosen?.deposit ?? product.facts.deposit }

    /// At the current price, with the deposit.
    public var total: Cents { priced.total }

    /// Why it cannot be ordered as it is, if so.
    public var problem: CartLineProblem? {
        if !product.isOffered { return .gone }
        guard let chosen else { return .choicesChanged }
        if let stock = product.stock, stock < quantity + elsewhere { return .outOfStock(available: max(0, stock - elsewhere)) }
        if chosen.unitPrice != seenPrice { return .priceChanged(from: seenPrice, to: chosen.unitPrice) }
        return nil
    }

    var priced: PricedLine {
        PricedLine(quantity: quantity, unitPrice: unitPrice, deposit: deposit, rate: product.vatPercent)
    }
}

/// Why a line of a cart cannot be ordered as it is.
public enum CartLineProblem: Hashable, Sendable {
    /// The shop does not offer it any more.
    case gone
    /// What was chosen with it is not offered any more.
    case choicesChanged
    /// There are fewer than asked for.
    case outOfStock(available: Int)
    /// Setting the line's quantity again accepts the new price.
    case priceChanged(from: Cents, to: Cents)

    /// A word for programs.
    public var code: String {
        switch self {
        case .gone: "gone"
        case .choicesChanged: "choices-changed"
        case .outOfStock: "out-of-stock"
        case .priceChanged: "price-changed"
        }
    }

    /// A German sentence for people.
    public var sentence: String {
        switch self {
        case .gone: "Dieser Artikel wird nicht mehr angeboten."
        case .choicesChanged:
            "Was Sie dazu gewählt haben, gibt es so nicht mehr. Bitte nehmen Sie den Artikel heraus und wählen Sie neu."
        case .outOfStock(available: 0): "Dieser Artikel ist ausverkauft."
        case .outOfStock(let available): "Davon sind nur noch \(available) vorrätig."
        case .priceChanged(let from, let to): "Der Preis hat sich von \(from) auf \(to) geändert."
        }
    }
}
