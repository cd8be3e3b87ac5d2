import Database
import Foundation
import TestSupport
import Testing

private struct Stop: Error {}

@Suite struct CopyTests {
    private let table = TableName("public", "item")

    private func withItems(_ body: (Database) async throws -> Void) async throws {
        try await TestDatabase.withDatabase { database in
            try await database.execute(
                "test.create",
                """
                CREATE TABLE item (
                    id int8 PRIMARY KEY, pieces int4, small int2, title text, weight float4, added timestamptz, tags text[], extra json
                )
                """)
            try await body(database)
        }
    }

    private func count(_ database: Database) async throws -> Int {
        try await database.one("test.count", "SELECT count(*) FROM item").decode(Int.self)
    }

    @Test func `100,000 typed rows go in and come out`() async throws {
        try await withItems { database in
            let added = Date(timeIntervalSince1970: 1_700_000_000)
            let written = try await database.transaction("test.import") { transaction in
                try await transaction.copyIn(
                    "test.copyIn", into: table, columns: ["id", "pieces", "small", "title", "weight", "added", "tags", "extra"]
                ) { writer in
                    for id in 0..<100_000 {
                        let title = id % 10 == 0 ? nil : "Artikel \(id) – \"ü\", ;"
                        try await writer.write(id, id % 7, id % 5, title, 1.5, added, ["a", "b"], RawJSON("{}"))
                    }
                }
            }
            #expect(written == 100_000)
            let row = try await database.one(
                "test.sums", "SELECT count(*), sum(id), sum(pieces), count(title), min(added), max(cardinality(tags)) FROM item")
            let (rows, ids, pieces, titles, earliest, tags) = try row.decode(
                Int.self, Int.self, Int.self, Int.self, Date.self, Int.self)
            #expect(rows == 100_000 && ids == 4_999_950_000 && pieces == (0..<100_000).reduce(0) { $0 + $1 % 7 })
            #expect(titles == 90_000 && earliest == added && tags == 2)

            let text = try await database.transaction("test.export") { transaction in
                var bytes: [UInt8] = []
                for try await chunk in transaction.copyOut(
                    "test.copyOut", "SELECT id, title FROM item WHERE id >= \(10) ORDER BY id", format: .csv(header: true))
                {
                    bytes += chunk
                }
                return String(decoding: bytes, as: UTF8.self)
            }
            let lines = text.split(separator: "\n")
            #expect(lines.count == 99_991)
            #expect(lines[0] == "id,title" && lines[1] == "10," && lines[2] == "11,\"Artikel 11 – \"\"ü\"\", ;\"")
        }
    }

    @Test func `CSV bytes stream in as they are`() async throws {
        try await withItems { database in
            let (chunks, feed) = AsyncStream.makeStream(of: [UInt8].self)
            feed.yield(Array("id,title\n1,Brot\n2,\"Wurst, ".utf8))
            feed.yield(Array("grob\"\n3,\n".utf8))
            feed.finish()
            let rows = try await database.transaction("test.csv") {
                try await $0.copyIn(
                    "test.copyIn", into: table, columns: ["id", "title"], format: .csv(header: true), chunks: chunks)
            }
            #expect(rows == 3)
            let titles = try await database.query("test.titles", "SELECT title FROM item ORDER BY id").decode(String?.self)
            #expect(titles == ["Brot", "Wurst, grob", nil])
        }
    }

