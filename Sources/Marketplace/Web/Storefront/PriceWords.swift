import Catalog

/// What stands beside a price on German pages.
enum PriceWords {
    /// "9,50 €", or "ab 9,50 €" where what must be chosen may cost more.
    static func price(_ product: Product) -> String { (product.hasPricesAbove ? "ab " : "") + product.leastPrice.description }

    /// The unit price (PAngV § 4), the deposit (PAngV § 7) and, for a lowered price, the lowest of the last 30 days (PAngV § 11).
    static func besides(_ product: Product) -> [String] {
        var words: [String] = []
        if let unit = product.unitPrice { words.append("\(unit.cents)/\(unit.per)") }
        if product.facts.deposit > .zero { words.append("zzgl. \(product.facts.deposit) Pfand") }
        if product.facts.strikePrice != nil, let lowest = product.facts.lowestPrice {
            words.append("niedrigster Preis der letzten 30 Tage: \(lowest)")
        }
        if let age = product.facts.minimumAge { words.append("ab \(age.rawValue) Jahren") }
        return words
    }
}
