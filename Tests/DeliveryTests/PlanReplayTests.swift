import Accounts
import Catalog
import Database
import Foundation
import Routing
import Testing

@testable import Delivery

@Suite("Replayed plans")
struct PlanReplayTests {
    @Test("a plan comes out as it was stored with the closures of then, also after they were lifted")
    func closuresOfThen() async throws {
        try await City.withCity(streets: StreetVillage.streets()) { city in
            try await city.addFleet()
            try await city.addShipments(12)
            let closure = try await city.delivery.close(
                ClosureDraft(polygon: StreetVillage.box(1.2, 1.2, 2.4, 2.4), reason: "Markt"))
            let closed = try await city.plan()
            _ = try await city.delivery.reopen(closure.id)
            let open = try await city.plan()
            for plan in [closed, open] {
                let replay = try #require(try await city.delivery.replay(plan.id))
                #expect(replay.isExact && replay.isSameTravel, "\(replay.differences)")
                #expect(replay.travelThen.contains(closure.id.description) == (plan.id == closed.id))
            }
            #expect(try await city.delivery.replay(.new()) == nil)
        }
    }

    @Test("a plan changed by hand and one brought back come out as they were stored")
    func byHand() async throws {
        try await City.withCity { city in
            try await city.addFleet()
            try await city.addShipments(20)
            try await city.plan()
            let number = try #require(try await city.delivery.shipments(on: City.day).items.first { $0.tour != nil }).number
            _ = try await city.delivery.edit(.remove(number), on: City.day)
            _ = try await city.delivery.restorePlan(1, of: City.day)
            for plan in try await city.delivery.plans(for: City.day) {
                let replay = try #require(try await city.delivery.replay(plan.id))
                #expect(replay.isExact, "version \(plan.version): \(replay.differences)")
            }
        }
    }

    @Test("with another source of travel times it says so, says what differs, and still asks the checker")
    func otherTravel() async throws {
        try await City.withCity { city in
            try await city.addFleet()
            try await city.addShipments(12)
            let plan = try await city.plan()
            let slower = Delivery(
                database: city.database, catalog: city.catalog, orders: city.orders,
                personalData: city.delivery.personalData, travel: SlowTravel(), now: { City.at(8) }, logger: city.delivery.logger)
            let replay = try #require(try await slower.replay(plan.id))
            #expect(!replay.isSameTravel && !replay.isExact)
            #expect(replay.travelNow == "ten times as slow")
            #expect(replay.differences.contains { $0.what == .cost } && replay.differences.contains { $0.what == .arrival })
            #expect(!replay.violations.isEmpty)
            let doors = replay.differences.filter { $0.position != nil }
            #expect(Set(doors.map { "\($0.tour ?? 0) \($0.position ?? 0)" }).count == doors.count, "one for each stop at most")
        }
    }

    /// Straight lines at a tenth of the speed.
    private struct SlowTravel: TravelSource {
        var kind: TravelKind { .greatCircle }

        func tables(between places: [GeoPoint], for types: [BikeType], closures: [NetworkClosure]) async throws -> TravelTables {
            let straight = GreatCircleTravelSource()
            let matrices = types.map { type in
                let matrix = straight.matrix(between: places, for: type)
                return TravelMatrix(
                    size: matrix.size, durations: matrix.durations.map { $0 * 10 }, distances: matrix.distances,
                    energies: matrix.energies)
            }
            return TravelTables(kind: kind, identity: "ten times as slow", matrices: matrices)
        }
    }
}
