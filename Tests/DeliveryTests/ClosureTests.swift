import Accounts
import Database
import Foundation
import Routing
import Testing

@testable import Delivery

@Suite("Closures")
struct ClosureTests {
    private static let market = StreetVillage.box(1.9, 1.4, 2.1, 1.6)

    @Test("a closure is stored, listed and lifted, and holds only within its hours")
    func stored() async throws {
        try await City.withCity { city in
            let delivery = city.delivery
            let closure = try await delivery.close(
                ClosureDraft(polygon: Self.market, from: City.at(8), until: City.at(12), reason: " Markt "))
            #expect(closure.reason == "Markt" && closure.polygon == Self.market)
            #expect(try await delivery.closures() == [closure])
            #expect(!closure.isActive(at: City.at(7)) && closure.isActive(at: City.at(8)) && !closure.isActive(at: City.at(12)))
            func during(_ from: Int, _ until: Int) async throws -> Int {
                try await delivery.closures(during: DateInterval(start: City.at(from), end: City.at(until))).count
            }
            #expect(try await during(6, 8) == 0)
            #expect(try await during(6, 9) == 1)
            #expect(try await during(12, 13) == 0)

            let lifted = try #require(try await delivery.reopen(closure.id))
            #expect(lifted.reopenedAt != nil)
            #expect(try await delivery.reopen(closure.id) == lifted, "lifting it again changes nothing")
            #expect(try await delivery.closures().isEmpty)
            #expect(try await delivery.closures(past: true).map(\.id) == [closure.id])
            #expect(try await during(6, 9) == 0)
            #expect(try await delivery.reopen(.new()) == nil)
        }
    }

    @Test("what cannot be a closure is refused with the field at fault")
    func refused() async throws {
        try await City.withCity(streets: StreetVillage.streets()) { city in
            let drafts: [(ClosureDraft, String)] = [
                (ClosureDraft(reason: "nichts"), "polygon"),
                (ClosureDraft(polygon: Self.market, way: 3, reason: "beides"), "polygon"),
                (ClosureDraft(polygon: [[8, 49], [8, 50]], reason: "Strich"), "polygon"),
                (ClosureDraft(polygon: [[8, 49], [8, 50], [8, 500]], reason: "weit weg"), "polygon"),
                (ClosureDraft(polygon: [[8, 49], [8, 50], [8]], reason: "halb"), "polygon"),
                (ClosureDraft(way: 4711, reason: "fremd"), "way"),
                (ClosureDraft(way: 3, speedKilometresPerHour: 0, reason: "still"), "speedKilometresPerHour"),
                (ClosureDraft(way: 3, from: City.at(9), until: City.at(9), reason: "kurz"), "until"),
                (ClosureDraft(way: 3, reason: "  "), "reason"),
            ]
            for (draft, field) in drafts {
                let problem = await #expect(throws: ClosureProblem.self) { _ = try await city.delivery.close(draft) }
                #expect(problem?.field == field)
            }
            _ = try await city.delivery.close(ClosureDraft(way: 3, reason: "Bauarbeiten"))
        }
    }

    @Test("a stored closure never changes but for being lifted")
    func immutable() async throws {
        try await City.withCity { city in
            _ = try await city.delivery.close(ClosureDraft(way: 3, reason: "Markt"))
            for change in ["reason = 'anders'", "way = 4", "reopened_at = now(), reason = 'x'"] {
                let error = await #expect(throws: DatabaseError.self) {
                    try await city.database.execute("test.change", SQL(stringLiteral: "UPDATE delivery.closure SET \(change)"))
                }
                #expect(error?.message.contains("never changes") == true)
            }
        }
    }

    @Test("the next plan rides around a street that was closed, and the one after it was lifted does not")
    func plans() async throws {
        try await City.withCity(streets: StreetVillage.streets()) { city in
            try await city.addFleet()
            try await city.addShipments(3)
            func source() async throws -> String {
                let plan = try await city.plan()
                return try await city.database.one("test.source", "SELECT travel_source FROM delivery.plan WHERE id = \(plan.id)")
                    .decode(String.self)
            }
            let open = try await source()
            let closure = try await city.delivery.close(
                ClosureDraft(polygon: Self.market, from: City.at(9), until: City.at(11), reason: "Markt"))
            #expect(try await source().contains(closure.id.description))
            #expect(try await city.delivery.status(on: City.day).closures == 1)
            _ = try await city.delivery.reopen(closure.id)
            #expect(try await source() == open)
        }
    }

    @Test("a running service knows of a closure as soon as it is entered anywhere, without asking")
    func live() async throws {
        let streets = try StreetVillage.streets()
        try await City.withCity(streets: streets) { city in
            let (from, to) = (StreetVillage.place(2, 0.5), StreetVillage.place(2, 3.5))
            let before = try await city.delivery.way(from: from, to: to).travel.metres
            // It would look by itself only after an hour: what it knows earlier it has been told.
            let watch = Task { try await ClosureWatch(city.delivery, streets, interval: .seconds(3600)).run() }
            defer { watch.cancel() }
            // The first entry may come before it listens; it then is read at the start.
            let closure = try await city.delivery.close(ClosureDraft(polygon: Self.market, reason: "Markt"))
            try await until { streets.closures.map(\.id) == [closure.id] }
            #expect(try await city.delivery.way(from: from, to: to).travel.metres > before)
            _ = try await city.delivery.reopen(closure.id)
            try await until { streets.closures.isEmpty }
            #expect(try await city.delivery.way(from: from, to: to).travel.metres == before)
            let second = try await city.delivery.close(ClosureDraft(way: 3, speedKilometresPerHour: 5, reason: "Umzug"))
            try await until { streets.closures.map(\.id) == [second.id] }
        }
    }

    /// Waits for something that happens by itself; the limit is for a test that hangs, not for how fast it is.
    private func until(_ condition: () -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while !condition() {
            try #require(ContinuousClock.now < end, "it did not happen within a minute")
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
