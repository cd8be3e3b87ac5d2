import Database
import Foundation
import TestSupport
import Testing

@Suite struct MigrationTests {
    private func catalog(_ files: (Int, String)...) throws -> ModuleMigrations {
        try ModuleMigrations(module: "catalog", migrations: files.map { Migration(number: $0.0, name: "step", sql: $0.1) })
    }

    @Test func `migrations run once, in order, and are recorded with their checksums`() async throws {
        try await TestDatabase.withDatabase { database in
            let migrations = try catalog(
                (2, "INSERT INTO catalog.product VALUES (1); INSERT INTO catalog.product VALUES (2);"),
                (1, "CREATE SCHEMA catalog; CREATE TABLE catalog.product (id int); -- Ä; ';'\n"))
            let applied = try await database.migrate([migrations])
            #expect(applied.map(\.number) == [1, 2])
            #expect(try await database.migrate([migrations]).isEmpty)
            #expect(try await database.one("test.count", "SELECT count(*) FROM catalog.product").decode(Int.self) == 2)
            let recorded = try await database.query("test.recorded", "SELECT checksum FROM database.migration ORDER BY number")
                .decode(String.self)
            #expect(recorded == migrations.migrations.map(\.checksum) && recorded.allSatisfy { $0.count == 64 })
        }
    }

    @Test func `a checksum is the text's SHA-256`() {
        #expect(
            Migration(number: 1, name: "a", sql: "abc").checksum
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func `a file that was changed after it ran is an error and nothing new runs`() async throws {
        try await TestDatabase.withDatabase { database in
            try await database.migrate([try catalog((1, "CREATE SCHEMA catalog"))])
            let error = await #expect(throws: DatabaseError.self) {
                try await database.migrate([try catalog((1, "CREATE SCHEMA catalogue"), (2, "CREATE SCHEMA other"))])
            }
            #expect(error?.code == .migration && error?.message.contains("was changed") == true)
            #expect(try await database.first("test.schema", "SELECT 1 FROM pg_namespace WHERE nspname = 'other'") == nil)
        }
    }

    @Test func `a file numbered below what has run is an error`() async throws {
        try await TestDatabase.withDatabase { database in
            try await database.migrate([try catalog((2, "CREATE SCHEMA catalog"))])
            let error = await #expect(throws: DatabaseError.self) {
                try await database.migrate([try catalog((1, "CREATE SCHEMA late"), (2, "CREATE SCHEMA catalog"))])
            }
            #expect(error?.code == .migration && error?.message.contains("higher number") == true)
        }
    }

    @Test func `a migration that fails leaves nothing of itself and keeps those before it`() async throws {
        try await TestDatabase.withDatabase { database in
            let broken = try catalog(
                (1, "CREATE SCHEMA catalog"), (2, "CREATE TABLE catalog.a (i int); CREATE TABLE catalog.b (i nonsense);"))
            let error = await #expect(throws: DatabaseError.self) { try await database.migrate([broken]) }
            #expect(error?.statement == "migration 2 (step) of module catalog" && error?.message.contains("nonsense") == true)
            #expect(try await database.query("test.tables", "SELECT 1 FROM pg_tables WHERE schemaname = 'catalog'").isEmpty)
            let mended = try catalog((1, "CREATE SCHEMA catalog"), (2, "CREATE TABLE catalog.a (i int)"))
            #expect(try await database.migrate([mended]).map(\.number) == [2])
        }
    }

    @Test func `a migration cannot end its own transaction`() async throws {
        try await TestDatabase.withDatabase { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.migrate([try catalog((1, "COMMIT; CREATE SCHEMA catalog"))])
            }
            #expect(error?.code == .misuse)
            let recorded = try await database.query("test.recorded", "SELECT 1 FROM database.migration")
            #expect(recorded.isEmpty)
        }
    }

    @Test func `eight processes that migrate at once apply each migration once`() async throws {
        try await TestDatabase.withDatabase { database in
            let migrations = try catalog(
                (1, "CREATE SCHEMA catalog; CREATE TABLE catalog.product (id int);"),
                (2, "INSERT INTO catalog.product VALUES (1)"),
                (3, "SELECT pg_sleep(0.05); INSERT INTO catalog.product VALUES (2)"))
            let applied = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 { group.addTask { try await database.migrate([migrations]).count } }
                return try await group.reduce(0, +)
            }
            #expect(applied == 3)
            #expect(try await database.one("test.count", "SELECT count(*) FROM catalog.product").decode(Int.self) == 2)
        }
    }

    @Test func `files are read from their folder, and one named otherwise is not passed over`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("migrations-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("SELECT 1".utf8).write(to: folder.appendingPathComponent("0002-second-step.sql"))
        try Data("SELECT 2".utf8).write(to: folder.appendingPathComponent("0001-first.sql"))
        let loaded = try ModuleMigrations.load(module: "catalog", directory: folder)
        #expect(loaded.migrations.map(\.number) == [1, 2] && loaded.migrations.map(\.name) == ["first", "second-step"])
        try Data("SELECT 3".utf8).write(to: folder.appendingPathComponent("0002-again.sql"))
        #expect(throws: DatabaseError.self) { try ModuleMigrations.load(module: "catalog", directory: folder) }
        try FileManager.default.removeItem(at: folder.appendingPathComponent("0002-again.sql"))
        try Data("SELECT 3".utf8).write(to: folder.appendingPathComponent("3-third.sql"))
        let error = #expect(throws: DatabaseError.self) { try ModuleMigrations.load(module: "catalog", directory: folder) }
        #expect(error?.message.contains("3-third.sql") == true)
    }

    @Test func `a test database starts from its migrations`() async throws {
        let migrations = try catalog((1, "CREATE SCHEMA catalog; CREATE TABLE catalog.product (id int);"))
        for _ in 0..<2 {
            try await TestDatabase.withDatabase(migrations: [migrations]) { database in
                let inserted = try await database.execute("test.insert", "INSERT INTO catalog.product VALUES (1)")
                #expect(inserted == 1)
                #expect(try await database.one("test.count", "SELECT count(*) FROM catalog.product").decode(Int.self) == 1)
            }
        }
    }
}
