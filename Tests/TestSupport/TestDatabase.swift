public import Database
internal import Foundation
internal import Logging
internal import Synchronization

/// Fresh databases for tests, on the throw-away server that `make test` starts.
public enum TestDatabase {
    /// Runs `body` on a database of its own in which `migrations` have been applied, and drops it afterwards.
    ///
    /// The migrated database is built once for each set of migrations and copied from then on, which takes some 50 ms.
    public static func withDatabase<T: Sendable>(
        migrations: [ModuleMigrations] = [], configure: (inout DatabaseConfiguration) -> Void = { _ in },
        actor: isolated (any Actor)? = #isolation, _ body: (Database) async throws -> T
    ) async throws -> T {
        let server = try TestServer.shared.get()
        let template = try await server.template(for: migrations)
        let name = "test_\(UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: "_"))"
        try await server.create(name, from: template)
        var configuration = server.configuration(database: name)
        configure(&configuration)
        let database = Database(configuration, logger: TestServer.logger)
        do {
            let value = try await body(database)
            await database.close()
            try await server.drop(name)
            return value
        } catch {
            await database.close()
            try? await server.drop(name)
            throw error
        }
    }

    /// The connection string of the throw-away server.
    /// - Throws: ``MissingServer`` outside `make test`.
    public static func url() throws -> String { try TestServer.shared.get().url }

    /// Tests against a database were run without one.
    public struct MissingServer: Error, CustomStringConvertible {
        public let description =
            "TEST_DATABASE_URL is not set: these tests need a PostgreSQL server. Run `make test`, which starts a throw-away one."
    }
}

/// The server that the tests share, reached as a superuser.
private actor TestServer {
    static let shared: Result<TestServer, TestDatabase.MissingServer> = {
        guard let url = ProcessInfo.processInfo.environment["TEST_DATABASE_URL"], !url.isEmpty else {
            return .failure(TestDatabase.MissingServer())
        }
        return .success(TestServer(url: url))
    }()

    static let logger: Logger = {
        var logger = Logger(label: "test-database")
        logger.logLevel = ProcessInfo.processInfo.environment["TEST_LOG_LEVEL"].flatMap { Logger.Level(rawValue: $0) } ?? .error
        return logger
    }()

    nonisolated let url: String
    private let maintenance: Database
    private var templates: [String: Task<Void, any Error>] = [:]

    init(url: String) {
        self.url = url
        maintenance = Database(
            DatabaseConfiguration(url: url, maximumConnections: 4, leaseTimeout: .seconds(120), statementTimeout: .seconds(120)),
            logger: TestServer.logger)
    }

    nonisolated func configuration(database: String) -> DatabaseConfiguration {
        // Generous times: a test machine may be busy with other things, and no test is about how fast it is.
        DatabaseConfiguration(
            url: TestServer.url(url, database: database), maximumConnections: 8, pipelinedConnections: 2,
            connectTimeout: .seconds(60), leaseTimeout: .seconds(120), statementTimeout: .seconds(120))
    }

    /// The same server, another database. libpq has no call for it; the URL's path or the `dbname` word is replaced.
    private static func url(_ url: String, database: String) -> String {
        guard url.hasPrefix("postgres://") || url.hasPrefix("postgresql://"), var parts = URLComponents(string: url) else {
            return url + " dbname=\(database)"
        }
        parts.path = "/" + database
        return parts.string ?? url
    }

    func create(_ name: String, from template: String) async throws {
        try await maintenance.execute(
            "test.createDatabase", "CREATE DATABASE \(identifier: name) TEMPLATE \(identifier: template)")
    }

    func drop(_ name: String) async throws {
        try await maintenance.execute("test.dropDatabase", "DROP DATABASE IF EXISTS \(identifier: name) WITH (FORCE)")
    }

    /// The name of a migrated database that nobody connects to.
    func template(for migrations: [ModuleMigrations]) async throws -> String {
        if migrations.isEmpty { return "template0" }
        var fingerprint: UInt64 = 14_695_981_039_346_656_037
        for module in migrations {
            for migration in module.migrations {
                for byte in "\(module.module) \(migration.number) \(migration.checksum)\n".utf8 {
                    // FNV-1a.
                    fingerprint = (fingerprint ^ UInt64(byte)) &* 1_099_511_628_211
                }
            }
        }
        let name = "template_\(String(fingerprint, radix: 16))"
        let building = templates[name] ?? Task { try await self.build(name, migrations) }
        templates[name] = building
        try await building.value
        return name
    }

    private func build(_ name: String, _ migrations: [ModuleMigrations]) async throws {
        let exists = try await maintenance.first("test.templateExists", "SELECT 1 FROM pg_database WHERE datname = \(name)")
        guard exists == nil else { return }
        // Built under another name: a template that exists is complete, whatever happened to an earlier run.
        let draft = "draft_\(UUID().uuidString.lowercased())"
        try await create(draft, from: "template0")
        let database = Database(configuration(database: draft), logger: TestServer.logger)
        do {
            try await database.migrate(migrations)
            await database.close()
        } catch {
            await database.close()
            try await drop(draft)
            throw error
        }
        do {
            try await maintenance.execute(
                "test.publishTemplate", "ALTER DATABASE \(identifier: draft) RENAME TO \(identifier: name)")
        } catch let error as DatabaseError where error.sqlState == .duplicateDatabase {
            // Another process was as quick.
            try await drop(draft)
        }
    }
}
