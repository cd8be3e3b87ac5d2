import Database
import Foundation
import TestSupport
import Testing

/// The whole way with the built programs: the sample city is loaded and planned, the service serves, the terminal asks.
@Suite("From the sample city to the terminal", .serialized)
struct TerminalTests {
    @Test("the sample day is planned, listed, assigned and read")
    func sampleDay() async throws {
        try await TestDatabase.withDatabase { database in
            let city = try RunningCity(databaseURL: database.configuration.url, orders: 24)
            defer { city.stop() }
            try await city.start()

            let login = try await city.terminal(["login", "--url", city.address, "--token-file", city.tokenFile("dispatcher")])
            #expect(login.code == 0, "\(login.error)")

            let status = try await city.json(["status", "--json"])
            let shipments = try #require((status["shipments"] as? [String: Any])?["total"] as? Int)
            #expect(shipments >= 24)

            // Every seed order is in a tour or listed with the reason it is not.
            let listed = try await city.json(["shipments", "--json"])
            for case let shipment as [String: Any] in try #require(listed["items"] as? [Any]) {
                let isPlanned = shipment["tour"] is Int
                let reasons = shipment["unservedReasons"] as? [String] ?? []
                #expect(isPlanned || !reasons.isEmpty, "\(shipment["number"] ?? "") is in no tour and nothing says why")
            }
            let plans = try await city.json(["plans", "--json"])
            let plan = try #require((plans["items"] as? [[String: Any]])?.first)
            #expect(plan["feasible"] as? Bool == true)

            let tours = try await city.terminal(["tours"])
            #expect(tours.code == 0)
            #expect(tours.output.hasPrefix("TOUR\tSTATE\tRIDER"), "a pipe gets tab-separated lines: \(tours.output)")
            let assigned = try await city.json(["assign", "--auto", "--json"])
            #expect((assigned["assigned"] as? [Any])?.isEmpty == false)
            let tour = try await city.terminal(["tour", "1"])
            #expect(tour.code == 0)
            #expect(tour.output.contains("pickup") && tour.output.contains("dropoff"), "\(tour.output)")

            let again = try await city.terminal(["plan", "-t", "1"])
            #expect(again.code == 0, "\(again.error)")
            #expect(again.output.contains("feasible"))
        }
    }

    @Test("what is wrong ends in one sentence and the right exit code")
    func failures() async throws {
        try await TestDatabase.withDatabase { database in
            let city = try RunningCity(databaseURL: database.configuration.url, orders: 0)
            defer { city.stop() }
            try await city.start()
            let stranger = try await city.terminal(["status", "--url", city.address])
            #expect(stranger.code == 1)
            #expect(stranger.error.contains("dispatch-cli login"))
            let nobody = try await city.terminal(["status", "--url", "http://127.0.0.1:9"])
            #expect(nobody.code == 1)
            #expect(nobody.error.split(separator: "\n").count == 1, "\(nobody.error)")
            let nonsense = try await city.terminal(["status", "--day", "someday"])
            #expect(nonsense.code == 2)
            let unknown = try await city.terminal(["frobnicate"])
            #expect(unknown.code == 2)
            let help = try await city.terminal(["--help"])
            #expect(help.code == 0)
        }
    }
}
