import ArgumentParser
import Database
import Logging
import ServiceLifecycle
import UnixSignals

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the service: HTTP API, pages and workers in one process.",
        discussion: "SIGTERM or Ctrl-C ends it in good order. Any number of these can share one database.")

    @Option(help: "Address to listen on.")
    var host = "127.0.0.1"
    @Option(help: "Port to listen on.")
    var port = 8080
    @OptionGroup var network: NetworkOption

    func validate() throws {
        guard (1...65_535).contains(port) else { throw ValidationError("--port takes 1 to 65535.") }
    }

    func run() async throws {
        let settings = try network.settings()
        let modules = try Modules(settings)
        try await modules.migrate()
        try await MarketplaceService(modules: modules, settings: settings, host: host, port: port).run()
    }
}

/// The street network, for commands that plan or show ways.
struct NetworkOption: ParsableArguments {
    @Option(
        name: .customLong("network"),
        help:
            "The street graph that `dispatch-cli network import` stores, or an extract. Default: NETWORK_GRAPH, then \(StreetsAtStart.usualPlace).",
        completion: .file())
    var graph: String?

    func settings() throws -> Settings {
        var settings = try Settings()
        if let graph { settings.networkGraph = graph }
        return settings
    }
}

struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Only do the work behind the scenes: planning and what follows events.",
        discussion: "For machines that plan while others serve. Any number of these can share one database.")

    @OptionGroup var network: NetworkOption

    func run() async throws {
        let modules = try Modules(try network.settings())
        try await modules.migrate()
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: modules.workers.map { .init(service: $0) },
                gracefulShutdownSignals: [.sigterm, .sigint], logger: modules.logger))
        modules.logger.notice("working")
        try await group.run()
    }
}

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database's tables up to this version.")

    func run() async throws {
        let modules = try Modules(try Settings())
        let applied = try await modules.migrate()
        await modules.database.close()
        print(applied.isEmpty ? "The tables are up to date." : "Applied \(applied.count) migrations.")
    }
}
