import Catalog
import Orders

/// What the goods of a cart cost with their delivery, as the order will have it.
struct CartSums: Sendable {
    let goods: Cents
    let delivery: Cents
    let total: Cents
    /// The VAT in the total, that of the delivery included.
    let vat: [VATShare]
    /// How much is missing until delivery costs nothing; `nil` when it does or never will.
    let missingForFreeDelivery: Cents?

    /// - Parameter isDelivered: whether a bike brings something; what is fetched costs no fee, and counts towards free delivery.
    init(_ totals: Totals, fee: DeliveryFee, isDelivered: Bool = true) {
        let goods = totals.goods
        self.goods = goods
        delivery = isDelivered ? fee.fee(forGoods: goods) : .zero
        total = goods + delivery
        let ofDelivery = VATShare(rate: fee.rate, containedIn: delivery)
        vat = totals.vat + [ofDelivery]
        missingForFreeDelivery = fee.freeFrom.flatMap { goods < $0 ? $0 - goods : nil }
    }
}
