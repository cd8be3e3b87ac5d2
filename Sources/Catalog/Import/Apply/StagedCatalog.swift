import Accounts
import Database

/// The good rows of a file in temporary tables, and the set-based statements that compare them with the catalog and make them the
/// catalog's. It lives as long as its transaction.
struct StagedCatalog {
    static let table = TableName("pg_temp", "catalog_import")
    /// So many rows are written by one statement, if nobody says otherwise.
    static let usualStretch = 5_000

    let transaction: Transaction
    let retailer: RetailerID
    /// So many rows are compared or written by one statement: progress can be told in between, and none takes longer than statements may.
    let stretch: Int

    /// The staged rows (`row`) in stretches of the file.
    func ranges(to lastLine: Int) -> [(lines: SQL, last: Int)] {
        stride(from: 0, through: lastLine, by: stretch).map { first in
            ("row.line >= \(first) AND row.line < \(first + stretch)", min(first + stretch, lastLine))
        }
    }

    static func create(for retailer: RetailerID, stretch: Int, in transaction: Transaction) async throws -> StagedCatalog {
        try await transaction.execute(
            "catalog.import.createTable",
            """
            CREATE TEMPORARY TABLE catalog_import (
                line integer NOT NULL, id uuid NOT NULL, shop_id uuid NOT NULL, sku text NOT NULL, title text,
                description text NOT NULL, gtin text, brand text, category text COLLATE "C" NOT NULL, price_cents bigint,
                vat_percent smallint, stock integer, weight_grams integer NOT NULL, volume_millilitres integer NOT NULL,
                handling text NOT NULL, preparation_minutes integer, image_url text, active boolean NOT NULL,
                more_images text[] NOT NULL, strike_price_cents bigint, deposit_cents integer NOT NULL, content_amount integer,
                content_unit text, ingredients text, allergens text[], minimum_age smallint, manufacturer text,
                manufacturer_contact text, energy_class text, variant_group text, options text[] NOT NULL, choices text NOT NULL,
                available_hours text, reusable_deposit_cents integer, parent_key text,
                group_keys text[] NOT NULL, is_container boolean NOT NULL
            ) ON COMMIT DROP
            """)
        // Rows that are good by themselves and refused for what the others, or the catalog, say.
        try await transaction.execute(
            "catalog.import.createRefused",
            """
            CREATE TEMPORARY TABLE catalog_import_refused (line integer NOT NULL, "column" text NOT NULL, value text NOT NULL,
                fault jsonb NOT NULL) ON COMMIT DROP
            """)
        // The rows whose product is there already, and in what they differ from it.
        try await transaction.execute(
            "catalog.import.createKnown",
            """
            CREATE TEMPORARY TABLE catalog_import_known (line integer NOT NULL, product_id uuid NOT NULL, diff jsonb,
                stock_differs boolean NOT NULL) ON COMMIT DROP
            """)
        return StagedCatalog(transaction: transaction, retailer: retailer, stretch: stretch)
    }

    /// The table's columns, in the order in which ``write(_:to:)`` gives their values.
    static let columns = [
        "line", "id", "shop_id", "sku", "title", "description", "gtin", "brand", "category", "price_cents", "vat_percent",
        "stock", "weight_grams", "volume_millilitres", "handling", "preparation_minutes", "image_url", "active", "more_images",
        "strike_price_cents", "deposit_cents", "content_amount", "content_unit", "ingredients", "allergens", "minimum_age",
        "manufacturer", "manufacturer_contact", "energy_class", "variant_group", "options", "choices", "available_hours",
        "reusable_deposit_cents",
        "parent_key", "group_keys", "is_container",
    ]

    static func write(_ row: ProductRow, to writer: inout CopyWriter) async throws {
        // The id is the product's if it is new.
        try await writer.write(
            row.line, ProductID.new(), row.shopID, row.sku, row.title, row.description, row.gtin, row.brand, row.category,
            row.price, row.vat, row.stock, row.weight, row.volume, row.handling, row.preparationMinutes, row.imageURL, row.active,
            row.moreImages, row.strikePrice, row.deposit, row.content?.amount, row.content?.unit, row.ingredients, row.allergens,
            row.minimumAge, row.manufacturer, row.manufacturerContact, row.energyClass, row.variantGroup,
            ProductOption.flattened(row.options), row.choices, row.availableHours, row.reusableDeposit, row.parentKey,
            row.groupKeys, row.isContainer)
    }

    /// From here to the transaction's end no other upload of this retailer is applied.
    static func lock(_ retailer: RetailerID, in transaction: Transaction) async throws {
        try await transaction.execute(
            "catalog.import.lock", "SELECT pg_advisory_xact_lock(hashtextextended('catalog.import ' || \(retailer)::text, 0))")
    }
}