    @Test func `a row that the server refuses fails the COPY, and nothing of it stays`() async throws {
        try await withItems { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.transaction("test.import") { transaction in
                    try await transaction.copyIn("test.copyIn", into: table, columns: ["id", "title"]) { writer in
                        for id in 0..<100_000 { try await writer.write(id == 50_000 ? 1 : id, "x") }
                    }
                }
            }
            #expect(error?.isUniqueViolation == true && error?.statement == "test.copyIn" && error?.constraint == "item_pkey")
            let kept = try await count(database)
            #expect(kept == 0)
            #expect(try await database.transaction("test.next") { try await $0.query("test.one", "SELECT 1").count } == 1)
        }
    }

    @Test func `an error of the writer fails the COPY and comes out unchanged`() async throws {
        try await withItems { database in
            await #expect(throws: Stop.self) {
                try await database.transaction("test.import") { transaction in
                    try await transaction.copyIn("test.copyIn", into: table, columns: ["id"]) { writer in
                        for id in 0..<50_000 { try await writer.write(id) }
                        throw Stop()
                    }
                }
            }
            let kept = try await count(database)
            #expect(kept == 0)
        }
    }

    @Test func `a COPY that failed in a savepoint can be tried again`() async throws {
        try await withItems { database in
            try await database.transaction("test.import") { transaction in
                await #expect(throws: DatabaseError.self) {
                    try await transaction.savepoint("test.try") {
                        try await transaction.copyIn("test.copyIn", into: table, columns: ["id"]) {
                            try await $0.write(Int?.none)
                        }
                    }
                }
                let rows = try await transaction.copyIn("test.copyIn", into: table, columns: ["id"]) { try await $0.write(1) }
                #expect(rows == 1)
            }
            #expect(try await count(database) == 1)
        }
    }

    @Test func `a value that does not fit its column is named`() async throws {
        try await withItems { database in
            func failure(_ columns: [String], _ write: @Sendable (inout CopyWriter) async throws -> Void) async throws
                -> DatabaseError?
            {
                await #expect(throws: DatabaseError.self) {
                    try await database.transaction("test.import") {
                        try await $0.copyIn("test.copyIn", into: table, columns: columns) { try await write(&$0) }
                    }
                }
            }
            let tooBig = try await failure(["id", "small"]) { try await $0.write(1, 40_000) }
            #expect(tooBig?.code == .encoding && tooBig?.column == "small")
            let wrongType = try await failure(["id", "pieces"]) { try await $0.write(1, "three") }
            #expect(wrongType?.message.contains("the column is int4, the value text") == true)
            let tooFew = try await failure(["id", "pieces"]) { try await $0.write(1) }
            #expect(tooFew?.code == .encoding)
            let noColumn = try await failure(["id", "nonsense"]) { try await $0.write(1, 1) }
            #expect(noColumn?.message.contains("no column \"nonsense\"") == true)
        }
    }

    @Test func `a query's values reach a COPY as parameters, whatever they contain`() async throws {
        try await withItems { database in
            let nasty = "'; DROP TABLE item; -- \\ \" $1"
            let text = try await database.transaction("test.export") { transaction in
                var bytes: [UInt8] = []
                let query: SQL = """
                    SELECT \(nasty), \(Int?.none) IS NULL, \([1, 2])::text, \(UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16))),
                        \([0, 255] as [UInt8]), \(true)
                    """
                for try await chunk in transaction.copyOut("test.copyOut", query, format: .text) { bytes += chunk }
                return String(decoding: bytes, as: UTF8.self)
            }
            #expect(text == "'; DROP TABLE item; -- \\\\ \" $1\tt\t{1,2}\t01020304-0506-0708-090a-0b0c0d0e0f10\t\\\\x00ff\tt\n")
            #expect(try await count(database) == 0)
        }
    }

    @Test func `leaving a COPY early leaves the transaction usable`() async throws {
        try await withItems { database in
            let answer = try await database.transaction("test.export") { transaction in
                for try await chunk in transaction.copyOut("test.copyOut", "SELECT generate_series(1, 1000000)")
                where !chunk.isEmpty {
                    break
                }
                return try await transaction.one("test.one", "SELECT 1").decode(Int.self)
            }
            #expect(answer == 1)
        }
    }

    @Test func `a statement beside a running COPY is a mistake that says so`() async throws {
        try await withItems { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.transaction("test.export") { transaction in
                    for try await _ in transaction.copyOut("test.copyOut", "SELECT generate_series(1, 1000000)") {
                        _ = try await transaction.query("test.beside", "SELECT 1")
                    }
                }
            }
            #expect(error?.code == .misuse)
            let kept = try await count(database)
            #expect(kept == 0)
        }
    }

    @Test func `a query that fails half-way fails the COPY out`() async throws {
        try await withItems { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.transaction("test.export") { transaction in
                    for try await _ in transaction.copyOut(
                        "test.copyOut", "SELECT 1 / (50000 - i) FROM generate_series(1, 100000) AS i")
                    {}
                }
            }
            #expect(error?.sqlState?.rawValue == "22012" && error?.statement == "test.copyOut")
        }
    }

    @Test func `cancelling stops a COPY in either direction`() async throws {
        try await withItems { database in
            let out = Task {
                try await database.transaction("test.export") { transaction in
                    for try await _ in transaction.copyOut(
                        "test.copyOut", "SELECT i, pg_sleep(0.01) FROM generate_series(1, 100000) AS i")
                    {}
                }
            }
            let into = Task { [table] in
                try await database.transaction("test.import") { transaction in
                    try await transaction.copyIn("test.copyIn", into: table, columns: ["id"]) { writer in
                        for id in 0... { try await writer.write(id) }
                    }
                }
            }
            try await Task.sleep(for: .milliseconds(300))
            out.cancel()
            into.cancel()
            let outError = await #expect(throws: DatabaseError.self) { try await out.value }
            let intoError = await #expect(throws: DatabaseError.self) { try await into.value }
            #expect(outError?.code == .cancelled && intoError?.code == .cancelled)
            #expect(try await count(database) == 0)
        }
    }

    @Test func `a COPY may last longer than a statement may`() async throws {
        try await TestDatabase.withDatabase(configure: { $0.statementTimeout = .seconds(1) }) { database in
            try await database.execute("test.create", "CREATE TABLE item (id int8)")
            let limit = try await database.transaction("test.import") { transaction in
                _ = try await transaction.copyIn("test.copyIn", into: table, columns: ["id"]) { writer in
                    try await writer.write(1)
                    try await Task.sleep(for: .milliseconds(2500))
                    try await writer.write(2)
                }
                return try await transaction.one("test.limit", "SHOW statement_timeout").decode(String.self)
            }
            #expect(limit == "1s")
            #expect(try await count(database) == 2)
        }
    }
}
