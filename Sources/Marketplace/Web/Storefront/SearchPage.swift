import Catalog

/// What a search or a category has.
struct SearchPage: Sendable {
    /// A link that narrows the question down, takes a filter away, or leads back up.
    struct Filter: Sendable {
        let label: String
        let href: String
        let isCurrent: Bool
        /// How many products it leads to; nil where that is not said.
        let hits: Int?
    }

    struct Group: Sendable {
        let title: String
        let filters: [Filter]
    }

    let heading: String
    /// "127 Artikel".
    let found: String
    /// The words that were searched for instead, when nothing has those asked for.
    let understoodAs: String?
    let categories: [Filter]
    let groups: [Group]
    let sorts: [Filter]
    /// Other questions, where this one finds little.
    let suggestions: [Filter]
    let hasSuggestions: Bool
    let products: [ProductCard]
    let nextPage: String?
    let isFirstPage: Bool
    let firstPage: String

    init(_ question: SearchQuestion, found result: SearchResult, counts: SearchCounts, suggestions: [Suggestion]) {
        heading = Self.heading(for: question)
        found =
            counts.isCapped
            ? "mehr als \(GermanFormat.count(SearchCounts.most)) Artikel"
            : counts.total == 1 ? "1 Artikel" : "\(GermanFormat.count(counts.total)) Artikel"
        understoodAs = result.understoodAs?.joined(separator: " ")
        categories = Self.categories(question, counts)
        groups = [
            Group(title: "Zeigen", filters: Self.switches(question, counts)),
            Group(title: "Preis", filters: Self.prices(question, counts)),
            Group(title: "Laden", filters: Self.shops(question, counts)),
        ].filter { !$0.filters.isEmpty }
        sorts = [
            (ProductQuery.Sort.relevance, question.words.isEmpty ? "Neues zuerst" : "Passendes zuerst"),
            (.price, "Preis aufsteigend"), (.priceDescending, "Preis absteigend"), (.title, "Name"),
        ].map { sort, label in
            Filter(label: label, href: question.with { $0.sort = sort }.address, isCurrent: question.sort == sort, hits: nil)
        }
        self.suggestions = suggestions.map { Filter($0) }
        hasSuggestions = !suggestions.isEmpty
        products = result.page.items.map(ProductCard.init)
        nextPage = result.page.next.map {
            question.address + (question.address.contains("?") ? "&" : "?") + QueryString(["cursor": $0]).text
        }
        isFirstPage = question.cursor == nil
        firstPage = question.address
    }

    private static func heading(for question: SearchQuestion) -> String {
        var heading = question.words.isEmpty ? "Alles im Schaufenster" : "„\(question.words)“"
        if let category = question.category?.names.last {
            heading = question.words.isEmpty ? category : heading + " in \(category)"
        }
        if let shop = question.shop { heading += " bei \(shop.name)" }
        return heading
    }

    /// The way back up, and the categories below.
    private static func categories(_ question: SearchQuestion, _ counts: SearchCounts) -> [Filter] {
        var filters: [Filter] = []
        if let category = question.category {
            filters.append(
                Filter(
                    label: "alle Kategorien", href: question.with { $0.category = nil }.address, isCurrent: false, hits: nil))
            for end in category.names.indices {
                let path = CategoryPath(names: Array(category.names[...end]))
                filters.append(
                    Filter(
                        label: category.names[end], href: question.with { $0.category = path }.address,
                        isCurrent: end == category.names.indices.last, hits: nil))
            }
        }
        return filters
            + counts.categories.prefix(14).map { category in
                Filter(
                    label: category.path.names.last ?? "", href: question.with { $0.category = category.path }.address,
                    isCurrent: false, hits: category.products)
            }
    }

    private static func switches(_ question: SearchQuestion, _ counts: SearchCounts) -> [Filter] {
        [
            Filter(
                label: "vorrätig", href: question.with { $0.isInStock.toggle() }.address, isCurrent: question.isInStock,
                hits: counts.inStock),
            Filter(
                label: "Laden hat jetzt geöffnet", href: question.with { $0.isOpenNow.toggle() }.address,
                isCurrent: question.isOpenNow, hits: counts.openNow),
            Filter(
                label: "heute noch geliefert", href: question.with { $0.isDeliverableToday.toggle() }.address,
                isCurrent: question.isDeliverableToday, hits: counts.deliverableToday),
        ]
    }

    private static func prices(_ question: SearchQuestion, _ counts: SearchCounts) -> [Filter] {
        if let price = question.price {
            let label = words(from: Cents(price.from), to: price.to.map { Cents($0) })
            return [
                Filter(label: label, href: question.with { $0.price = nil }.address, isCurrent: true, hits: nil)
            ]
        }
        return counts.prices.map { band in
            let span = SearchQuestion.PriceSpan(from: band.fromCents.rawValue, to: band.toCents?.rawValue)
            return Filter(
                label: words(from: band.fromCents, to: band.toCents), href: question.with { $0.price = span }.address,
                isCurrent: false, hits: band.products)
        }
    }

    private static func words(from: Cents, to: Cents?) -> String {
        switch (from, to) {
        case (let from, nil): "ab \(from)"
        case (.zero, let to?): "bis \(to)"
        case (let from, let to?): "\(from) bis \(to)"
        }
    }

    private static func shops(_ question: SearchQuestion, _ counts: SearchCounts) -> [Filter] {
        if let shop = question.shop {
            return [
                Filter(label: shop.name, href: question.with { $0.shop = nil }.address, isCurrent: true, hits: nil)
            ]
        }
        return counts.shops.map { shop in
            // The address wants the key alone; the whole shop is read when it is asked for.
            let address = question.address
            let href = address + (address.contains("?") ? "&" : "?") + QueryString(["shop": shop.key]).text
            return Filter(label: shop.name, href: href, isCurrent: false, hits: shop.products)
        }
    }
}

extension SearchPage.Filter {
    fileprivate init(_ suggestion: Suggestion) {
        switch suggestion.kind {
        case .word, .brand: self.init(suggestion.text, QueryString(["q": suggestion.text]).appended(to: "/suche"), suggestion)
        case .category:
            self.init(suggestion.target, QueryString(["category": suggestion.target]).appended(to: "/suche"), suggestion)
        case .shop: self.init(suggestion.text, "/laden/\(suggestion.target)", suggestion)
        }
    }

    private init(_ label: String, _ href: String, _ suggestion: Suggestion) {
        self.init(label: label, href: href, isCurrent: false, hits: suggestion.products)
    }
}
