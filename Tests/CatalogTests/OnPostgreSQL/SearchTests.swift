import Accounts
import Database
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
            #expect(try await city.catalog.refreshVocabulary())
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
            #expect(try await city.catalog.refreshVocabulary())
            #expect(try await skus(ProductQuery(text: "fahradschlauch", sort: .price)).contains("F1"))
            var cheap = ProductQuery(category: CategoryPath("Fahrräder"))
            cheap.minimumPrice = Cents(59_90)
            cheap.maximumPrice = Cents(249_00)
            #expect(try await Set(skus(cheap)) == ["F2", "F4"])
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
            #expect(try await city.catalog.refreshVocabulary())
            // As it is, with a typing error, and beside a word that nothing has.
            for text in ["", "tasse", "tase", "tasse xyzzyx"] {
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

    @Test("what no product has is read as a typing error, as a compound, or left out, and the answer says so")
    func understands() async throws {
        try await CityFixture.run { city in
            _ = try await city.upload(Self.file)
            #expect(try await city.catalog.refreshVocabulary())
            func understood(_ text: String) async throws -> [String]? {
                try await city.catalog.search(ProductQuery(text: text)).understoodAs
            }
            #expect(try await understood("bergkäse") == nil)
            #expect(try await understood("berkgäse") == ["bergkase"])
            #expect(try await understood("darjeling tee") == ["darjeeling", "tee"])
            #expect(try await understood("fahrradschlauch") == ["schlauch"])
            #expect(try await understood("teekanne xyzzyx") == ["teekanne"])
            // Nobody's number is mended into another's.
            #expect(try await search("2000300010012", in: city) == [])
            #expect(try await search("käse teekanne", in: city).first.map { ["K1", "K2", "T2"].contains($0) } == true)
        }
    }

    @Test("a number with signs in it is found whole")
    func numbers() async throws {
        try await CityFixture.run { city in
            _ = try await city.upload("sku;title;price\nKRE-1017.b;Kreisel;1,00\nKRE-1018;Kreisel 1017;1,00\n")
            #expect(try await search("KRE-1017.b", in: city).first == "KRE-1017.b")
            #expect(try await search("kre-1018", in: city).first == "KRE-1018")
            #expect(try await search("xyz-'\\1018", in: city) == [])
        }
    }

    private func number(_ query: ProductQuery, in city: CityFixture) async throws -> Int {
        try await city.catalog.products(query).items.count
    }

    @Test("counts say how many products each further filter leaves, and filtering leaves as many")
    func counts() async throws {
        try await CityFixture.run { city in
            _ = try await city.upload(Self.file)
            let shop = try #require(try await city.catalog.shop(key: "buch"))
            let reach = [ShopReach(shop: shop.id, usualMinutes: 20, mostMinutes: 30)]
            for text in ["", "käse", "fahrrad"] {
                let counts = try await city.catalog.counts(ProductQuery(text: text), open: [shop.id], reach: reach)
                let all = ProductQuery(text: text, limit: 100)
                let found = try await number(all, in: city)
                #expect(counts.total == found && !counts.isCapped)
                let inStock = try await number(all.with { $0.inStock = true }, in: city)
                #expect(counts.inStock == inStock)
                let openNow = try await number(all.with { $0.openShops = [shop.id] }, in: city)
                #expect(counts.openNow == openNow)
                let deliverableToday = try await number(all.with { $0.reach = reach }, in: city)
                #expect(counts.deliverableToday == deliverableToday)
                #expect(counts.shops.map(\.key) == ["buch"])
                #expect(counts.prices.map(\.products).reduce(0, +) == counts.total)
                for band in counts.prices {
                    let query = all.with {
                        $0.minimumPrice = band.fromCents
                        $0.maximumPrice = band.toCents
                    }
                    let inBand = try await number(query, in: city)
                    #expect(inBand == band.products)
                }
                for category in counts.categories {
                    let inCategory = try await number(all.with { $0.category = category.path }, in: city)
                    #expect(inCategory == category.products)
                }
            }
            // A shop that has no time left delivers nothing today, and one that is closed is not open.
            let late = [ShopReach(shop: shop.id, usualMinutes: 20, mostMinutes: 19)]
            let none = try await city.catalog.counts(ProductQuery(), open: [], reach: late)
            #expect(none.openNow == 0 && none.deliverableToday == 0 && none.total > 0)
        }
    }

    @Test("suggestions complete the last word, go with the words before, mend errors, and know brands, categories and shops")
    func suggestions() async throws {
        try await CityFixture.run { city in
            _ = try await city.upload(Self.file)
            #expect(try await city.catalog.suggestions(for: "fahr") == [], "before the first refresh there are none")
            #expect(try await city.catalog.refreshVocabulary())
            #expect(try await city.catalog.refreshVocabulary() == false, "nothing has changed")
            func texts(_ text: String) async throws -> [String] { try await city.catalog.suggestions(for: text).map(\.text) }
            #expect(try await texts("schl") == ["Schlauch"])
            #expect(try await texts("grue") == ["Grüne"])
            #expect(try await texts("grüne so") == ["grüne Soße"])
            #expect(try await texts("tee dar").first == "tee Darjeeling")
            #expect(try await texts("tee rad") == [], "no product has both")
            #expect(try await texts("Bergkäze") == ["Bergkäse"])
            #expect(try await texts("f") == [])
            #expect(try await texts("%_") == [])
            let brands = try await city.catalog.suggestions(for: "käser").filter { $0.kind == .brand }
            #expect(brands.map(\.text) == ["Käserei Felsberg"])
            let category = try #require(try await city.catalog.suggestions(for: "ersatz").first { $0.kind == .category })
            #expect(category.target == "Fahrräder > Ersatzteile" && category.products == 1)
            #expect(try await city.catalog.suggestions(for: "lad").contains { $0.kind == .shop && $0.target == "buch" })
            #expect(try await city.catalog.suggestions(for: "t", limit: 1).count <= 1)
        }
    }

    @Test("whether a misspelt word is known is asked of the words' indexes, not of one product after the other")
    func misspeltWord() async throws {
        try await CityFixture.run { city in
            _ = try await city.catalog.importCatalog(
                GeneratedCatalog(rows: 3000, price: 1), for: city.bookseller, options: ImportOptions(isConfirmed: true))
            try await city.database.execute("test.analyze", "ANALYZE catalog.product")
            for (word, isKnown) in [("haushalt", true), ("hausalt", false), ("xq", false)] {
                let read = try await city.database.transaction("test.known") { transaction in
                    let known = try await transaction.one("test.known", "SELECT catalog.is_known(\(word))").decode(Bool.self)
                    #expect(known == isKnown, "\(word)")
                    return try await transaction.one(
                        "test.read",
                        """
                        SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables
                        WHERE schemaname = 'catalog' AND relname = 'product'
                        """
                    ).decode(Int.self)
                }
                #expect(read < 100, "\(word)")
            }
        }
    }
}

extension ProductQuery {
    /// The same question with something else about it.
    fileprivate func with(_ change: (inout ProductQuery) -> Void) -> ProductQuery {
        var query = self
        change(&query)
        return query
    }
}
