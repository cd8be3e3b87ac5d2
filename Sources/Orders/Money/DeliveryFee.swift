public import Catalog

/// What delivery costs the shopper, for an order as a whole, whatever the number of shops.
public struct DeliveryFee: Hashable, Sendable {
    /// The gross fee.
    public var base: Cents
    /// Goods worth this much or more are delivered free; `nil` when delivery is never free.
    public var freeFrom: Cents?
    /// The rate of the VAT in the fee. The city's marketplace delivers, not the shops, so it is the standard rate whatever is in the bag.
    public var rate: VATRate

    /// - Precondition: the fee is not negative.
    public init(base: Cents = Cents(390), freeFrom: Cents? = Cents(6000), rate: VATRate = .standard) {
        precondition(base >= .zero, "a fee is not negative")
        self.base = base
        self.freeFrom = freeFrom
        self.rate = rate
    }

    /// The gross fee for goods of this gross sum.
    public func fee(forGoods goods: Cents) -> Cents {
        if let freeFrom, goods >= freeFrom { .zero } else { base }
    }

    /// The gross fee with its VAT.
    func share(forGoods goods: Cents) -> VATShare {
        VATShare(rate: rate, containedIn: fee(forGoods: goods))
    }
}
