import ArgumentParser
import Foundation

/// Measures the service beside bare PostgreSQL, in one run on one machine. Started by `make bench`.
@main
struct Benchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmarks", abstract: "CSV import, product look-ups and search, each beside PostgreSQL's own tools.")

    @Option(help: "The service's program.")
    var marketplace: String
    @Option(help: "An empty server that may be filled: its connection string.")
    var database: String
    @Option(help: "Where that server writes its log.")
    var serverLog: String
    @Option(help: "Folder of the sample city.")
    var seed = "seed"
    @Option(help: "Products to import and search among.")
    var products = 100_000
    @Option(help: "Connections for requests per second, here and in pgbench.")
    var connections = 16
    @Option(help: "Seconds for each measurement of requests.")
    var seconds = 10
    @Flag(help: "Only the import: for a million products, to see that memory stays flat.")
    var importOnly = false
    @Option(help: "Port for the service.")
    var port = 18_080
    @Option(help: "Where the figures are kept.")
    var output = "docs/benchmarks/latest.json"

    func run() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "schaufenster-bench-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }

        let city = BenchmarkCity(folder: folder, products: products)
        let postgres = PostgresTools(url: database, log: serverLog, folder: folder)
        let service = try ServiceUnderTest(program: marketplace, database: database, seed: seed, port: port, folder: folder)
        try await service.start()
        defer { service.stop() }

        var figures = Figures(file: output)
        try figures.add(ImportBenchmark(city: city, service: service, postgres: postgres).measure())
        guard !importOnly else {
            try figures.write()
            return print(figures.table())
        }
        let requests = RequestBenchmark(
            service: service, postgres: postgres, folder: folder, connections: connections, seconds: seconds)
        try figures.add(requests.measure("GET /products/{id}", paths: postgres.productIDs(200).map { "/api/v1/products/\($0)" }))
        try figures.add(
            requests.measure("GET /products?q=", paths: city.searches(200).map { "/api/v1/products?q=\($0)&limit=24" }))
        try figures.add(
            requests.measure("GET /search/filters?q=", paths: city.searches(200).map { "/api/v1/search/filters?q=\($0)" }))
        try postgres.sql("SELECT catalog.refresh_vocabulary()")
        try figures.add(
            requests.measure(
                "GET /search/suggestions?q=", paths: city.beginnings(200).map { "/api/v1/search/suggestions?q=\($0)" }))
        try figures.write()
        print(figures.table())
    }
}
