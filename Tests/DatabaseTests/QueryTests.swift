import Database
import Foundation
import TestSupport
import Testing

@Suite struct QueryTests {
    @Test func `10,000 parallel queries all get their own answer`() async throws {
        try await TestDatabase.withDatabase { database in
            try await withThrowingTaskGroup(of: (Int, Int).self) { group in
                for number in 0..<10_000 {
                    group.addTask {
                        (number, try await database.one("test.double", "SELECT \(number) * 2").decode(Int.self))
                    }
                }
                for try await (number, double) in group { #expect(double == 2 * number) }
            }
        }
    }

    @Test func `queries share a few connections`() async throws {
        try await TestDatabase.withDatabase { database in
            let processes = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<200 {
                    group.addTask { try await database.one("test.pid", "SELECT pg_backend_pid()").decode(Int.self) }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(processes.count <= database.configuration.pipelinedConnections)
        }
    }

    @Test func `an error carries its SQLSTATE, constraint and the statement's name, and harms nobody beside it`() async throws {
        try await TestDatabase.withDatabase { database in
            try await database.execute(
                "test.createTable", "CREATE TABLE shop (id int PRIMARY KEY, name text NOT NULL CHECK (name <> ''))")
            try await database.execute("test.insert", "INSERT INTO shop VALUES (\(1), \("a"))")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 2..<200 {
                    group.addTask { try await database.execute("test.insert", "INSERT INTO shop VALUES (\(number), \("b"))") }
                    group.addTask {
                        let error = await #expect(throws: DatabaseError.self) {
                            try await database.execute("test.insertAgain", "INSERT INTO shop VALUES (\(1), \("b"))")
                        }
                        #expect(error?.isUniqueViolation == true && error?.constraint == "shop_pkey")
                        #expect(error?.table == "public.shop" && error?.statement == "test.insertAgain")
                    }
                }
                try await group.waitForAll()
            }
            let null = await #expect(throws: DatabaseError.self) {
                try await database.execute("test.null", "INSERT INTO shop VALUES (0, \(String?.none))")
            }
            #expect(null?.isNotNullViolation == true && null?.column == "name")
            let check = await #expect(throws: DatabaseError.self) {
                try await database.execute("test.check", "INSERT INTO shop VALUES (0, '')")
            }
            #expect(check?.isCheckViolation == true && check?.constraint == "shop_name_check")
            #expect(try await database.one("test.count", "SELECT count(*) FROM shop").decode(Int.self) == 199)
        }
    }

    @Test func `a statement that cannot be prepared fails each time and leaves the connection whole`() async throws {
        try await TestDatabase.withDatabase { database in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        let error = await #expect(throws: DatabaseError.self) {
                            try await database.query("test.missing", "SELECT * FROM missing WHERE id = \(1)")
                        }
                        #expect(error?.sqlState == .undefinedTable)
                    }
                    group.addTask {
                        let answer = try await database.one("test.one", "SELECT 1").decode(Int.self)
                        #expect(answer == 1)
                    }
                }
                try await group.waitForAll()
            }
            try await database.execute("test.create", "CREATE TABLE missing (id int8)")
            #expect(try await database.query("test.missing", "SELECT * FROM missing WHERE id = \(1)").isEmpty)
        }
    }

    @Test func `the number of affected rows is returned`() async throws {
        try await TestDatabase.withDatabase { database in
            let created = try await database.execute("test.create", "CREATE TABLE t (i int)")
            #expect(created == 0)
            #expect(try await database.execute("test.insert", "INSERT INTO t SELECT generate_series(1, 7)") == 7)
            #expect(try await database.execute("test.update", "UPDATE t SET i = i + 1 WHERE i > \(4)") == 3)
            #expect(try await database.execute("test.delete", "DELETE FROM t") == 7)
            #expect(try await database.first("test.first", "SELECT i FROM t") == nil)
            let error = await #expect(throws: DatabaseError.self) { try await database.one("test.one", "SELECT i FROM t") }
            #expect(error?.code == .rowCount)
        }
    }

    @Test func `a thousand different statements on one connection, prepared and dropped again`() async throws {
        try await TestDatabase.withDatabase(configure: { $0.pipelinedConnections = 1 }) { database in
            for number in 0..<1000 {
                let statement: SQL = "SELECT \(number) AS \(identifier: "column \(number)")"
                #expect(try await database.one("test.many", statement).decode("column \(number)") as Int == number)
            }
            let prepared = try await database.one("test.prepared", "SELECT count(*) FROM pg_prepared_statements").decode(Int.self)
            // The one that the last has replaced is dropped after it.
            #expect(prepared <= 257)
        }
    }

    @Test func `behind a pooler that does not track them, nothing is prepared`() async throws {
        try await TestDatabase.withDatabase(configure: {
            $0.preparedStatements = 0
            $0.pipelinedConnections = 1
        }) { database in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<100 {
                    group.addTask {
                        let (echo, text) = try await database.one("test.echo", "SELECT \(number), \("ü")").decode(
                            Int.self, String.self)
                        #expect(echo == number && text == "ü")
                    }
                }
                try await group.waitForAll()
            }
            let prepared = try await database.one("test.prepared", "SELECT count(*) FROM pg_prepared_statements").decode(Int.self)
            #expect(prepared == 0)
        }
    }

    @Test func `a prepared statement survives a change of its table`() async throws {
        try await TestDatabase.withDatabase { database in
            try await database.execute("test.create", "CREATE TABLE t AS SELECT 1 AS a")
            #expect(try await database.one("test.all", "SELECT * FROM t").decode(Int.self) == 1)
            try await database.execute("test.alter", "ALTER TABLE t ADD b text DEFAULT 'x'")
            let (a, b) = try await database.one("test.all", "SELECT * FROM t").decode(Int.self, String.self)
            #expect(a == 1 && b == "x")
            let viaTransaction = try await database.transaction("test.prepare") { transaction in
                try await transaction.query("test.all", "SELECT * FROM t").count
            }
            try await database.execute("test.alterAgain", "ALTER TABLE t ADD c int")
            let again = try await database.transaction("test.again") { transaction in
                try await transaction.query("test.all", "SELECT * FROM t").count
            }
            #expect(viaTransaction == 1 && again == 1)
        }
    }

    @Test func `a large parameter and a large result pass through a full socket`() async throws {
        try await TestDatabase.withDatabase { database in
            let bytes = [UInt8](repeating: 7, count: 20_000_000)
            async let first = database.one("test.large", "SELECT \(bytes), length(\(bytes))").decode([UInt8].self, Int.self)
            async let second = database.one("test.small", "SELECT 1").decode(Int.self)
            let (back, length) = try await first
            #expect(back == bytes && length == bytes.count)
            #expect(try await second == 1)
        }
    }

    @Test func `COPY as an ordinary statement is refused and the database goes on`() async throws {
        try await TestDatabase.withDatabase { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.query("test.copy", "COPY (SELECT 1) TO STDOUT")
            }
            #expect(error != nil)
            let answer = try await database.one("test.one", "SELECT 1").decode(Int.self)
            #expect(answer == 1)
        }
    }

    @Test func `more parameters than the protocol has numbers for are an error, not a lost connection`() async throws {
        try await TestDatabase.withDatabase { database in
            let tooMany = SQL.joined((0..<70_000).map { "\($0)" }, separator: ", ")
            let error = await #expect(throws: DatabaseError.self) {
                try await database.query("test.tooMany", "SELECT \(tooMany)")
            }
            #expect(error?.code == .encoding)
        }
    }
}
