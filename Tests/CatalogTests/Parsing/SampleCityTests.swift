import Accounts
import Foundation
import Testing

@testable import Catalog

/// The sample city's files are written as shops write them: in several dialects and encodings.
@Suite("Reading the sample city")
struct SampleCityTests {
    private let seed = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../seed").standardized

    @Test("every catalog of the sample city is read without a bad row")
    func catalogs() throws {
        let shops = try CSVTable(Data(contentsOf: seed.appending(path: "shops.csv")))
        let keys = Dictionary(uniqueKeysWithValues: try shops.lines.map { (try $0.required("shop_key"), ShopID.new()) })
        #expect(keys.count >= 12)
        var products = 0
        var encodings: Set<TextEncoding> = []
        for key in keys.keys {
            var intake = CatalogIntake(FeedSetting(shops: keys.filter { $0.key == key }, now: 0))
            try intake.append([UInt8](Data(contentsOf: seed.appending(path: "catalogs/\(key).csv"))))
            try intake.finish()
            while let row = try intake.next() {
                #expect(row.price ?? 0 > 0 && row.title?.isEmpty == false, "\(key) \(row.sku)")
                products += 1
            }
            #expect(intake.tally.problems == [], "\(key)")
            #expect(try intake.layout.ignored == [], "\(key)")
            encodings.insert(intake.file.encoding)
        }
        #expect(products >= 600)
        #expect(encodings.contains(.windows1252))
    }

    @Test("the opening hours of every shop are understood")
    func openingHours() throws {
        let shops = try CSVTable(Data(contentsOf: seed.appending(path: "shops.csv")))
        for shop in shops.lines {
            let hours = try OpeningHours(parsing: try shop.required("opening_hours"))
            #expect(hours.rules.contains { !$0.spans.isEmpty }, "line \(shop.number)")
        }
    }
}
