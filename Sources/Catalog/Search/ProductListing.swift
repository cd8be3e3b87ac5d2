import Accounts
import Database

/// Builds the statement for one page of products. Pure.
///
/// The inner SELECT finds the ids and sort keys of one page, by an index where there is one; only for these are shop, stock and texts
/// read. Pages are cut by key (`(sort key, id)` beyond the last page's), never by offset.
struct ProductListing {
    /// Whose products, and which of them.
    enum Scope {
        /// What is offered to everybody.
        case offered
        /// All of one retailer's, also those off sale.
        case retailer(RetailerID)
    }

    let scope: Scope
    let query: ProductQuery
    let words: SearchWords
    let mode: PageCursor.Mode
    let cursor: PageCursor?

    /// How many rows are asked for: one more than the page has tells whether there is another.
    var limit: Int { query.limit.clamped(to: ProductQuery.limits) + 1 }

    func statement() throws(CatalogError) -> SQL {
        let key = sortKey
        var conditions = filters
        if let cursor { conditions.append(try beyond(cursor, key)) }
        let direction: SQL = isDescending ? "DESC" : "ASC"
        // Ordered by the id alone, the key is not compared, so that the primary key serves.
        let inner: SQL =
            query.sort == .relevance && mode == .browse
            ? "product.id \(direction)" : "\(key) \(direction), product.id \(direction)"
        let outer: SQL =
            query.sort == .relevance && mode == .browse
            ? "product.id \(direction)" : "page.key \(direction), product.id \(direction)"
        return """
            SELECT \(Product.columns(sortKey: "page.key::text"))
            FROM (
                SELECT product.id, \(key) AS key FROM \(source)
                WHERE \(.joined(conditions, separator: " AND "))
                ORDER BY \(inner) LIMIT \(limit)
            ) AS page
            JOIN catalog.product ON product.id = page.id
            JOIN catalog.shop ON shop.id = product.shop_id
            JOIN catalog.stock_level ON stock_level.product_id = product.id
            ORDER BY \(outer)
            """
    }

    private var isDescending: Bool {
        switch query.sort {
        case .relevance, .priceDescending: true
        case .price, .title: false
        }
    }

    private var source: SQL {
        var source: SQL = "catalog.product"
        if mode == .similar {
            source.append(" JOIN catalog.similar_products(\(words.words)) AS alike ON alike.id = product.id")
        }
        if query.inStock { source.append(" JOIN catalog.stock_level ON stock_level.product_id = product.id") }
        return source
    }

    private var sortKey: SQL {
        switch query.sort {
        case .price, .priceDescending: "product.price_cents"
        case .title: "product.title_key"
        case .relevance:
            switch mode {
            case .browse: "''::text"
            case .similar: "alike.similarity"
            case .words: relevance
            }
        }
    }

    /// The subselects are evaluated once a statement, not once a row.
    private var relevance: SQL {
        let beginnings = words.words.map { $0 + ":*" }.joined(separator: " | ")
        let wholes = words.words.joined(separator: " | ")
        return """
            catalog.relevance(product.search, product.title_key,
                (SELECT to_tsquery('pg_catalog.german', catalog.fold(\(beginnings)))),
                (SELECT to_tsquery('pg_catalog.german', catalog.fold(\(wholes)))),
                (SELECT catalog.fold(\(words.words.first ?? ""))))
            """
    }

    private var filters: [SQL] {
        var conditions: [SQL] = []
        switch scope {
        case .offered: conditions.append(Product.isOffered)
        case .retailer(let id): conditions.append("product.retailer_id = \(id)")
        }
        if let shop = query.shopID { conditions.append("product.shop_id = \(shop)") }
        if let category = query.category, !category.names.isEmpty {
            // The category itself, or what is below it: texts that go on with " > ". "!" comes after the space.
            let path = category.description
            conditions.append(
                "(product.category = \(path) OR product.category >= \(path + " > ") AND product.category < \(path + " >!"))")
        }
        if query.inStock { conditions.append("(stock_level.on_hand IS NULL OR stock_level.on_hand > stock_level.reserved)") }
        if mode == .words { conditions += words.words.map(condition) }
        return conditions
    }

    /// A product has a word when a word of its texts begins with it (after stemming), or its name has it within, as "Kinderfahrrad"
    /// has "Fahrrad".
    private func condition(word: String) -> SQL {
        switch scope {
        case .offered: textCondition(word: word)
        // A retailer knows the things by their numbers, also by a part of one.
        case .retailer: "(\(textCondition(word: word)) OR product.sku ILIKE '%' || \(word) || '%')"
        }
    }

    private func textCondition(word: String) -> SQL {
        // Fewer than three letters have no trigram, and are within nearly everything.
        guard word.unicodeScalars.count >= 3 else { return "product.search @@ catalog.word_query(\(word))" }
        return """
            (product.search @@ catalog.word_query(\(word)) OR product.search_name LIKE '%' || catalog.fold(\(word)) || '%')
            """
    }

    private func beyond(_ cursor: PageCursor, _ key: SQL) throws(CatalogError) -> SQL {
        let comparison: SQL = isDescending ? "<" : ">"
        switch query.sort {
        case .price, .priceDescending:
            guard let price = Int(cursor.key) else { throw .invalidCursor }
            return "(\(key), product.id) \(comparison) (\(price), \(cursor.id))"
        case .title:
            return "(\(key), product.id) \(comparison) (\(cursor.key), \(cursor.id))"
        case .relevance:
            if mode == .browse { return "product.id \(comparison) \(cursor.id)" }
            guard let relevance = Float(cursor.key) else { throw .invalidCursor }
            return "(\(key), product.id) \(comparison) (\(relevance), \(cursor.id))"
        }
    }
}

extension Int {
    func clamped(to range: ClosedRange<Int>) -> Int { Swift.min(Swift.max(self, range.lowerBound), range.upperBound) }
}
