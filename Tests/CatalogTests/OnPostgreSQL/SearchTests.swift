import Accounts
import Testing

@testable import Catalog

@Suite("Browsing and searching")
struct SearchTests {
    private static let file = """
        sku;titel;preis;bestand;kategorie;marke;ean;beschreibung;allergene
        F1;Schlauch 28 Zoll, Autoventil;6,90;20;Fahrräder > Ersatzteile;Heiner Rad;2000300010011;Hält die Luft.
        F2;Kinderfahrrad „Floh“ 16 Zoll;249,00;3;Fahrräder > Kinder;Heiner Rad;;Leicht und bunt.
        F3;Stadtrad „Luise“;899,00;2;Fahrräder > Stadtrad;Heiner Rad;;Mit Nabenschaltung.
        F4;Fahrradhelm Größe M;59,90;0;Fahrräder > Zubehör;Kopfnuss;;
        G1;Grüne Soße mit Eiern und Kartoffeln;13,90;;Hauptgerichte;;;Sieben Kräuter: Borretsch, Kerbel, Kresse.;Milch, Eier, Senf
        K1;Bergkäse 12 Monate;8,70;50;Lebensmittel > Käse;Käserei Felsberg;;Rohmilchkäse aus dem Allgäu.;Milch
        K2;Ziegenfrischkäse;4,90;10;Lebensmittel > Käse;;;;Milch
        T1;Tee „Darjeeling“;9,90;5;Lebensmittel > Tee;;;Erste Pflückung.;keine
        T2;Teekanne aus Glas;24,90;5;Küche;;;Für einen Liter Tee.
        B1;Räder der Zeit. Roman;18,00;4;Bücher > Romane;;;

        """

    private func search(_ text: String, in city: CityFixture) async throws -> [String] {
        try await city.catalog.products(ProductQuery(text: text)).items.map(\.sku.rawValue)
    }

    @Test("words are found by stem, umlaut in any spelling, beginning, inside of compounds, and with typos")
    func finds() async throws {
        try await CityFixture.run { city in
            _ = try await city.upload(Self.file)
            let expected: [(query: String, first: String)] = [
                ("grüne soße", "G1"), ("Gruene Sosse", "G1"), ("grune sose", "G1"), ("GRÜNE SOẞE", "G1"),
                ("grüne sosse eier", "G1"),
                ("kinderfahrrad", "F2"), ("kinder fahrrad", "F2"), ("Kinderfahrad", "F2"), ("fahrradschlauch", "F1"),
                ("fahradschlauch", "F1"),
                ("schlauch", "F1"), ("schläuche", "F1"), ("stadträder", "F3"), ("bergkase", "K1"), ("käse", "K1"),
                ("Borretsch", "G1"),
                ("2000300010011", "F1"), ("felsberg", "K1"), ("darjeling", "T1"), ("tee", "T1"), ("teekane", "T2"),
                ("der schlauch für das", "F1"),
                ("rad roman", "B1"), ("F1", "F1"),
            ]
            for (query, first) in expected {
                let found = try await search(query, in: city)
                #expect(found.first == first, "\(query) → \(found)")
            }
            #expect(try await search("fahrrad", in: city).contains("F2"))
            #expect(try await Set(search("käse", in: city)) == ["K1", "K2"])
            for nonsense in ["xyzzyq", "%", "' OR 1=1", "&|!:*", "\\", "🚲", "xyz\u{0}zyx:*"] {
                #expect(try await search(nonsense, in: city).isEmpty, "\(nonsense)")
            }
        }
    }

