import Database

extension Catalog {
    /// How many products a question finds, and how many each further filter would leave. Words are understood as in ``search(_:)``.
    /// - Parameters:
    ///   - open: the shops that are open now.
    ///   - reach: what the shops can still have ready for today.
    public func counts(_ query: ProductQuery, open: [ShopID], reach: [ShopReach]) async throws -> SearchCounts {
        let words = SearchWords(query.text)
        guard !words.isEmpty || query.text.allSatisfy(\.isWhitespace) else { return SearchCounts() }
        return try await firstFilled(words, isEmpty: { $0.total == 0 }) { reading in
            let selection = ProductSelection(scope: .offered, query: query, words: words, reading: reading)
            return try SearchCounts(
                await database.query("catalog.counts", Self.countStatement(selection, open: open, reach: reach)))
        }
    }

    /// One look at the products found, added up by shop, category and price band first; the few sums are then counted in every way: rows of
    /// kind, key, name and number.
    private static func countStatement(_ selection: ProductSelection, open: [ShopID], reach: [ShopReach]) -> SQL {
        let depth = (selection.query.category?.names.count ?? 0) + 1
        return """
            WITH part AS MATERIALIZED (
                SELECT shop_id, category, width_bucket(price_cents, \(SearchCounts.bounds)::bigint[]) AS band, count(*) AS products,
                    count(*) FILTER (WHERE in_stock) AS in_stock, count(*) FILTER (WHERE in_stock AND is_within) AS deliverable
                FROM (
                    SELECT product.shop_id, product.category, product.price_cents, \(ProductSelection.isInStock) AS in_stock,
                        \(ProductSelection.isWithin(reach)) AS is_within
                    FROM catalog.product JOIN catalog.stock_level ON stock_level.product_id = product.id
                    WHERE \(.joined(selection.conditions, separator: " AND ")) LIMIT \(SearchCounts.most + 1)
                ) AS hit GROUP BY shop_id, category, band
            )
            SELECT 'total', '', '', coalesce(sum(products), 0)::bigint FROM part
            UNION ALL SELECT 'inStock', '', '', coalesce(sum(in_stock), 0)::bigint FROM part
            UNION ALL SELECT 'openNow', '', '', coalesce(sum(products), 0)::bigint FROM part WHERE shop_id = ANY (\(open))
            UNION ALL SELECT 'deliverableToday', '', '', coalesce(sum(deliverable), 0)::bigint FROM part
            UNION ALL (
                SELECT 'category', array_to_string((string_to_array(category, ' > '))[1:\(depth)], ' > ') AS path, '', sum(products)::bigint
                FROM part WHERE cardinality(string_to_array(category, ' > ')) >= \(depth)
                GROUP BY path ORDER BY 4 DESC, 2 LIMIT 30
            )
            UNION ALL (
                SELECT 'shop', shop.key, shop.name, sum(products)::bigint FROM part JOIN catalog.shop ON shop.id = part.shop_id
                GROUP BY shop.key, shop.name ORDER BY 4 DESC, 3 LIMIT 30
            )
            UNION ALL (SELECT 'price', band::text, '', sum(products)::bigint FROM part GROUP BY band ORDER BY 2)
            """
    }
}

extension SearchCounts {
    fileprivate init(_ rows: Rows) throws {
        for (kind, key, name, products) in try rows.decode(String.self, String.self, String.self, Int.self) {
            switch kind {
            case "total":
                isCapped = products > Self.most
                total = min(products, Self.most)
            case "inStock": inStock = products
            case "openNow": openNow = products
            case "deliverableToday": deliverableToday = products
            case "category":
                if let path = CategoryPath(key) { categories.append(Category(path: path, products: products)) }
            case "shop": shops.append(ShopCount(key: key, name: name, products: products))
            default:
                guard let band = Int(key), (0...Self.bounds.count).contains(band) else { continue }
                // A bound belongs to the band that begins with it.
                prices.append(
                    PriceBand(
                        fromCents: Cents(band == 0 ? 0 : Self.bounds[band - 1]),
                        toCents: band == Self.bounds.count ? nil : Cents(Self.bounds[band] - 1), products: products))
            }
        }
    }
}
