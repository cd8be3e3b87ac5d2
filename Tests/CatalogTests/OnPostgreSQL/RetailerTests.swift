import Accounts
import Testing

@testable import Catalog

@Suite("Retailers, shops and their own products")
struct RetailerTests {
    @Test("upserts by key change nothing the second time and update what differs")
    func upserts() async throws {
        try await CityFixture.run { city in
            let before = try await city.catalog.shops()
            #expect(before.map(\.key) == ["brot-mitte", "brot-sued", "buch"])
            var draft = try CityFixture.shop("buch")
            draft.openingHours = try OpeningHours(parsing: "Mo-Fr 09:00-18:00")
            draft.categories = ["Bücher"]
            let shop = try await city.catalog.upsertShop(draft, of: city.bookseller)
            #expect(shop.id == before[2].id && shop.openingHours == draft.openingHours && shop.categories == ["Bücher"])
            #expect(shop.retailer.name == "Buch am Markt")
            #expect(try await city.catalog.shop(key: "buch") == shop)
            #expect(try await city.catalog.retailer(key: "buch")?.id == city.bookseller)
        }
    }

    @Test("a shop's key cannot be taken by another retailer")
    func keyTaken() async throws {
        try await CityFixture.run { city in
            await #expect(throws: CatalogError.keyTaken("buch")) {
                try await city.catalog.upsertShop(CityFixture.shop("buch"), of: city.baker)
            }
            let shop = try await city.catalog.shop(key: "buch")
            #expect(shop?.retailer.id == city.bookseller)
        }
    }

    @Test("another retailer's product is not found, neither to read nor to change")
    func another() async throws {
        try await CityFixture.run { city in
            let id = try await city.product("A", stock: 5)
            #expect(try await city.catalog.product(id, of: city.baker) == nil)
            let change = ProductChange(price: Cents(1), stock: .counted(0), active: false)
            #expect(try await city.catalog.updateProduct(id, of: city.baker, change) == nil)
            let product = try #require(try await city.catalog.product(id, of: city.bookseller))
            #expect(product.priceCents == Cents(100) && product.stock == 5 && product.active)
            #expect(try await city.catalog.products(of: city.baker).items.isEmpty)
        }
    }

    @Test("a retailer changes price and stock; what is out of range is refused and nothing changes")
    func changes() async throws {
        try await CityFixture.run { city in
            let id = try await city.product("A", stock: 5)
            let changed = try await city.catalog.updateProduct(
                id, of: city.bookseller, ProductChange(price: Cents(250), stock: .counted(9)))
            #expect(changed?.priceCents == Cents(250) && changed?.stock == 9)
            #expect(
                try await city.catalog.updateProduct(id, of: city.bookseller, ProductChange(stock: .notTracked))?.stock
                    == .some(nil))
            for change in [ProductChange(price: Cents(-1)), ProductChange(price: Cents(5), stock: .counted(-1))] {
                await #expect(throws: CatalogError.self) { try await city.catalog.updateProduct(id, of: city.bookseller, change) }
            }
            #expect(try await city.catalog.product(id)?.priceCents == Cents(250))
        }
    }
}
