public import Accounts
import Database

extension Catalog {
    /// A page of what is offered; see ``search(_:)``.
    /// - Throws: ``CatalogError/invalidCursor``.
    public func products(_ query: ProductQuery) async throws -> Page<Product> {
        try await search(query).page
    }

    /// A page of what is offered, and how the words were understood.
    ///
    /// With words: the products that have every word, in title, brand, category or description, as a whole word, its beginning or, in the
    /// name, its inside; umlauts may be written in any way. When there is none, typing errors are mended and compounds taken apart by the
    /// words that the shop window has; when still none has them all, those that have some come, the most first.
    /// - Throws: ``CatalogError/invalidCursor``.
    public func search(_ query: ProductQuery) async throws -> SearchResult {
        try await list(query, in: .offered)
    }

    /// A page of a retailer's own products, those off sale as well, by title.
    /// - Throws: ``CatalogError/invalidCursor``.
    public func products(
        of retailer: RetailerID, text: String = "", limit: Int = 50, cursor: String? = nil
    ) async throws -> Page<Product> {
        try await list(ProductQuery(text: text, sort: .title, limit: limit, cursor: cursor), in: .retailer(retailer)).page
    }

    private func list(_ query: ProductQuery, in scope: ProductSelection.Scope) async throws -> SearchResult {
        let words = SearchWords(query.text)
        // Signs alone: nothing is called so.
        guard !words.isEmpty || query.text.allSatisfy(\.isWhitespace) else {
            return SearchResult(page: Page(items: [], next: nil), understoodAs: nil)
        }
        func page(_ reading: SearchReading, cursor: PageCursor? = nil) async throws -> SearchResult {
            let selection = ProductSelection(scope: scope, query: query, words: words, reading: reading)
            return SearchResult(
                page: try await self.page(ProductListing(selection, query, cursor: cursor)), understoodAs: reading.understoodAs)
        }
        if let cursor = try query.cursor.map({ text throws(CatalogError) in
            try PageCursor(text, sort: query.sort, words: words)
        }) {
            return try await page(cursor.reading, cursor: cursor)
        }
        return try await firstFilled(words, isEmpty: \.page.items.isEmpty) { try await page($0) }
    }

    /// The first way to read the words that finds something; the last, when none does.
    func firstFilled<Found: Sendable>(
        _ words: SearchWords, isEmpty: (Found) -> Bool, find: (SearchReading) async throws -> Found
    ) async throws -> Found {
        let plain = try await find(words.isEmpty ? .browse : .words(words.words))
        guard isEmpty(plain), !words.isEmpty else { return plain }
        let terms = try await understand(words)
        let known = terms.filter { !$0.meanings.isEmpty }
        guard !known.isEmpty else { return plain }
        if known.count == terms.count, known != words.words.map({ SearchTerm($0) }) {
            let found = try await find(.meant(known))
            guard isEmpty(found) else { return found }
        }
        // One or two letters alone, or a digit, say nothing about what is meant.
        guard known.contains(where: { $0.meanings.contains { $0.count >= 3 } }) else { return plain }
        return known.count > 1 || known.count < terms.count ? try await find(.some(known)) : plain
    }

    /// What each word may mean, by the words that the shop window has.
    private func understand(_ words: SearchWords) async throws -> [SearchTerm] {
        try await database.query("catalog.understand", "SELECT meanings, beginning FROM catalog.understand(\(words.words))")
            .decode([String].self, String?.self).map { SearchTerm(meanings: $0, beginning: $1) }
    }

    private func page(_ listing: ProductListing) async throws -> Page<Product> {
        let reading = listing.selection.reading
        let rows = try await database.query(name(of: reading), try listing.statement())
        let isLast = rows.count < listing.limit
        let shown = isLast ? rows[...] : rows.dropLast()
        let products = try shown.map(Product.init)
        guard !isLast, let last = shown.last, let lastProduct = products.last else { return Page(items: products, next: nil) }
        let cursor = PageCursor(
            reading: reading, sort: listing.sort, key: try last.decode("sort_key", as: String.self), id: lastProduct.id)
        return Page(items: products, next: cursor.text)
    }

    private func name(of reading: SearchReading) -> StaticString {
        switch reading {
        case .browse: "catalog.browse"
        case .words: "catalog.search"
        case .meant: "catalog.searchMeant"
        case .some: "catalog.searchSome"
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
