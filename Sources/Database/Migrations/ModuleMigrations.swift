internal import Crypto
public import Foundation

/// One numbered SQL file of a module: `0001-schema.sql`.
public struct Migration: Sendable, Hashable {
    public let number: Int
    /// The file's name without number and ending, e.g. `schema`.
    public let name: String
    /// One or more statements. They run in one transaction, so nothing that cannot (`CREATE INDEX CONCURRENTLY`, `VACUUM`).
    public let sql: String
    /// SHA-256 of the text, in hexadecimal.
    public let checksum: String

    public init(number: Int, name: String, sql: String) {
        self.number = number
        self.name = name
        self.sql = sql
        checksum = SHA256.hash(data: Data(sql.utf8)).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}

/// A module's migrations in the order of their numbers.
public struct ModuleMigrations: Sendable {
    /// The module's name as it is recorded, e.g. `catalog`.
    public let module: String
    public let migrations: [Migration]

    /// - Throws: ``DatabaseError/Code/migration`` when a number occurs twice.
    public init(module: String, migrations: [Migration]) throws {
        self.module = module
        self.migrations = migrations.sorted { $0.number < $1.number }
        for (one, next) in zip(self.migrations, self.migrations.dropFirst()) where one.number == next.number {
            throw DatabaseError(
                .migration, "module \(module) has two migrations numbered \(one.number): \(one.name) and \(next.name)")
        }
    }

    /// Reads the files `NNNN-name.sql` of the folder `Migrations` in a module's bundle:
    ///
    ///     .load(module: "catalog", from: .module)
    ///
    /// SwiftPM looks for the bundle beside the running executable, so it is found wherever that is started from.
    public static func load(module: String, from bundle: Bundle) throws -> ModuleMigrations {
        let folder =
            bundle.url(forResource: "Migrations", withExtension: nil)
            ?? bundle.bundleURL.appendingPathComponent("Migrations", isDirectory: true)
        return try load(module: module, directory: folder)
    }

    /// Reads the files `NNNN-name.sql` of a folder; a file named otherwise is an error, so that none is left out by a slip.
    public static func load(module: String, directory: URL) throws -> ModuleMigrations {
        let files: [URL]
        do {
            files = try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
        } catch {
            throw DatabaseError(.migration, "the migrations of module \(module) cannot be read in \(directory.path): \(error)")
        }
        let migrations = try files.filter { !$0.lastPathComponent.hasPrefix(".") }.map { try read($0, module) }
        return try ModuleMigrations(module: module, migrations: migrations)
    }

    private static func read(_ file: URL, _ module: String) throws -> Migration {
        let name = file.lastPathComponent
        let parts = file.deletingPathExtension().lastPathComponent.split(separator: "-", maxSplits: 1)
        guard file.pathExtension == "sql", parts.count == 2, parts[0].count == 4, let number = Int(parts[0]), number > 0 else {
            throw DatabaseError(.migration, "\(name) of module \(module) is not named like 0001-schema.sql")
        }
        guard let sql = try String(bytes: Data(contentsOf: file), encoding: .utf8) else {
            throw DatabaseError(.migration, "\(name) of module \(module) is not UTF-8 text")
        }
        return Migration(number: number, name: String(parts[1]), sql: sql)
    }
}

/// A migration that has been applied.
public struct AppliedMigration: Sendable, Hashable {
    public let module: String
    public let number: Int
    public let name: String
    public let checksum: String
}
