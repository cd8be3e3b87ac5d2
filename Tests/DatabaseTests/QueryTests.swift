import Database
import Foundation
import TestSupport
import Testing

@Suite struct QueryTests {
    @Test func `a value travels to the server and back`() async throws {
        try await TestDatabase.withDatabase { database in
            let row = try await database.one("test.echo", "SELECT \(41) + 1, \("Grüße")")
            let (number, text) = try row.decode(Int.self, String.self)
            #expect(number == 42)
            #expect(text == "Grüße")
        }
    }

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
}
