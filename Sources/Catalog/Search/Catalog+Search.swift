public import Accounts
import Database

extension Catalog {
    /// A page of what is offered.
    ///
    /// With words: the products that have every word, in title, brand, category or description, as a whole word, its beginning or, in the
    /// name, its inside; umlauts may be written in any way. When there is none, those whose names look similar (typos, compounds).
    /// - Throws: ``CatalogError/invalidCursor``.
    public func products(_ query: ProductQuery) async throws -> Page<Product> {
        try await page(of: query, in: .offered)
    }

    /// A page of a retailer's own products, those off sale as well, by title.
    /// - Throws: ``CatalogError/invalidCursor``.
    public func products(
        of retailer: RetailerID, text: String = "", limit: Int = 50, cursor: String? = nil
    ) async throws -> Page<Product> {
        try await page(of: ProductQuery(text: text, sort: .title, limit: limit, cursor: cursor), in: .retailer(retailer))
    }

    private func page(of query: ProductQuery, in scope: ProductListing.Scope) async throws -> Page<Product> {
        let words = SearchWords(query.text)
        if !words.isEmpty || query.text.allSatisfy(\.isWhitespace) {
            let cursor = try query.cursor.map { text throws(CatalogError) in try PageCursor(text, sort: query.sort) }
            let mode = cursor?.mode ?? (words.isEmpty ? .browse : .words)
            guard (mode == .browse) == words.isEmpty else { throw CatalogError.invalidCursor }
            let listing = ProductListing(scope: scope, query: query, words: words, mode: mode, cursor: cursor)
            let page = try await page(listing)
            guard page.items.isEmpty, mode == .words, cursor == nil else { return page }
            return try await self.page(ProductListing(scope: scope, query: query, words: words, mode: .similar, cursor: nil))
        }
        // Signs alone: nothing is called so.
        return Page(items: [], next: nil)
    }

    private func page(_ listing: ProductListing) async throws -> Page<Product> {
        let rows = try await database.query(name(of: listing.mode), try listing.statement())
        let isLast = rows.count < listing.limit
        let shown = isLast ? rows[...] : rows.dropLast()
        let products = try shown.map(Product.init)
        guard !isLast, let last = shown.last, let lastProduct = products.last else { return Page(items: products, next: nil) }
        let cursor = PageCursor(
            mode: listing.mode, sort: listing.query.sort, key: try last.decode("sort_key", as: String.self), id: lastProduct.id)
        return Page(items: products, next: cursor.text)
    }

    private func name(of mode: PageCursor.Mode) -> StaticString {
        switch mode {
        case .browse: "catalog.browse"
        case .words: "catalog.search"
        case .similar: "catalog.searchSimilar"
        }
    }

    /// The top of the category tree with the number of products offered in each, the most frequent first.
    public func topCategories() async throws -> [(name: String, products: Int)] {
        let rows = try await database.query(
            "catalog.topCategories",
            """
            SELECT split_part(category, ' > ', 1), count(*) FROM catalog.product WHERE \(Product.isOffered) AND category <> ''
            GROUP BY 1 ORDER BY 2 DESC, 1
            """)
        return try rows.decode(String.self, Int.self).map { (name: $0, products: $1) }
    }
}
