/// The kinds of files that retailers have, told apart by their header.
public enum FeedFormat: String, CaseIterable, Codable, Sendable {
    /// `docs/csv.md`.
    case schaufenster
    case googleProducts = "google-products"
    case googleLocalInventory = "google-local-inventory"
    /// Until 2024: `Handle`, `Variant Price` …
    case shopifyClassic = "shopify-classic"
    /// `URL handle`, `Price` …
    case shopify
    case wooCommerce = "woocommerce"
    case shopware
    case openFoodNetwork = "open-food-network"
    case coopCycle = "coopcycle"

    /// What people call it.
    public var name: String {
        switch self {
        case .schaufenster: "Schaufenster"
        case .googleProducts: "Google Merchant"
        case .googleLocalInventory: "Google Local Inventory"
        case .shopifyClassic, .shopify: "Shopify"
        case .wooCommerce: "WooCommerce"
        case .shopware: "Shopware 6"
        case .openFoodNetwork: "Open Food Network"
        case .coopCycle: "CoopCycle"
        }
    }

    /// The format whose telling columns the header has; our own when it has none of another's.
    init(_ header: FeedHeader) {
        func has(_ names: String...) -> Bool { names.contains(where: header.has) }
        if has("handle"), has("variant_price", "variant_sku", "variant_inventory_qty") {
            self = .shopifyClassic
        } else if has("url_handle"), has("price", "sku", "inventory_quantity") {
            self = .shopify
        } else if has("type", "typ"), has("regular_price", "regulärer_preis") {
            self = .wooCommerce
        } else if has("product_number"), has("price_gross", "price_net", "tax_rate", "cover_media_url", "manufacturer_name") {
            self = .shopware
        } else if has("store_code"), has("id"), !has("title") {
            self = .googleLocalInventory
        } else if has("id"), has("title"), has("availability", "image_link", "google_product_category", "item_group_id") {
            self = .googleProducts
        } else if has("producer"), has("on_hand", "on_demand", "variant_unit_name", "unit_type") {
            self = .openFoodNetwork
        } else if has("price_tax_incl") {
            self = .coopCycle
        } else {
            self = .schaufenster
        }
    }

    /// How much a line looks like a header: what ``CSVDialect`` goes by.
    static func score(_ record: CSVRecord) -> Int {
        let header = FeedHeader(record)
        let format = FeedFormat(header)
        return format == .schaufenster ? header.keys.count { CatalogColumn(key: $0) != nil } : 1000 + header.names.count
    }

    /// A reader for the rows under a header.
    /// - Throws: ``CatalogFileError`` when a column is missing or there twice.
    func reader(for header: FeedHeader, _ setting: FeedSetting) throws(CatalogFileError) -> any FeedReader {
        switch self {
        case .schaufenster: try ProductRowParser(header: header, setting: setting)
        case .googleProducts: try GoogleProductReader(header: header, setting: setting)
        case .googleLocalInventory: try GoogleInventoryReader(header: header, setting: setting)
        case .shopifyClassic, .shopify: try ShopifyReader(format: self, header: header, setting: setting)
        case .wooCommerce: try WooCommerceReader(header: header, setting: setting)
        case .shopware: try ShopwareReader(header: header, setting: setting)
        case .openFoodNetwork: try OpenFoodNetworkReader(header: header, setting: setting)
        case .coopCycle: try CoopCycleReader(header: header, setting: setting)
        }
    }
}
