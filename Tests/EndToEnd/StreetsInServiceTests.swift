import Database
import Foundation
import FoundationNetworking
import TestSupport
import Testing

/// Streets with the built programs: import, start, close, ask for a way, open again.
@Suite("Streets from the extract to the running service", .serialized)
struct StreetsInServiceTests {
    @Test("a street closed in the terminal is ridden around by the running service, until it is opened again")
    func closing() async throws {
        try await TestDatabase.withDatabase { database in
            let city = try RunningCity(databaseURL: database.configuration.url, orders: 4, extract: TestFiles.villageFile)
            defer { city.stop() }
            try await city.start()
            let token = city.tokenFile("dispatcher")
            #expect(try await city.terminal(["login", "--url", city.address, "--token-file", token]).code == 0)
            let status = try await city.json(["status", "--json"])
            #expect(status["travelSource"] as? String == "streets")
            #expect((status["network"] as? [String: Any])?["source"] as? String == "village.osm")
            let plans = try await city.json(["plans", "--json"])
            #expect((plans["items"] as? [[String: Any]])?.first?["travelSource"] as? String == "streets")

            let secret = try String(contentsOfFile: token, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
            func metres() async throws -> Double {
                let ends = "from=8.6507,49.8718&to=8.6549,49.8718"
                let url = try #require(URL(string: "\(city.address)/api/v1/dispatch/way?\(ends)"))
                var request = URLRequest(url: url)
                request.setValue("Bearer \(secret)", forHTTPHeaderField: "Authorization")
                let (data, _) = try await URLSession.shared.data(for: request)
                let way = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
                return try #require((way["properties"] as? [String: Any])?["metres"] as? Double)
            }
            let open = try await metres()
            let area = "8.65196,49.87171 8.65224,49.87171 8.65224,49.87189 8.65196,49.87189"
            let closed = try await city.terminal(["network", "close", "--polygon", area, "--reason", "Markt"])
            #expect(closed.code == 0 && closed.output.contains("Markt"), "\(closed.error)")
            try await until { try await metres() > open }
            let listed = try await city.json(["network", "closures", "--json"])
            let id = try #require((listed["items"] as? [[String: Any]])?.first?["id"] as? String)
            let again = try await city.terminal(["network", "reopen", String(id.suffix(8))])
            #expect(again.code == 0, "\(again.error)")
            try await until { try await metres() == open }
            #expect(try await city.terminal(["network", "closures"]).output.contains("No street is closed."))

            let nonsense = try await city.terminal(["network", "close", "--reason", "nichts"])
            #expect(nonsense.code == 2 && nonsense.error.split(separator: "\n").count == 1, "\(nonsense.error)")
        }
    }

    /// Waits for what another process does; the limit is for a test that hangs, not for how fast it is.
    private func until(_ condition: () async throws -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while try await !condition() {
            try #require(ContinuousClock.now < end, "it did not happen within a minute")
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
