public import Accounts
public import Database

extension Catalog {
    /// A product that is offered; nil when there is none or it is taken off sale.
    public func product(_ id: ProductID) async throws -> Product? {
        try await database.first(
            "catalog.product", "SELECT \(Product.columns) FROM \(Product.from) WHERE product.id = \(id) AND \(Product.isOffered)"
        ).map(Product.init)
    }

    /// The variants of a product that are offered, itself among them; empty when it has none.
    public func variants(of id: ProductID) async throws -> [Product] {
        try await database.query("catalog.variants", Product.variants(of: id)).map(Product.init)
    }

    /// Products by id, those taken off sale as well; what is not there is left out. For carts and orders.
    /// - Parameter queryable: a transaction in which to read; by itself when nil.
    public func products(_ ids: some Collection<ProductID>, in queryable: (any Queryable)? = nil) async throws -> [ProductID:
        Product]
    {
        let rows = try await (queryable ?? database).query(
            "catalog.products", "SELECT \(Product.columns) FROM \(Product.from) WHERE product.id = ANY (\(Array(ids)))")
        var products: [ProductID: Product] = [:]
        for row in rows {
            let product = try Product(row)
            products[product.id] = product
        }
        return products
    }

    /// One of a retailer's products, also when it is off sale; nil when it is not theirs.
    public func product(_ id: ProductID, of retailer: RetailerID) async throws -> Product? {
        try await retailerProduct(id, retailer, in: database)
    }

    /// What a retailer has on sale that is not offered because facts are missing, by title.
    /// - Returns: the first `limit` of them, and how many there are.
    public func withheldProducts(of retailer: RetailerID, limit: Int = 20) async throws -> (products: [Product], count: Int) {
        let withheld: SQL = "product.retailer_id = \(retailer) AND product.active AND product.missing_facts <> '{}'"
        let count = try await database.one(
            "catalog.countWithheld", "SELECT count(*) FROM catalog.product WHERE \(withheld)"
        ).decode(Int.self)
        guard count > 0 else { return ([], 0) }
        let products = try await database.query(
            "catalog.withheld",
            """
            SELECT \(Product.columns) FROM \(Product.from) WHERE \(withheld)
            ORDER BY product.title_key, product.id LIMIT \(limit)
            """
        ).map(Product.init)
        return (products, count)
    }

    /// Changes one of a retailer's products by hand.
    ///
    /// A counted stock below what is reserved for orders is raised to that: those pieces are sold.
    /// - Returns: the product as it is now; nil when it is not theirs.
    /// - Throws: ``CatalogError/invalid(_:)`` when the price or the stock is out of range or there is too much to choose.
    public func updateProduct(
        _ id: ProductID, of retailer: RetailerID, _ change: ProductChange, by account: AccountID? = nil
    ) async throws -> Product? {
        try await CatalogError.explaining {
            try await database.transaction("catalog.updateProduct") { transaction in
                // The stock before its product, in this order everywhere, so that changes wait for one another and never in a circle.
                if let stock = change.stock { try await set(stock, of: id, retailer, account, in: transaction) }
                try await transaction.execute(
                    "catalog.updateProduct",
                    """
                    UPDATE catalog.product SET price_cents = coalesce(\(change.price), price_cents),
                        active = coalesce(\(change.active), active), choices = coalesce(\(change.choices), choices),
                        updated_at = now()
                    WHERE id = \(id) AND retailer_id = \(retailer)
                    """)
                return try await retailerProduct(id, retailer, in: transaction)
            }
        }
    }

    private func set(
        _ stock: ProductChange.StockChange, of id: ProductID, _ retailer: RetailerID, _ account: AccountID?,
        in transaction: Transaction
    ) async throws {
        let count: Int? =
            switch stock {
            case .counted(let count): count
            case .notTracked: nil
            }
        if let count, !(0...ProductFieldParser.highestStock).contains(count) { throw CatalogError.invalid("stock") }
        try await transaction.execute(
            "catalog.setStock",
            """
            UPDATE catalog.stock_level SET on_hand = greatest(\(count), CASE WHEN \(count)::bigint IS NOT NULL THEN reserved END),
                updated_at = now(), reason = 'correction', account_id = \(account), reference = NULL
            FROM catalog.product
            WHERE stock_level.product_id = \(id) AND product.id = \(id) AND product.retailer_id = \(retailer)
            """)
    }

    private func retailerProduct(_ id: ProductID, _ retailer: RetailerID, in queryable: any Queryable) async throws -> Product? {
        try await queryable.first(
            "catalog.retailerProduct",
            "SELECT \(Product.columns) FROM \(Product.from) WHERE product.id = \(id) AND product.retailer_id = \(retailer)"
        ).map(Product.init)
    }
}
