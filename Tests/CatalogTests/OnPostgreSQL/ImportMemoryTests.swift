import Foundation
import Testing

@testable import Catalog

/// Measures the peak of the whole process, so `scripts/test.sh` runs it in one of its own: what other tests need at the same time would count.
@Suite("Memory during an upload")
struct ImportMemoryTests {
    @Test("does not grow with the file: 100,000 rows in less than 96 MiB more")
    func memory() async throws {
        try await CityFixture.run { city in
            _ = try await city.catalog.importCatalog(
                GeneratedCatalog(rows: 2000, price: 1), for: city.bookseller, options: ImportOptions(isConfirmed: true))
            let before = try residentPeak()
            let report = try await city.catalog.importCatalog(
                GeneratedCatalog(rows: 100_000, price: 2), for: city.bookseller, options: ImportOptions(isConfirmed: true))
            #expect(report.created == 98_000 && report.changed == 2000 && report.refused == 0)
            let grown = try residentPeak() - before
            // The rows alone would be more.
            #expect(grown < 96 << 20)
        }
    }

    /// The most memory the process has had, in bytes.
    private func residentPeak() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        let kibibytes = line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) }
        return try #require(kibibytes) * 1024
    }
}

/// A catalog of any length that is never in memory as a whole.
struct GeneratedCatalog: AsyncSequence {
    let rows: Int
    let price: Int

    struct Iterator: AsyncIteratorProtocol {
        let rows: Int
        let price: Int
        var next = 0

        mutating func next() async -> [UInt8]? {
            guard next <= rows else { return nil }
            var text = next == 0 ? "sku;titel;preis;bestand;kategorie;beschreibung;gewicht_g\n" : ""
            for row in Swift.max(next, 1)..<Swift.max(Swift.min(next + 500, rows + 1), 1) {
                text +=
                    "SKU-\(row);Artikel Nummer \(row) für den Haushalt;\(price),\(10 + row % 90);\(row % 50);Haushalt > Regal \(row % 100);"
                text += "Praktisch, robust und lange haltbar. Farbe \(row % 17), Form \(row % 23).;\(row % 5000)\n"
            }
            next += 500
            return Array(text.utf8)
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(rows: rows, price: price) }
}
