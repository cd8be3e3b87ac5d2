public import Catalog

/// A shop whose minimum order a cart does not reach.
public struct MinimumOrderShortfall: Hashable, Sendable {
    public let shop: Product.ShopSummary
    public let minimum: Cents
    /// What the cart's goods of this shop cost, deposits left out.
    public let goods: Cents

    /// What is still to come.
    public var missing: Cents { minimum - goods }

    /// A German sentence for people.
    public var sentence: String { "\(shop.name) nimmt Bestellungen ab \(minimum) an; es fehlen noch \(missing)." }

    /// Those of the lines' shops that fall short, in the order of the lines. What is not offered any more does not count.
    static func all(in lines: [CartLine], shops known: [ShopID: Shop]) -> [MinimumOrderShortfall] {
        var goods: [ShopID: Cents] = [:]
        var shops: [Product.ShopSummary] = []
        for line in lines where line.problem != .gone {
            let shop = line.product.shop
            if goods[shop.id] == nil { shops.append(shop) }
            goods[shop.id, default: .zero] = goods[shop.id, default: .zero] + line.unitPrice * line.quantity
        }
        return shops.compactMap { shop in
            guard let minimum = known[shop.id]?.settings.minimumOrder, let sum = goods[shop.id], sum < minimum else { return nil }
            return MinimumOrderShortfall(shop: shop, minimum: minimum, goods: sum)
        }
    }
}
