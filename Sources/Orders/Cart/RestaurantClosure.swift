public import Catalog
public import Foundation

/// A restaurant that is closed now: it takes orders while it is open only. Shops that sell goods from a shelf take them at any time.
public struct RestaurantClosure: Hashable, Sendable {
    public let shop: Product.ShopSummary
    /// Nil when it does not open within eight days.
    public let opensAt: Date?

    /// A German sentence for people.
    public func sentence(at now: Date) -> String {
        guard let opensAt else { return "\(shop.name) hat geschlossen und nimmt zurzeit keine Bestellungen an." }
        return "\(shop.name) hat gerade geschlossen und nimmt wieder Bestellungen an: \(CityTime.words(for: opensAt, at: now))."
    }

    /// Those of the lines' restaurants that are closed, in the order of the lines. One that has not said its hours is taken to be open.
    static func all(in lines: [CartLine], shops: [ShopID: Shop], at now: Date) -> [RestaurantClosure] {
        var seen: Set<ShopID> = []
        return lines.compactMap { line in
            let summary = line.product.shop
            guard seen.insert(summary.id).inserted, let shop = shops[summary.id], shop.retailer.kind == .gastronomy,
                let hours = shop.openingHours, !hours.isOpen(at: now)
            else { return nil }
            return RestaurantClosure(shop: summary, opensAt: hours.nextOpening(from: now))
        }
    }
}
