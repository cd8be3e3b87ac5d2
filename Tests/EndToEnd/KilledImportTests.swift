import Database
import Foundation
import TestSupport
import Testing

/// The service dies while it applies a large file.
@Suite("A killed import", .serialized)
struct KilledImportTests {
    private static let products = 12_000
    /// In the second batch of lines that are written, so that the first is written by then.
    private static let lastLocked = 11_500

    /// The articles at another price, and some that are new.
    private static func file(price: Int, new: Int = 0) -> String {
        let rows = (1...(products + new)).map { "KILL-\($0);Schraube \($0);\(price),\(10 + $0 % 90);\($0 % 50 + price)\n" }
        return "sku;title;price;stock\n" + rows.joined()
    }

    /// All that an import writes, as one digest.
    private static func digest(_ database: Database, of tables: [String]) async throws -> [String] {
        var digests: [String] = []
        for table in tables {
            digests.append(
                try await database.one(
                    "test.digest",
                    """
                    SELECT coalesce(md5(string_agg(line, '' ORDER BY line)), '')
                    FROM (SELECT row::text AS line FROM catalog.\(identifier: table) AS row) AS lines
                    """
                ).decode(String.self))
        }
        return digests
    }

    private static let written = [
        "product", "stock_level", "stock_movement", "price_history", "import_effect", "picture_source",
    ]

    @Test("killed in the middle of an apply, the catalog is as it was, and the file can be applied afterwards")
    func killed() async throws {
        try await TestDatabase.withDatabase(configure: { $0.statementTimeout = .seconds(120) }) { database in
            let city = try RunningCity(databaseURL: database.configuration.url, orders: 0)
            defer { city.stop() }
            try await city.start()
            let tokenFile = city.tokenFile("retailer-radwerk")
            let login = try await city.terminal(["login", "--url", city.address, "--token-file", tokenFile])
            try #require(login.code == 0, "\(login.error)")
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("killed-\(UUID())")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let (first, second) = (folder.appendingPathComponent("1.csv"), folder.appendingPathComponent("2.csv"))
            try Data(Self.file(price: 3).utf8).write(to: first)
            try Data(Self.file(price: 5, new: 500).utf8).write(to: second)
            let applied = try await city.terminal(["catalog", "import", first.path, "--apply"])
            try #require(applied.code == 0, "\(applied.output)\(applied.error)")
            let looked = try await city.terminal(["catalog", "import", second.path])
            try #require(looked.code == 0, "\(looked.output)\(looked.error)")
            let id = try await database.one(
                "test.import", "SELECT id::text FROM catalog.import WHERE state = 'ready' ORDER BY created_at DESC LIMIT 1"
            ).decode(String.self)
            let before = try await Self.digest(database, of: Self.written)

            try await database.transaction("test.hold") { transaction in
                // Whoever writes this article waits: the service is in the middle of its work, and stays there.
                try await transaction.execute(
                    "test.lock", "SELECT FROM catalog.product WHERE sku = \("KILL-\(Self.lastLocked)") FOR UPDATE")
                let token = try String(contentsOfFile: tokenFile, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
                let asked = try await city.run(
                    URL(filePath: "/usr/bin/env"),
                    [
                        "curl", "-fsS", "-X", "POST", "-H", "Authorization: Bearer \(token)",
                        "\(city.address)/api/v1/retailer/imports/\(id)/apply",
                    ])
                try #require(asked.code == 0, "\(asked.error)")
                try await Self.wait(for: "the first batch to be written") {
                    try await database.one(
                        "test.progress",
                        "SELECT state = 'applying' AND phase = 'writing' AND done >= 10000 FROM catalog.import WHERE id = \(id)::uuid"
                    ).decode(Bool.self)
                }
                city.killService()
            }
            #expect(try await Self.digest(database, of: Self.written) == before)

            try await city.serve()
            #expect(try await Self.digest(database, of: Self.written) == before)
            // As if the dead worker had been silent for long enough.
            try await database.execute(
                "test.age", "UPDATE catalog.import SET heartbeat_at = heartbeat_at - interval '1 hour' WHERE id = \(id)::uuid")
            try await Self.wait(for: "the file to be applied") {
                try await database.one(
                    "test.state", "SELECT state = 'applied' FROM catalog.import WHERE id = \(id)::uuid"
                ).decode(Bool.self)
            }
            let (count, cheapest, stock, effects) = try await database.one(
                "test.after",
                """
                SELECT count(*), min(price_cents), sum(on_hand),
                    (SELECT count(*) FROM catalog.import_effect WHERE import_id = \(id)::uuid)
                FROM catalog.product JOIN catalog.stock_level ON product_id = product.id WHERE sku LIKE 'KILL-%'
                """
            ).decode(Int.self, Int.self, Int.self, Int.self)
            #expect(count == Self.products + 500 && effects == count)
            #expect(cheapest == 510)
            #expect(stock == (1...count).reduce(0) { $0 + $1 % 50 + 5 })

            let undone = try await city.terminal(["catalog", "import", "--undo"])
            #expect(undone.code == 0, "\(undone.output)\(undone.error)")
            let (left, price) = try await database.one(
                "test.undone", "SELECT count(*), max(price_cents) FROM catalog.product WHERE sku LIKE 'KILL-%'"
            ).decode(Int.self, Int.self)
            #expect(left == Self.products && price == 399)
        }
    }

    /// Asks until it is so, for two minutes at the most.
    private static func wait(for what: String, _ isSo: () async throws -> Bool) async throws {
        let start = ContinuousClock.now
        while try await !isSo() {
            try #require(start.duration(to: .now) < .seconds(120), "waited in vain for \(what)")
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
