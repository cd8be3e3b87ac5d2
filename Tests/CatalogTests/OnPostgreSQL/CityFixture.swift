import Accounts
import Database
import Foundation
import Logging
import TestSupport
import Testing

@testable import Catalog

/// Two retailers in a fresh database: one with a shop, one with two.
struct CityFixture {
    let database: Database
    let catalog: Catalog
    let bookseller: RetailerID
    let baker: RetailerID

    static func run<Value: Sendable>(
        actor: isolated (any Actor)? = #isolation, _ body: (CityFixture) async throws -> Value
    ) async throws -> Value {
        try await TestDatabase.withDatabase(
            migrations: [Catalog.migrations()], configure: { $0.statementTimeout = .seconds(120) }
        ) { database in
            let catalog = Catalog(database: database, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            let bookseller = try await catalog.upsertRetailer(
                RetailerDraft(
                    key: "buch", name: "Buch am Markt",
                    trader: TraderData(
                        legalName: "Test GmbH", street: "Schulstraße", houseNumber: "1", postcode: "64283", city: "Darmstadt",
                        phone: "+49 69 90009-100", email: "post@test.example", tradeRegister: "", compliesSince: Date())))
            let baker = try await catalog.upsertRetailer(
                RetailerDraft(
                    key: "brot", name: "Bäckerei Morgenrot",
                    trader: TraderData(
                        legalName: "Test GmbH", street: "Schulstraße", houseNumber: "1", postcode: "64283", city: "Darmstadt",
                        phone: "+49 69 90009-100", email: "post@test.example", tradeRegister: "", compliesSince: Date())))
            _ = try await catalog.upsertShop(shop("buch"), of: bookseller.id)
            _ = try await catalog.upsertShop(shop("brot-mitte"), of: baker.id)
            _ = try await catalog.upsertShop(shop("brot-sued"), of: baker.id)
            return try await body(CityFixture(database: database, catalog: catalog, bookseller: bookseller.id, baker: baker.id))
        }
    }

    static func shop(_ key: String) throws -> ShopDraft {
        ShopDraft(
            key: key, name: "Laden \(key)", street: "Schulstraße", houseNumber: "7", postcode: "64283", city: "Darmstadt",
            location: try #require(GeoPoint(latitude: 49.871, longitude: 8.655)), preparationMinutes: 20)
    }

    /// Uploads a file's text in pieces, as it would come over the net.
    func upload(
        _ text: String, by retailer: RetailerID? = nil, mode: ImportMode = .goodRows, scope: ImportScope = .update,
        isConfirmed: Bool = true, actor: isolated (any Actor)? = #isolation
    ) async throws -> ImportReport {
        try await catalog.importCatalog(
            Pieces(bytes: Array(text.utf8), size: 1000), for: retailer ?? bookseller,
            options: ImportOptions(mode: mode, scope: scope, isConfirmed: isConfirmed))
    }

    /// The products of the bookseller, by SKU.
    func products(of retailer: RetailerID? = nil) async throws -> [String: Product] {
        var products: [String: Product] = [:]
        var cursor: String?
        repeat {
            let page = try await catalog.products(of: retailer ?? bookseller, limit: 100, cursor: cursor)
            for product in page.items { products[product.sku.rawValue] = product }
            cursor = page.next
        } while cursor != nil
        return products
    }

    /// A product with a stock, uploaded for the purpose.
    func product(_ sku: String, stock: Int?) async throws -> ProductID {
        _ = try await upload("sku;title;price;stock\n\(sku);Ding \(sku);1,00;\(stock.map(String.init) ?? "")\n")
        return try #require(try await products()[sku]).id
    }

    /// What the stock of a product is.
    func stock(_ id: ProductID) async throws -> (onHand: Int?, reserved: Int) {
        try await database.one("test.stock", "SELECT on_hand, reserved FROM catalog.stock_level WHERE product_id = \(id)")
            .decode(Int?.self, Int.self)
    }
}

/// Bytes that come one piece after the other.
struct Pieces: AsyncSequence {
    let bytes: [UInt8]
    let size: Int
    /// What happens instead of the end; nil for a good end.
    var failure: (any Error)?

    struct Iterator: AsyncIteratorProtocol {
        var rest: ArraySlice<UInt8>
        let size: Int
        let failure: (any Error)?

        mutating func next() async throws -> ArraySlice<UInt8>? {
            if rest.isEmpty, let failure { throw failure }
            guard !rest.isEmpty else { return nil }
            defer { rest = rest.dropFirst(size) }
            return rest.prefix(size)
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(rest: bytes[...], size: size, failure: failure) }
}
