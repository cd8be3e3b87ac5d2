import Foundation

/// Rows per second of a catalog's upload over HTTP beside a bare `\copy` of the same rows into a table with the same columns,
/// constraints and indexes.
struct ImportBenchmark {
    let city: BenchmarkCity
    let service: ServiceUnderTest
    let postgres: PostgresTools

    func measure() throws -> [Figure] {
        let file = try city.catalog()
        let token = try service.retailerToken()
        func upload() throws -> Double {
            let start = Date()
            let report = try Shell.run([
                "curl", "-fsS", "-X", "POST", "-H", "Authorization: Bearer \(token)", "-H", "Content-Type: text/csv", "-T",
                file.path,
                "\(service.address)/api/v1/retailer/catalog",
            ])
            guard report.contains("\"refused\":0") else {
                throw Shell.Failed(description: "rows were refused: \(report.prefix(500))")
            }
            return Date().timeIntervalSince(start)
        }
        let new = try upload()
        let unchanged = try upload()
        try postgres.sql("VACUUM ANALYZE")
        let copy = try postgres.secondsToCopy(from: "catalog.product", where: "sku LIKE 'BENCH-%'", rows: city.products)
        let rows = Double(city.products)
        return [
            Figure(name: "CSV import, new rows", ours: rows / new, reference: rows / copy, unit: "rows/s", goal: "≥ 0.33"),
            Figure(
                name: "CSV import, unchanged rows", ours: rows / unchanged, reference: rows / copy, unit: "rows/s", goal: "≥ 0.33"
            ),
        ]
    }
}
