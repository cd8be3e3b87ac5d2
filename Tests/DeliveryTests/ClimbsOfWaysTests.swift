import Accounts
import Catalog
import Database
import Foundation
import Routing
import Testing

@testable import Delivery

@Suite("Hills in tours and in the fairness ledger")
struct ClimbsOfWaysTests {
    private func climbs(in city: City) async throws -> [Int] {
        try await city.database.query(
            "test.climbs",
            """
            SELECT coalesce(climbed_metres, -1) FROM delivery.tour_stop AS stop JOIN delivery.tour ON tour.id = stop.tour_id
            JOIN delivery.plan ON plan.id = tour.plan_id WHERE \(Delivery.isCurrent(day: City.day)) ORDER BY tour.number, position
            """
        ).decode(Int.self)
    }

    /// A village with shipments whose doors are on its streets, planned and given to riders.
    private func plannedVillage(_ city: City) async throws {
        try await city.addFleet()
        for hub in SampleFleet.hubs {
            try await city.delivery.upsertHub(
                key: hub.key, name: hub.name, location: StreetVillage.place(2, 2), opens: hub.opens, closes: hub.closes,
                bikePlaces: 4)
        }
        try await city.addShipments(10)
        try await city.database.execute(
            "test.doors",
            """
            UPDATE delivery.shipment SET origin_latitude = 49.8705, origin_longitude = 8.6502,
                destination_latitude = 49.8702 + (number % 4) * 0.0009, destination_longitude = 8.6505 + (number % 3) * 0.0014
            """)
        try await city.plan()
        try await city.delivery.autoAssign(day: City.day)
    }

    @Test("a plan over hilly streets stores what each way climbs; the ledger adds it up, and the next plan keeps what is past")
    func stored() async throws {
        try await City.withCity(streets: StreetVillage.hillyStreets()) { city in
            try await plannedVillage(city)
            let climbs = try await climbs(in: city)
            #expect(climbs.allSatisfy { $0 >= 0 } && climbs.contains { $0 > 0 }, "\(climbs)")
            let ledger = try await city.delivery.fairness(upTo: City.day)
            #expect(ledger.team.climbedMetres == climbs.reduce(0, +))

            let tour = try #require(try await city.delivery.toursWithStops(on: City.day).first { $0.rider != nil })
            let rider = try #require(tour.rider).id
            let done = (tour.stopList ?? []).prefix(4)
            for stop in done {
                try await city.delivery.record(StopEvent(id: .new(), kind: .arrived, at: stop.arrival), at: stop.id, by: rider)
            }
            func past() async throws -> [Int] {
                try await city.database.query(
                    "test.past",
                    """
                    SELECT climbed_metres FROM delivery.tour_stop AS stop JOIN delivery.tour ON tour.id = stop.tour_id
                    JOIN delivery.plan ON plan.id = tour.plan_id
                    WHERE \(Delivery.isCurrent(day: City.day)) AND tour.number = \(tour.number) ORDER BY position LIMIT 4
                    """
                ).decode(Int.self)
            }
            let before = try await past()
            city.clock.set(try #require(done.last).departure)
            try await city.plan()
            let after = try await past()
            #expect(after == before)
        }
    }

    @Test("where no heights are known, none are stored and nobody is charged for hills")
    func unknown() async throws {
        try await City.withCity(streets: StreetVillage.streets()) { city in
            try await plannedVillage(city)
            let climbs = try await climbs(in: city)
            #expect(climbs.allSatisfy { $0 == -1 })
            let ledger = try await city.delivery.fairness(upTo: City.day)
            #expect(ledger.team.climbedMetres == 0 && ledger.entries.allSatisfy { ($0.burden?.climb ?? 0) == 0 })
        }
    }
}
