import Accounts
import Database

/// Which products a question means, as SQL: lists and counts share it. Pure.
struct ProductSelection {
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
    let reading: SearchReading

    /// What follows FROM.
    var source: SQL {
        needsStock
            ? "catalog.product JOIN catalog.stock_level ON stock_level.product_id = product.id" : "catalog.product"
    }

    private var needsStock: Bool { query.inStock || query.reach != nil }

    /// Whether one of a product can be ordered.
    static var isInStock: SQL { "(stock_level.on_hand IS NULL OR stock_level.on_hand > stock_level.reserved)" }

    /// What a product must fulfil, all of it.
    var conditions: [SQL] {
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
        if let minimum = query.minimumPrice { conditions.append("product.price_cents >= \(minimum)") }
        if let maximum = query.maximumPrice { conditions.append("product.price_cents <= \(maximum)") }
        if needsStock { conditions.append(Self.isInStock) }
        if let open = query.openShops { conditions.append("product.shop_id = ANY (\(open))") }
        if let reach = query.reach { conditions.append(Self.isWithin(reach)) }
        if let asked { conditions.append(asked) }
        return conditions
    }

    /// Whether a product's shop can have it ready in time.
    ///
    /// Arrays name their types, here and in ``Catalog/suggestions(for:limit:)``, so that statements from the server's log can be run by hand.
    static func isWithin(_ reach: [ShopReach]) -> SQL {
        """
        EXISTS (
            SELECT FROM unnest(\(reach.map(\.shop))::uuid[], \(reach.map(\.usualMinutes))::bigint[], \(reach.map(\.mostMinutes))::bigint[])
                AS reach (shop_id, usual, most)
            WHERE reach.shop_id = product.shop_id AND coalesce(product.preparation_minutes, reach.usual) <= reach.most
        )
        """
    }

    /// What the words ask for; nil when there are none.
    private var asked: SQL? {
        let terms = reading.terms.map(condition)
        switch reading {
        case .browse: return nil
        case .some: return "(\(.joined(terms, separator: " OR ")))"
        case .words, .meant:
            let all: SQL = .joined(terms, separator: " AND ")
            guard let number = words.number, case .words = reading else { return all }
            // One word of the index, whatever signs it has, quoted as tsquery's text form wants it.
            let quoted = "'" + number.replacing("\\", with: "\\\\").replacing("'", with: "''") + "'"
            return "(product.search @@ \(quoted)::tsquery OR (\(all)))"
        }
    }

    /// A product has a term when it has one of its meanings.
    private func condition(term: SearchTerm) -> SQL {
        let meanings = term.meanings.map(condition(word:))
        return meanings.count == 1 ? meanings[0] : "(\(.joined(meanings, separator: " OR ")))"
    }

    /// A product has a word when a word of its texts begins with it (after stemming), or its name has it within, as "Kinderfahrrad"
    /// has "Fahrrad". What is asked for stands in subselects, evaluated once a statement and not again for each product found.
    private func condition(word: String) -> SQL {
        switch scope {
        case .offered: textCondition(word: word)
        // A retailer knows the things by their numbers, also by a part of one.
        case .retailer: "(\(textCondition(word: word)) OR product.sku ILIKE '%' || \(word) || '%')"
        }
    }

    private func textCondition(word: String) -> SQL {
        // Fewer than three letters have no trigram, and are within nearly everything.
        guard word.unicodeScalars.count >= 3 else { return "product.search @@ (SELECT catalog.word_query(\(word)))" }
        return """
            (product.search @@ (SELECT catalog.word_query(\(word)))
                OR product.search_name LIKE (SELECT '%' || catalog.inner_part(\(word)) || '%'))
            """
    }

    /// How well a product fits, the same for every shop. The subselects are evaluated once a statement, not once a row.
    var relevance: SQL {
        let terms = reading.terms
        guard !terms.isEmpty else { return "''::text" }
        let words = terms.flatMap(\.words)
        let beginnings = words.map { $0 + ":*" }.joined(separator: " | ")
        let wholes = words.joined(separator: " | ")
        let relevance: SQL = """
            catalog.relevance(product.search, product.title_key,
                (SELECT to_tsquery('pg_catalog.german', catalog.fold(\(beginnings)))),
                (SELECT to_tsquery('pg_catalog.german', catalog.fold(\(wholes)))),
                (SELECT array_agg(catalog.fold(word)) FROM unnest(\(words)::text[]) AS word))
            """
        guard case .some = reading else { return relevance }
        let matches: SQL = .joined(terms.map { "(\(condition(term: $0)))::integer" }, separator: " + ")
        // What has more of the words comes first, however well another fits fewer: a fit is below 10.
        return "(\(relevance) + 10 * (\(matches)))::real"
    }
}