    @Test("filters by category with those below, shop and stock; sorts by price and title")
    func filters() async throws {
        try await CityFixture.run { city in
            _ = try await city.upload(Self.file)
            func skus(_ query: ProductQuery) async throws -> [String] {
                try await city.catalog.products(query).items.map(\.sku.rawValue)
            }
            #expect(try await Set(skus(ProductQuery(category: CategoryPath("Fahrräder")))) == ["F1", "F2", "F3", "F4"])
            #expect(try await skus(ProductQuery(category: CategoryPath("Fahrräder > Kinder"))) == ["F2"])
            #expect(try await skus(ProductQuery(category: CategoryPath("Fahr"))) == [])
            #expect(try await Set(skus(ProductQuery(category: CategoryPath("Fahrräder"), inStock: true))) == ["F1", "F2", "F3"])
            #expect(try await skus(ProductQuery(category: CategoryPath("Fahrräder"), sort: .price)) == ["F1", "F4", "F2", "F3"])
            #expect(
                try await skus(ProductQuery(category: CategoryPath("Fahrräder"), sort: .priceDescending)) == [
                    "F3", "F2", "F4", "F1",
                ])
            #expect(try await skus(ProductQuery(category: CategoryPath("Fahrräder"), sort: .title)) == ["F4", "F2", "F1", "F3"])
            #expect(try await skus(ProductQuery(text: "käse", sort: .price)) == ["K2", "K1"])
            #expect(try await skus(ProductQuery(text: "fahradschlauch", sort: .price)).contains("F1"))
            let shop = try #require(try await city.catalog.shop(key: "brot-mitte"))
            #expect(try await skus(ProductQuery(shopID: shop.id)) == [])
            let names = try await city.catalog.topCategories().map(\.name)
            #expect(names.prefix(2) == ["Fahrräder", "Lebensmittel"])
        }
    }

    @Test(
        "pages have no gap and no repetition, whatever the order, also while products come and go",
        arguments: ProductQuery.Sort.allCases)
    func paging(_ sort: ProductQuery.Sort) async throws {
        try await CityFixture.run { city in
            let rows = (1...53).map { "P\($0);Tasse \($0 % 7);\($0 % 5),50;\($0 % 3)" }.joined(separator: "\n")
            _ = try await city.upload("sku;title;price;stock\n" + rows)
            for text in ["", "tasse", "tase"] {
                var seen: [String] = []
                var query = ProductQuery(text: text, sort: sort, limit: 10)
                repeat {
                    let page = try await city.catalog.products(query)
                    seen += page.items.map(\.sku.rawValue)
                    query.cursor = page.next
                    if seen.count == 20 { _ = try await city.upload("sku;title;price;active\n\(seen[3]);Tasse;1,00;nein\n") }
                } while query.cursor != nil
                #expect(seen.count == Set(seen).count, "\(text)")
                #expect(seen.count >= 52, "\(text)")
                _ = try await city.upload("sku;title;price;stock;active\n" + rows.replacing("\n", with: ";ja\n") + ";ja")
            }
        }
    }

    @Test("a cursor of another list is refused")
    func foreignCursor() async throws {
        try await CityFixture.run { city in
            _ = try await city.upload(Self.file)
            let cursor = try #require(try await city.catalog.products(ProductQuery(sort: .price, limit: 1)).next)
            for query in [
                ProductQuery(sort: .title, cursor: cursor), ProductQuery(text: "tee", sort: .price, cursor: cursor),
                ProductQuery(cursor: "x"),
                ProductQuery(cursor: ""),
            ] {
                await #expect(throws: CatalogError.invalidCursor) { try await city.catalog.products(query) }
            }
        }
    }

    @Test("what is off sale is not found, is not shown, and is in the retailer's own list")
    func offSale() async throws {
        try await CityFixture.run { city in
            _ = try await city.upload(Self.file)
            let id = try #require(try await city.products()["T1"]).id
            #expect(try await city.catalog.updateProduct(id, of: city.bookseller, ProductChange(active: false))?.active == false)
            #expect(try await city.catalog.product(id) == nil)
            #expect(try await search("darjeeling", in: city) == [])
            #expect(try await city.catalog.products([id])[id]?.available == false)
            #expect(try await city.catalog.products(of: city.bookseller, text: "darjeeling").items.map(\.id) == [id])
        }
    }
}
