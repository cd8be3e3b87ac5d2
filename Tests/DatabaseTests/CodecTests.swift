import Database
import Foundation
import TestSupport
import Testing

private enum Mood: String, DatabaseCodable { case glad, sad }
private struct ProductID: RawRepresentable, Hashable, DatabaseCodable { let rawValue: UUID }
private struct Address: Codable, Equatable { var street: String, number: Int, since: Date }

/// Every type goes to a real server as a parameter and comes back as a column.
@Suite struct CodecTests {
    private func roundTrip<Value: DatabaseCodable & Equatable>(_ database: Database, _ values: [Value]) async throws {
        for value in values {
            let back = try await database.one("test.roundTrip", "SELECT \(value)").decode(Value.self)
            #expect(back == value)
        }
    }

    @Test func `numbers keep their extremes`() async throws {
        try await TestDatabase.withDatabase { database in
            try await roundTrip(database, [true, false])
            try await roundTrip(database, [Int16.min, -1, 0, Int16.max])
            try await roundTrip(database, [Int32.min, -1, 0, Int32.max])
            try await roundTrip(database, [Int64.min, -1, 0, Int64.max])
            try await roundTrip(database, [Int.min, -1, 0, Int.max])
            try await roundTrip(database, [UInt8.min, UInt8.max])
            try await roundTrip(database, [0.1, -0.0, .infinity, -.infinity, .greatestFiniteMagnitude, .leastNonzeroMagnitude])
            try await roundTrip(database, [Float(0.1), .infinity, .greatestFiniteMagnitude, .leastNonzeroMagnitude])
            let row = try await database.one("test.nan", "SELECT \(Double.nan), \(Float.nan)")
            let (wide, narrow) = try row.decode(Double.self, Float.self)
            #expect(wide.isNaN && narrow.isNaN)
        }
    }

