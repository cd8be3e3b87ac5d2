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
    @Flag(help: "Only the requests: the products are imported once, and not measured.")
    var requestsOnly = false
    @Option(help: "Of the requests only those whose name has this in it, e.g. suggestions.")
    var only = ""
    @Option(help: "So often each request is measured, ours and pgbench in turn; the figure is the median.")
    var rounds = 1
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
        let imports = ImportBenchmark(city: city, service: service, postgres: postgres)
        if requestsOnly { try imports.fill() } else { try figures.add(imports.measure()) }
        try figures.write()
        if !importOnly {
            let requests = RequestBenchmark(
                service: service, postgres: postgres, folder: folder, connections: connections, seconds: seconds, rounds: rounds)
            try postgres.sql("SELECT catalog.refresh_vocabulary()")
            for (name, paths) in try questions(city, postgres) where only.isEmpty || name.contains(only) {
                try figures.add(requests.measure(name, paths: paths))
                // What is measured stays, should the run break off.
                try figures.write()
            }
        }
        print(figures.table())
    }

    func validate() throws {
        guard rounds > 0 else { throw ValidationError("--rounds begins with 1.") }
        guard !importOnly || !requestsOnly else { throw ValidationError("Either --import-only or --requests-only.") }
    }

    /// What is asked of the shop window: a name for each kind of question, and the paths asked in turn.
    private func questions(_ city: BenchmarkCity, _ postgres: PostgresTools) throws -> [(name: String, paths: [String])] {
        let searches = city.searches(200)
        return [
            ("GET /products/{id}", try postgres.productIDs(200).map { "/api/v1/products/\($0)" }),
            ("GET /products?q=", searches.map { "/api/v1/products?q=\($0)&limit=24" }),
            ("GET /search/filters?q=", searches.map { "/api/v1/search/filters?q=\($0)" }),
            ("GET /search/suggestions?q=", city.beginnings(200).map { "/api/v1/search/suggestions?q=\($0)" }),
        ]
    }
}
