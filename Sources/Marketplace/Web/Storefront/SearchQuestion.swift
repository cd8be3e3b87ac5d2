import Catalog

/// What the visitor of the search page asks for, as the page's address says it.
struct SearchQuestion: Sendable {
    /// Prices from the first to the second, in cents, both included.
    struct PriceSpan: Hashable, Sendable, LosslessStringConvertible {
        let from: Int
        /// Nil: no end.
        let to: Int?

        init(from: Int, to: Int?) {
            self.from = from
            self.to = to
        }

        /// Reads "1000-2499" and "10000-".
        init?(_ description: String) {
            let parts = description.split(separator: "-", omittingEmptySubsequences: false)
            guard parts.count == 2, let from = Int(parts[0]), from >= 0 else { return nil }
            if parts[1].isEmpty {
                self.init(from: from, to: nil)
            } else {
                guard let to = Int(parts[1]), to >= from else { return nil }
                self.init(from: from, to: to)
            }
        }

        var description: String { "\(from)-\(to.map(String.init) ?? "")" }
    }

    var words = ""
    var category: CategoryPath?
    var shop: Shop?
    var price: PriceSpan?
    var isInStock = false
    var isOpenNow = false
    var isDeliverableToday = false
    var sort = ProductQuery.Sort.relevance
    var cursor: String?

    /// The address of this question's first page.
    var address: String {
        QueryString([
            "q": words, "category": category?.description ?? "", "shop": shop?.key ?? "", "preis": price?.description ?? "",
            "vorraetig": isInStock ? "ja" : "", "offen": isOpenNow ? "ja" : "", "heute": isDeliverableToday ? "ja" : "",
            "sort": sort == .relevance ? "" : sort.rawValue,
        ]).appended(to: "/suche")
    }

    var query: ProductQuery {
        var query = ProductQuery(
            text: words, category: category, shopID: shop?.id, inStock: isInStock, sort: sort, cursor: cursor)
        query.minimumPrice = price.map { Cents($0.from) }
        query.maximumPrice = price?.to.map { Cents($0) }
        return query
    }

    var moment: ProductSearch.Moment {
        var moment: ProductSearch.Moment = []
        if isOpenNow { moment.insert(.openNow) }
        if isDeliverableToday { moment.insert(.deliverableToday) }
        return moment
    }

    /// The same question with something else about it, from its first page on.
    func with(_ change: (inout SearchQuestion) -> Void) -> SearchQuestion {
        var other = self
        other.cursor = nil
        change(&other)
        return other
    }
}
