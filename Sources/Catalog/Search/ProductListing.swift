import Accounts
import Database

/// Builds the statement for one page of products. Pure.
///
/// The inner SELECT finds the ids and sort keys of one page, by an index where there is one; only for these are shop, stock and texts
/// read. Pages are cut by key (`(sort key, id)` beyond the last page's), never by offset.
struct ProductListing {
    let selection: ProductSelection
    let sort: ProductQuery.Sort
    let cursor: PageCursor?
    /// How many rows are asked for: one more than the page has tells whether there is another.
    let limit: Int

    init(_ selection: ProductSelection, _ query: ProductQuery, cursor: PageCursor?) {
        self.selection = selection
        self.cursor = cursor
        sort = query.sort
        limit = query.limit.clamped(to: ProductQuery.limits) + 1
    }

    func statement() throws(CatalogError) -> SQL {
        let key = sortKey
        var conditions = selection.conditions
        if let cursor { conditions.append(try beyond(cursor, key)) }
        let direction: SQL = isDescending ? "DESC" : "ASC"
        // Ordered by the id alone, the key is not compared, so that the primary key serves.
        let inner: SQL = isByIDAlone ? "product.id \(direction)" : "\(key) \(direction), product.id \(direction)"
        let outer: SQL = isByIDAlone ? "product.id \(direction)" : "page.key \(direction), product.id \(direction)"
        return """
            SELECT \(Product.columns(sortKey: "page.key::text"))
            FROM (
                SELECT product.id, \(key) AS key FROM \(selection.source)
                WHERE \(.joined(conditions, separator: " AND "))
                ORDER BY \(inner) LIMIT \(limit)
            ) AS page
            JOIN catalog.product ON product.id = page.id
            \(Product.joins)
            ORDER BY \(outer)
            """
    }

    private var isByIDAlone: Bool { sort == .relevance && selection.reading == .browse }

    private var isDescending: Bool {
        switch sort {
        case .relevance, .priceDescending: true
        case .price, .title: false
        }
    }

    /// Where words are asked for, their indexes find the products, and what is found is sorted. The key is written as no index has it then: to
    /// walk through all products by price until enough have the words takes long when few have.
    private var sortKey: SQL {
        let asksForWords = selection.reading != .browse
        return switch sort {
        case .price, .priceDescending: asksForWords ? "(product.price_cents + 0)" : "product.price_cents"
        case .title: asksForWords ? "(product.title_key || '')" : "product.title_key"
        case .relevance: selection.relevance
        }
    }

    private func beyond(_ cursor: PageCursor, _ key: SQL) throws(CatalogError) -> SQL {
        let comparison: SQL = isDescending ? "<" : ">"
        switch sort {
        case .price, .priceDescending:
            guard let price = Int(cursor.key) else { throw .invalidCursor }
            return "(\(key), product.id) \(comparison) (\(price), \(cursor.id))"
        case .title:
            return "(\(key), product.id) \(comparison) (\(cursor.key), \(cursor.id))"
        case .relevance:
            if isByIDAlone { return "product.id \(comparison) \(cursor.id)" }
            guard let relevance = Float(cursor.key) else { throw .invalidCursor }
            return "(\(key), product.id) \(comparison) (\(relevance), \(cursor.id))"
        }
    }
}

extension Int {
    func clamped(to range: ClosedRange<Int>) -> Int { Swift.min(Swift.max(self, range.lowerBound), range.upperBound) }
}
