import Database
import Foundation
import Testing

@testable import Catalog

/// The files of `Tests/Fixtures/feeds`: one for each format, dialect and encoding, written by hand after the format with made-up products.
@Suite("Files of other systems")
struct FeedFormatTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        let file: String
        let format: FeedFormat
        var encoding = TextEncoding.utf8
        /// What the format, or the sample, cannot say.
        var without: Set<String> = []
        var testDescription: String { file }
    }

    private static let feeds = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/feeds")
        .standardized

    /// What shop systems' exports do not have.
    private static let shopSystem: Set<String> = [
        "vat_percent", "ingredients", "allergens", "minimum_age", "manufacturer", "manufacturer_contact", "deposit_cents",
        "handling",
    ]

    static let samples: [Sample] = [
        Sample(file: "own-german-windows-1252.csv", format: .schaufenster, encoding: .windows1252),
        Sample(file: "own-german-utf8-bom.csv", format: .schaufenster),
        Sample(file: "own-german-excel-unicode.txt", format: .schaufenster, encoding: .utf16LittleEndian),
        Sample(file: "own-german-sep-line.csv", format: .schaufenster),
        Sample(file: "own-german-bars-old-mac.csv", format: .schaufenster),
        Sample(file: "own-german-title-lines.csv", format: .schaufenster),
        Sample(file: "own-english.csv", format: .schaufenster),
        Sample(file: "google-products.tsv", format: .googleProducts, without: shopSystem.union(["stock"])),
        Sample(
            file: "google-products-utf16.txt", format: .googleProducts, encoding: .utf16LittleEndian,
            without: shopSystem.union(["stock"])),
        Sample(file: "shopify-classic.csv", format: .shopifyClassic, without: shopSystem),
        Sample(file: "shopify.csv", format: .shopify, without: shopSystem),
        Sample(
            file: "woocommerce.csv", format: .wooCommerce,
            without: shopSystem.subtracting(["vat_percent"]).union(["content_amount", "content_unit", "brand"])),
        Sample(
            file: "woocommerce-german-germanized.csv", format: .wooCommerce,
            without: ["manufacturer", "manufacturer_contact", "handling", "brand"]),
        Sample(
            file: "shopware.csv", format: .shopware,
            without: shopSystem.subtracting(["vat_percent"])
                .union(["content_amount", "content_unit", "gtin", "strike_price_cents", "weight_grams", "more_images", "stock"])),
    ]

    @Test("each format, dialect and encoding ends up as the same products", arguments: samples)
    func sameProducts(sample: Sample) async throws {
        try await CityFixture.run { city in
            let bytes = [UInt8](try Data(contentsOf: Self.feeds.appending(path: sample.file)))
            // Cut anywhere: through characters, quotes and line ends.
            let report = try await city.catalog.importCatalog(
                Pieces(bytes: bytes, size: 7), for: city.bookseller, options: ImportOptions(isConfirmed: true))
            #expect(report.problems == [])
            #expect(report.format == sample.format && report.encoding == sample.encoding)
            #expect(report.created == 5 && report.rows == 5)
            let products = try await Self.products(in: city)
            #expect(Set(products.keys) == Set(Self.expected.keys))
            for (sku, expected) in Self.expected {
                for (column, value) in expected where !sample.without.contains(column) {
                    #expect(products[sku]?[column] == value, "\(sku) \(column)")
                }
            }
            let again = try await city.catalog.importCatalog(
                Pieces(bytes: bytes, size: 4096), for: city.bookseller, options: ImportOptions(isConfirmed: true))
            #expect(again.unchanged == 5 && again.changed == 0 && again.created == 0)
        }
    }

    /// Column, then its value as JSON text.
    private static let expected: [String: [String: String]] = {
        var cheese = [
            "title": #""Bergkäse, jung""#, "description": #""Kräftig & mild.""#, "price_cents": "870",
            "strike_price_cents": "990",
            "vat_percent": "7", "stock": "12", "gtin": #""4006381333931""#, "category": #""Lebensmittel > Käse""#,
            "brand": #""Käserei Felsberg""#, "weight_grams": "310", "content_amount": "250", "content_unit": #""g""#,
            "deposit_cents": "0", "ingredients": #""Milch, Salz, Lab""#, "allergens": #"["milk"]"#, "minimum_age": "null",
            "manufacturer": #""Käserei Felsberg GmbH""#, "manufacturer_contact": #""Talweg 1, 64283 Darmstadt""#,
            "handling": #""chilled""#, "options": "[]", "image_url": #""https://laden.example/kaese.jpg""#,
            "more_images": #"["https://laden.example/kaese-2.jpg"]"#, "active": "true", "grouped": "false",
        ]
        cheese["variant_group"] = nil
        let shirt = [
            "title": #""Stadthemd""#, "description": #""Aus Leinen.""#, "price_cents": "2490", "strike_price_cents": "null",
            "vat_percent": "19", "category": #""Kleidung > Hemden""#, "brand": #""Heiner""#, "allergens": "null",
            "image_url": #""https://laden.example/hemd.jpg""#, "more_images": "[]", "grouped": "true",
        ]
        let juice = [
            "description": #""Naturtrüb,\nvon Streuobstwiesen.""#, "price_cents": "1200", "vat_percent": "19",
            "weight_grams": "9500",
            "content_amount": "6000", "content_unit": #""ml""#, "deposit_cents": "240", "allergens": "[]",
            "handling": #""bulky""#,
            "ingredients": #""Apfelsaft""#, "grouped": "false",
        ]
        let wine = [
            "title": #""Riesling \"Alte Reben\"""#, "description": #""""#, "price_cents": "100980", "strike_price_cents": "null",
            "stock": "3", "minimum_age": "16", "allergens": #"["sulphites"]"#, "content_amount": "750", "weight_grams": "1250",
        ]
        return [
            "KAE-250": cheese,
            "HEMD-M": shirt.merging(["stock": "5", "weight_grams": "220", "options": #"["Größe", "M", "Farbe", "rot"]"#]) { $1 },
            "HEMD-L": shirt.merging(["stock": "0", "weight_grams": "240", "options": #"["Größe", "L", "Farbe", "rot"]"#]) { $1 },
            "SAFT-6": juice, "WEIN-1": wine,
        ]
    }()

    /// The bookseller's products as they are stored: column, then JSON text.
    private static func products(in city: CityFixture) async throws -> [String: [String: String]] {
        let rows = try await city.database.query(
            "test.products",
            """
            SELECT sku, column_value.key, column_value.value::text
            FROM catalog.product JOIN catalog.stock_level ON product_id = id
            CROSS JOIN LATERAL jsonb_each(to_jsonb(product) - 'search'
                || jsonb_build_object('stock', on_hand, 'grouped', variant_group IS NOT NULL)) AS column_value
            """)
        var products: [String: [String: String]] = [:]
        for (sku, column, value) in try rows.decode(String.self, String.self, String.self) {
            products[sku, default: [:]][column] = value
        }
        return products
    }

    @Test("Open Food Network's lists say the size in the title, CoopCycle's menus have names for numbers and cents for euros")
    func foodPlatforms() async throws {
        try await CityFixture.run { city in
            let list = [UInt8](try Data(contentsOf: Self.feeds.appending(path: "open-food-network.csv")))
            let report = try await city.catalog.importCatalog(
                Pieces(bytes: list, size: 11), for: city.bookseller, options: ImportOptions(isConfirmed: true))
            #expect(report.format == .openFoodNetwork && report.problems == [] && report.created == 3)
            let products = try await Self.products(in: city)
            #expect(products["KAE-250"]?["title"] == #""Bergkäse, jung, 250 g""#)
            for column in [
                "price_cents", "vat_percent", "stock", "content_amount", "category", "brand", "handling", "description",
            ] {
                #expect(products["KAE-250"]?[column] == Self.expected["KAE-250"]?[column], "\(column)")
            }
            #expect(products["SAFT-6"]?["stock"] == "null" && products["SAFT-6"]?["content_amount"] == "6000")
            #expect(products["WEIN-1"]?["price_cents"] == "100980" && products["WEIN-1"]?["vat_percent"] == "19")
        }
        try await CityFixture.run { city in
            let menu = [UInt8](try Data(contentsOf: Self.feeds.appending(path: "coopcycle.csv")))
            let report = try await city.catalog.importCatalog(
                Pieces(bytes: menu, size: 11), for: city.bookseller, options: ImportOptions(isConfirmed: true))
            #expect(report.format == .coopCycle && report.problems == [] && report.created == 3)
            let products = try await Self.products(in: city)
            let cheese = try #require(products["Bergkäse, jung"])
            #expect(cheese["price_cents"] == "870" && cheese["vat_percent"] == "7" && cheese["handling"] == #""hot""#)
            #expect(products[#"Riesling "Alte Reben""#]?["price_cents"] == "100980")
        }
    }

    @Test("a file of stocks and prices changes those alone, makes nothing new and names what it does not know")
    func stocksAndPrices() async throws {
        try await CityFixture.run { city in
            let all = [UInt8](try Data(contentsOf: Self.feeds.appending(path: "own-german-utf8-bom.csv")))
            _ = try await city.catalog.importCatalog(
                Pieces(bytes: all, size: 4096), for: city.bookseller, options: ImportOptions(isConfirmed: true))
            let before = try await Self.products(in: city)
            let inventory = [UInt8](try Data(contentsOf: Self.feeds.appending(path: "google-local-inventory.tsv")))
            let report = try await city.catalog.importCatalog(
                Pieces(bytes: inventory, size: 9), for: city.bookseller, options: ImportOptions(isConfirmed: true))
            #expect(report.format == .googleLocalInventory && report.changed == 2 && report.created == 0 && report.refused == 1)
            #expect(report.problems.map(\.fault) == [.productUnknown] && report.problems.first?.value == "UNBEKANNT")
            var expected = before
            expected["KAE-250"]?.merge(["price_cents": "850", "strike_price_cents": "990", "stock": "7"]) { $1 }
            expected["HEMD-M"]?["stock"] = "0"
            var after = try await Self.products(in: city)
            for sku in expected.keys { after[sku]?["updated_at"] = expected[sku]?["updated_at"] }
            #expect(after == expected)

            let own = try await city.upload("Artikelnummer;Bestand\nHEMD-M;9\nNEU;1\n")
            #expect(own.changed == 1 && own.created == 0 && own.problems.map(\.fault) == [.productUnknown])
            #expect(try await Self.products(in: city)["HEMD-M"]?["price_cents"] == "2490")
        }
    }

    @Test("a file without rates or shops takes those that were said with it")
    func defaults() async throws {
        try await CityFixture.run { city in
            let file = "id\ttitle\tprice\tavailability\nX\tBrot\t3.40 EUR\tin_stock\n"
            let report = try await city.catalog.importCatalog(
                Pieces(bytes: Array(file.utf8), size: 50), for: city.baker,
                options: ImportOptions(defaults: FeedDefaults(vat: .reduced, shop: "brot-sued")))
            #expect(report.created == 1)
            let product = try #require(try await city.products(of: city.baker)["X"])
            #expect(product.vatPercent == .reduced && product.shop.key == "brot-sued")
            let nowhere = try await city.catalog.importCatalog(
                Pieces(bytes: Array(file.utf8), size: 50), for: city.baker, options: ImportOptions())
            #expect(nowhere.problems.map(\.fault) == [.shopMissing(known: ["brot-mitte", "brot-sued"])])
            await #expect(throws: CatalogFileError.shopUnknown("fremd", known: ["brot-mitte", "brot-sued"])) {
                try await city.catalog.importCatalog(
                    Pieces(bytes: Array(file.utf8), size: 50), for: city.baker,
                    options: ImportOptions(defaults: FeedDefaults(shop: "fremd")))
            }
        }
    }

    @Test("what is wrong in another system's file is said by its own columns")
    func problems() async throws {
        try await CityFixture.run { city in
            let file = """
                Type,SKU,Name,Published,Tax class,Regular price,Parent,"GTIN, UPC, EAN, or ISBN"
                simple,A,Gut,1,,9.90,,
                simple,B,Steuer,1,luxus,9.90,,
                variation,C,,1,parent,1.00,fehlt,
                external,D,Woanders,1,,1.00,,
                simple,E,Nummer,1,,1.00,,"4,00638E+12"
                """
            let report = try await city.upload(file)
            #expect(report.created == 1 && report.refused == 4)
            #expect(
                report.problems.map { "\($0.line) \($0.column) \($0.fault)" } == [
                    "3 Tax class notAVATRate", "4 title empty", "5 Type notForDelivery", "6 GTIN, UPC, EAN, or ISBN gtinSpoiled",
                ])
        }
    }
}
