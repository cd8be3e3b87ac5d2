import Foundation

/// Rows per second of a catalog's upload over HTTP beside a bare `\copy` of the same rows into a table with the same columns,
/// constraints and indexes; and the most memory that the service needed for it.
struct ImportBenchmark {
    let city: BenchmarkCity
    let service: ServiceUnderTest
    let postgres: PostgresTools

    /// Imports the products without measuring it.
    func fill() throws {
        try upload(try city.catalog())
        try postgres.sql("VACUUM ANALYZE")
    }

    /// - Returns: how many seconds it took.
    @discardableResult
    private func upload(_ file: URL) throws -> Double {
        let token = try service.retailerToken()
        let start = Date()
        let report = try Shell.run([
            "curl", "-fsS", "-X", "POST", "-H", "Authorization: Bearer \(token)", "-H", "Content-Type: text/csv", "-T", file.path,
            "\(service.address)/api/v1/retailer/catalog",
        ])
        guard report.contains("\"refused\":0") else {
            throw Shell.Failed(description: "rows were refused: \(report.prefix(500))")
        }
        return Date().timeIntervalSince(start)
    }

    func measure() throws -> [Figure] {
        let catalog = try city.catalog()
        let new = try upload(catalog)
        let changed = try upload(try city.catalog(dearer: 1))
        let unchanged = try upload(try city.catalog(dearer: 1))
        let stocks = try upload(try city.stocks())
        let memory = try service.peakMemory()
        try postgres.sql("VACUUM ANALYZE")
        let copy = try postgres.secondsToCopy(from: "catalog.product", where: "sku LIKE 'BENCH-%'", rows: city.products)
        let rows = Double(city.products)
        func figure(_ name: String, _ seconds: Double) -> Figure {
            Figure(name: "CSV import, \(name)", ours: rows / seconds, reference: rows / copy, unit: "rows/s", goal: "≥ 0.33")
        }
        return [
            figure("new rows", new), figure("changed rows", changed), figure("unchanged rows", unchanged),
            figure("stocks alone", stocks),
            Figure(name: "CSV import, peak memory of 200 MiB", ours: memory, reference: 200, unit: "MiB", goal: "≤ 1"),
        ]
    }
}
