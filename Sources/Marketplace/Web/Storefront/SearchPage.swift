import Catalog

/// What a search or a category has.
struct SearchPage: Sendable {
    struct Filter: Sendable {
        let label: String
        let href: String
        let isCurrent: Bool
    }

    /// What the visitor asks for, as the address says it.
    struct Question: Sendable {
        var words = ""
        var category: CategoryPath?
        var shop: Shop?
        var cursor: String?

        /// The address of this question's first page.
        var address: String {
            QueryString([
                "q": words, "category": category?.description ?? "", "shop": shop?.key ?? "",
            ]).appended(to: "/suche")
        }
    }

    let heading: String
    let filters: [Filter]
    let products: [ProductCard]
    let nextPage: String?
    let isFirstPage: Bool
    let firstPage: String

    init(_ question: Question, products page: Page<Product>) {
        heading = Self.heading(for: question)
        filters = Self.filters(for: question, among: page.items)
        products = page.items.map(ProductCard.init)
        nextPage = page.next.map {
            question.address + (question.address.contains("?") ? "&" : "?") + QueryString(["cursor": $0]).text
        }
        isFirstPage = question.cursor == nil
        firstPage = question.address
    }

    private static func heading(for question: Question) -> String {
        var heading = question.words.isEmpty ? "Alles im Schaufenster" : "„\(question.words)“"
        if let category = question.category?.names.last {
            heading = question.words.isEmpty ? category : heading + " in \(category)"
        }
        if let shop = question.shop { heading += " bei \(shop.name)" }
        return heading
    }

    /// The ways to narrow the question down, by what was found, and the way back up.
    private static func filters(for question: Question, among products: [Product]) -> [Filter] {
        var filters: [Filter] = []
        let depth = question.category?.names.count ?? 0
        if let category = question.category {
            var all = question
            all.cursor = nil
            all.category = nil
            filters.append(Filter(label: "alle Kategorien", href: all.address, isCurrent: false))
            for end in category.names.indices {
                all.category = CategoryPath(names: Array(category.names[...end]))
                filters.append(
                    Filter(label: category.names[end], href: all.address, isCurrent: end == category.names.indices.last))
            }
        }
        var seen: Set<String> = []
        for names in products.map(\.category.names) where names.count > depth && filters.count < 14 {
            guard seen.insert(names[depth]).inserted, let path = CategoryPath(names: Array(names[...depth])) else { continue }
            var narrower = question
            narrower.cursor = nil
            narrower.category = path
            filters.append(Filter(label: names[depth], href: narrower.address, isCurrent: false))
        }
        return filters
    }
}