    @Test func `text, bytes, identifiers and times come back as they were`() async throws {
        try await TestDatabase.withDatabase { database in
            try await roundTrip(database, ["", "Käsespätzle 🧀 'n' \"q\" \\ $1 %s", String(repeating: "ö", count: 200_000)])
            try await roundTrip(database, [[], [0, 255, 10], [UInt8](repeating: 7, count: 100_000)] as [[UInt8]])
            try await roundTrip(database, [Data(), Data([0, 1, 2])])
            try await roundTrip(database, [UUID(), UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))])
            try await roundTrip(
                database,
                [
                    Date(timeIntervalSince1970: 0), Date(timeIntervalSince1970: 1_700_000_000.123456),
                    Date(timeIntervalSince1970: -1.5),
                ])
            let days = ["2000-01-01", "1999-12-31", "2024-02-29", "0001-01-01", "9999-12-31"].compactMap { CalendarDay($0) }
            #expect(days.count == 5)
            try await roundTrip(database, days)
        }
    }

    @Test func `the server understands dates as we mean them`() async throws {
        try await TestDatabase.withDatabase { database in
            let day = try #require(CalendarDay("2026-11-21"))
            let instant = Date(timeIntervalSince1970: 1_795_246_496.789)
            let row = try await database.one(
                "test.dates",
                """
                SELECT \(day)::text, to_char(\(instant) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS'), 'infinity'::timestamptz,
                    '-infinity'::timestamptz, '2026-11-21 07:34:56.789'::timestamp
                """)
            let (dayText, text, future, past, local) = try row.decode(String.self, String.self, Date.self, Date.self, Date.self)
            #expect(dayText == "2026-11-21")
            #expect(text == "2026-11-21 07:34:56.789")
            #expect(future == .distantFuture && past == .distantPast)
            #expect(abs(local.timeIntervalSince(instant)) < 0.000_001)
        }
    }

    @Test func `JSON goes in as jsonb and is read from json too`() async throws {
        try await TestDatabase.withDatabase { database in
            let address = Address(street: "Rheinstraße \"7\"", number: 7, since: Date(timeIntervalSince1970: 1_700_000_000))
            try await roundTrip(database, [JSONB(address)])
            let row = try await database.one(
                "test.json",
                "SELECT (\(JSONB(address)))->>'street', \(RawJSON(#"{"a": [1, null]}"#)), '{\"a\":1}'::json, '[1]'::json")
            let (street, raw, json, list) = try row.decode(String.self, RawJSON.self, RawJSON.self, JSONB<[Int]>.self)
            #expect(street == "Rheinstraße \"7\"")
            #expect(raw.text == #"{"a": [1, null]}"# && json.text == #"{"a":1}"#)
            #expect(list.value == [1])
        }
    }

    @Test func `NULL is nil, and an error where none is expected`() async throws {
        try await TestDatabase.withDatabase { database in
            try await roundTrip(database, [nil, 5] as [Int?])
            try await roundTrip(database, [nil, "x"] as [String?])
            try await roundTrip(database, [nil, Date(timeIntervalSince1970: 5)] as [Date?])
            try await roundTrip(database, [nil, ProductID(rawValue: UUID())] as [ProductID?])
            let row = try await database.one("test.null", "SELECT NULL::int AS price")
            let error = #expect(throws: DatabaseError.self) { try row.decode(Int.self) }
            #expect(error?.code == .decoding && error?.column == "price" && error?.statement == "test.null")
        }
    }

    @Test func `arrays of everything, empty and with nulls`() async throws {
        try await TestDatabase.withDatabase { database in
            try await roundTrip(database, [[], [1, Int.min, Int.max]])
            try await roundTrip(database, [[], ["a", "", "ü,{}\""]] as [[String]])
            try await roundTrip(database, [[nil, "a", nil], [nil]] as [[String?]])
            try await roundTrip(database, [[true, false]])
            try await roundTrip(database, [[Int16(1)]])
            try await roundTrip(database, [[Int32(1)]])
            try await roundTrip(database, [[0.5, -1]])
            try await roundTrip(database, [[Float(0.5)]])
            try await roundTrip(database, [[UUID(), UUID()]])
            try await roundTrip(database, [[Date(timeIntervalSince1970: 12)]])
            try await roundTrip(database, [[Data([1]), Data()]])
            try await roundTrip(database, [[[1, 2], []] as [[UInt8]]])
            try await roundTrip(database, [[CalendarDay(daysSince2000: 9)]])
            try await roundTrip(database, [[JSONB([1, 2]), JSONB([])]])
            try await roundTrip(database, [[Mood.glad, .sad]])
            try await roundTrip(database, [[ProductID(rawValue: UUID())]])
            let ids = (0..<50_000).map { $0 }
            let sum = try await database.one("test.any", "SELECT count(*) FROM generate_series(1, 10) AS i WHERE i = ANY(\(ids))")
            #expect(try sum.decode(Int.self) == 10)
            let matrix = try await database.one("test.matrix", "SELECT '{{1,2},{3,4}}'::int8[]")
            #expect(throws: DatabaseError.self) { try matrix.decode([Int].self) }
        }
    }

    @Test func `enums and wrappers are stored as what they wrap`() async throws {
        try await TestDatabase.withDatabase { database in
            try await roundTrip(database, [Mood.glad])
            try await roundTrip(database, [ProductID(rawValue: UUID())])
            let row = try await database.one("test.enum", "SELECT 'angry' AS mood")
            let error = #expect(throws: DatabaseError.self) { try row.decode(Mood.self) }
            #expect(error?.message.contains("\"angry\" is no Mood") == true)
        }
    }

    @Test func `integers are widened, never cut off`() async throws {
        try await TestDatabase.withDatabase { database in
            let row = try await database.one("test.widths", "SELECT 7::int2 AS small, 8::int4 AS medium, 9::int8 AS big")
            let (small, medium, big) = try row.decode(Int.self, Int64.self, Int32.self)
            #expect(small == 7 && medium == 8 && big == 9)
            let wide = try await database.one("test.wide", "SELECT 40000::int4, 3000000000::int8")
            let error = #expect(throws: DatabaseError.self) { try wide.decode(Int16.self, Int.self) }
            #expect(error?.message.contains("40000 does not fit into Int16") == true)
        }
    }

    @Test func `the sum of a column of cents is an Int`() async throws {
        try await TestDatabase.withDatabase { database in
            let row = try await database.one(
                "test.sum",
                """
                SELECT sum(cents), -sum(cents) * 10000, 0::numeric, 9223372036854775807::numeric, -9223372036854775808::numeric,
                    1.5::numeric, 123456789.000123::numeric FROM (VALUES (12345678901::int8), (1::int8)) AS line (cents)
                """)
            let (sum, negative, zero, most, least, half, long) = try row.decode(
                Int.self, Int.self, Int.self, Int.self, Int.self, Double.self, Double.self)
            #expect(sum == 12_345_678_902 && negative == -123_456_789_020_000 && zero == 0)
            #expect(most == Int.max && least == Int.min)
            #expect(half == 1.5 && long == 123_456_789.000123)
            let tooBig = try await database.one(
                "test.tooBig", "SELECT 9223372036854775808::numeric, 1.5::numeric, 'NaN'::numeric")
            for column in 0..<3 {
                let name = ["numeric", "numeric", "numeric"][column]
                #expect(throws: DatabaseError.self) { try tooBig.decode(name, as: Int.self) }
            }
        }
    }

    @Test func `types of the installation itself are read as text`() async throws {
        try await TestDatabase.withDatabase { database in
            try await database.execute("test.createType", "CREATE TYPE mood AS ENUM ('glad', 'sad')")
            let row = try await database.one("test.ownType", "SELECT 'sad'::mood, 'x'::char(3), 'y'::varchar, 'z'::name")
            let (mood, padded, varying, name) = try row.decode(Mood.self, String.self, String.self, String.self)
            #expect(mood == .sad && padded == "x  " && varying == "y" && name == "z")
        }
    }

    @Test func `what has no form in PostgreSQL is refused before it is sent`() async throws {
        try await TestDatabase.withDatabase { database in
            let text = await #expect(throws: DatabaseError.self) { try await database.query("test.nul", "SELECT \("a\0b")") }
            #expect(text?.code == .encoding && text?.statement == "test.nul")
            let date = Date(timeIntervalSince1970: .nan)
            let error = await #expect(throws: DatabaseError.self) { try await database.query("test.nanDate", "SELECT \(date)") }
            #expect(error?.code == .encoding)
        }
    }

    @Test func `columns are found by name and counted by type`() async throws {
        try await TestDatabase.withDatabase { database in
            let row = try await database.one("test.names", "SELECT 1 AS first, 'b' AS second")
            #expect(try row.decode("second", as: String.self) == "b")
            #expect(try row.decode("first") as Int == 1)
            #expect(throws: DatabaseError.self) { try row.decode("third", as: Int.self) }
            let error = #expect(throws: DatabaseError.self) { try row.decode(Int.self) }
            #expect(error?.message == "1 types for 2 columns")
        }
    }

    @Test func `a cell outlives every reference to its rows`() async throws {
        try await TestDatabase.withDatabase { database in
            var rows: Rows? = try await database.query("test.series", "SELECT i, 'row ' || i FROM generate_series(1, 1000) AS i")
            let last = try #require(rows?.last)
            rows = nil
            let (number, text) = try last.decode(Int.self, String.self)
            #expect(number == 1000 && text == "row 1000")
        }
    }
}
