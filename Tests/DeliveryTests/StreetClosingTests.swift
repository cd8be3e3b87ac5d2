import Accounts
import Catalog
import Database
import Foundation
import Routing
import Testing

@testable import Delivery

@Suite("A closed street as a disruption")
struct StreetClosingTests {
    @Test("a street is closed by its name with all its ways, stands in the log, and is opened by taking the disruption back")
    func byName() async throws {
        try await City.withCity(streets: StreetVillage.streets()) { city in
            let graph = try #require(city.delivery.streets).graph
            let name = try #require(graph.pieceWay.indices.map { graph.name(ofPiece: $0) }.first { !$0.isEmpty })
            let ways = Set(graph.pieceWay.indices.filter { graph.name(ofPiece: $0) == name }.map { graph.pieceWay[$0] })
            let draft = DisruptionDraft(
                kind: .streetClosed, subject: name.uppercased(), from: City.at(9), until: City.at(12), reason: "Wasserrohr")
            #expect(try await city.delivery.effect(of: draft, on: City.day).stretches > 0)
            #expect(try await city.delivery.closures().isEmpty, "asking changes nothing")

            let told = try await city.delivery.disrupt(draft, on: City.day)
            #expect(told.subject == name.uppercased() && told.until == City.at(12))
            let closures = try await city.delivery.closures()
            #expect(Set(closures.compactMap(\.way)) == ways && closures.allSatisfy { $0.until == City.at(12) })
            #expect(try await city.delivery.log(of: City.day).first?.what == "street-closed")

            let lifted = try #require(try await city.delivery.liftDisruption(told.id))
            #expect(lifted.liftedAt != nil)
            #expect(try await city.delivery.closures().isEmpty)
            #expect(try await city.delivery.log(of: City.day).contains { $0.kind == .lifted && $0.subject == told.subject })
        }
    }

    @Test("it says beforehand to which shipments the way is another, and the next plan rides it")
    func effect() async throws {
        try await City.withCity(streets: StreetVillage.streets()) { city in
            try await city.addFleet()
            for hub in SampleFleet.hubs {
                try await city.delivery.upsertHub(
                    key: hub.key, name: hub.name, location: StreetVillage.place(0, 0), opens: hub.opens, closes: hub.closes,
                    bikePlaces: 4)
            }
            try await city.addShipments(6)
            try await city.database.execute(
                "test.doors",
                """
                UPDATE delivery.shipment SET origin_latitude = 49.8700, origin_longitude = 8.6514,
                    destination_latitude = 49.8735, destination_longitude = 8.6507
                """)
            let before = try await city.plan()
            // Most of the middle of the village.
            let draft = DisruptionDraft(
                kind: .streetClosed, subject: "Fest", polygon: StreetVillage.box(0.6, -0.4, 2.4, 3.4), reason: "Fest")
            let effect = try await city.delivery.effect(of: draft, on: City.day)
            #expect(effect.stretches > 4 && !effect.shipments.isEmpty)
            try await city.delivery.disrupt(draft, on: City.day)
            let after = try await city.plan()
            #expect(after.metres > before.metres)
        }
    }

    @Test("a street that nobody knows, and what is no street, is refused with the field at fault")
    func refused() async throws {
        func problem(_ city: City, _ draft: DisruptionDraft) async -> DisruptionProblem? {
            await #expect(throws: DisruptionProblem.self) { _ = try await city.delivery.disrupt(draft, on: City.day) }
        }
        try await City.withCity(streets: StreetVillage.streets()) { city in
            let drafts: [(DisruptionDraft, String)] = [
                (DisruptionDraft(kind: .streetClosed, subject: "Nirgendweg"), "subject"),
                (DisruptionDraft(kind: .streetClosed, subject: "x", way: 99_999), "way"),
                (DisruptionDraft(kind: .streetClosed, subject: "x", from: City.at(9), until: City.at(8), way: 3), "until"),
                (DisruptionDraft(kind: .bikeOut, subject: "nord-1", way: 3), "until"),
            ]
            for (draft, field) in drafts {
                let found = await problem(city, draft)
                #expect(found?.field == field, "\(draft)")
            }
            let (closures, disruptions) = (
                try await city.delivery.closures(), try await city.delivery.disruptions(on: City.day)
            )
            #expect(closures.isEmpty && disruptions.isEmpty)
        }
        try await City.withCity { city in
            let unnamed = await problem(city, DisruptionDraft(kind: .streetClosed, subject: "Rheinstraße"))
            #expect(unnamed?.detail.contains("No streets are loaded") == true)
        }
    }
}
