public import Catalog

/// So many pieces at a gross price, with their deposit.
public struct PricedLine: Hashable, Sendable {
    public let quantity: Int
    public let unitPrice: Cents
    /// Of one piece, beside the price. It is part of the same supply, so its VAT has the goods' rate (UStAE 10.1 (8)).
    public let deposit: Cents
    public let rate: VATRate

    public init(quantity: Int, unitPrice: Cents, deposit: Cents = .zero, rate: VATRate) {
        self.quantity = quantity
        self.unitPrice = unitPrice
        self.deposit = deposit
        self.rate = rate
    }

    public var total: Cents { (unitPrice + deposit) * quantity }
}

/// What goods cost and how much VAT is in it.
public struct Totals: Hashable, Sendable {
    /// The gross sum, deposits included.
    public let goods: Cents
    /// One share for each rate that occurs, ascending by rate; their gross sums add up to `goods`.
    public let vat: [VATShare]

    /// The totals of one seller's lines: the VAT is rounded once for each rate.
    public init(lines: [PricedLine]) {
        goods = lines.map(\.total).total()
        vat = VATRate.allCases.compactMap { rate in
            let ofRate = lines.filter { $0.rate == rate }
            return ofRate.isEmpty ? nil : VATShare(rate: rate, containedIn: ofRate.map(\.total).total())
        }
    }

    init(goods: Cents, vat: [VATShare]) {
        self.goods = goods
        self.vat = vat
    }

    /// The totals of several sellers together.
    static func sum(of totals: some Sequence<Totals>) -> Totals {
        Totals(goods: totals.map(\.goods).total(), vat: VATShare.sum(of: totals.flatMap(\.vat)))
    }
}
