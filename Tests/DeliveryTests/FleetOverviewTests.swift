import Accounts
import Catalog
import Database
import Foundation
import Testing

@testable import Delivery

@Suite("The fleet on a day")
struct FleetOverviewTests {
    @Test(
        "each bike stands at its hub with what it carries, how far it comes, and who rides it; who is out or in the workshop shows"
    )
    func fleet() async throws {
        try await City.withCity { city in
            let planned = try await city.firstAssignedTour(shipments: 30)
            try await city.database.execute(
                "test.workshop", "UPDATE delivery.bike SET in_service = false WHERE key = 'nord-3'")
            let fleet = try await city.delivery.fleet(on: City.day)
            #expect(Set(fleet.hubs.map(\.key)) == ["nord", "west", "sued"])
            #expect(fleet.hubs.map(\.bikes.count).reduce(0, +) == SampleFleet.bikes.count)
            let bikes = Dictionary(uniqueKeysWithValues: fleet.hubs.flatMap(\.bikes).map { ($0.key, $0) })
            let longJohn = try #require(bikes["nord-1"])
            // 70 % of 630 Wh at 12 Wh a kilometre.
            #expect(longJohn.rangeMetres == 36_750 && longJohn.compartments == [.chilled, .hot])
            #expect(bikes["nord-3"]?.state == .workshop)
            let ridden = try #require(bikes[planned.tour.bike.key])
            #expect(ridden.state == .planned)
            let tour = try #require(ridden.tours.first { $0.number == planned.tour.number })
            #expect(tour.rider == planned.rider.name)
            let (from, until) = (try #require(tour.shiftStart), try #require(tour.shiftEnd))
            #expect(from <= tour.start && tour.end <= until)

            try await city.delivery.disrupt(DisruptionDraft(kind: .bikeOut, subject: planned.tour.bike.key), on: City.day)
            let after = try await city.delivery.fleet(on: City.day, hub: planned.tour.hub.key)
            #expect(after.hubs.map(\.key) == [planned.tour.hub.key])
            #expect(after.hubs.flatMap(\.bikes).first { $0.key == planned.tour.bike.key }?.state == .out)
            await #expect(throws: UnknownHub(key: "nirgends")) {
                _ = try await city.delivery.fleet(on: City.day, hub: "nirgends")
            }
        }
    }
}
