import Catalog
import Database
import Foundation
import Testing

@testable import Delivery

@Suite("Changes by hand", .serialized)
struct TourEditTests {
    private static func withPlan(_ shipments: Int = 30, _ body: (City) async throws -> Void) async throws {
        try await City.withCity { city in
            try await city.addFleet()
            try await city.addShipments(shipments)
            try await city.plan()
            try await body(city)
        }
    }

    @Test("a shipment that is moved rides with the other tour, and taking it back brings the plan before again")
    func moveAndRestore() async throws {
        try await Self.withPlan { city in
            let before = try await city.delivery.shipments(on: City.day, limit: 100).items
            let tours = try await city.delivery.tours(on: City.day).map(\.number)
            var moved: (ShipmentNumber, String)?
            search: for shipment in before.filter({ $0.tour != nil }) {
                for tour in tours where tour != shipment.tour {
                    do {
                        let bike = try await city.delivery.tours(on: City.day).first { $0.number == tour }?.bike.key ?? ""
                        let plan = try await city.delivery.edit(.move(shipment.number, toTour: tour), on: City.day)
                        #expect(plan.version == 2 && plan.madeBy == .hand && plan.note == "\(shipment.number) to tour \(tour)")
                        moved = (shipment.number, bike)
                        break search
                    } catch is TourEditRefused { continue }
                }
            }
            let (number, bike) = try #require(moved)
            let comparison = try await city.delivery.compare(1, with: 2, on: City.day)
            let change = try #require(comparison.changes.first { $0.number == number })
            #expect(change.kind == .reassigned && change.after?.bike == bike)

            let restored = try await city.delivery.restorePlan(1, of: City.day)
            #expect(restored.version == 3 && restored.madeBy == .restoration)
            let back = try await city.delivery.compare(1, with: 3, on: City.day)
            #expect(back.changes.isEmpty && back.before.costCents == back.after.costCents)
        }
    }

    @Test("what a bike cannot carry is refused with the constraint, and the plan stays")
    func refused() async throws {
        try await Self.withPlan(12) { city in
            let first = try #require(try await city.delivery.shipments(on: City.day).items.first { $0.tour != nil })
            let tour = try #require(first.tour)
            await #expect(throws: TourEditRefused.self) {
                try await city.delivery.edit(.move(first.number, toTour: tour), on: City.day)
            }
            await #expect(throws: TourEditRefused.self) {
                try await city.delivery.edit(.move(first.number, toTour: 99), on: City.day)
            }
            #expect(try await city.delivery.currentPlan(for: City.day)?.version == 1)
        }
    }

    @Test("a locked tour is the same in every later plan")
    func locked() async throws {
        try await Self.withPlan { city in
            let tour = try #require(try await city.delivery.toursWithStops(on: City.day).max { $0.stops < $1.stops })
            try await city.delivery.lock(tour.number, on: City.day, true)
            try await city.addShipments(6, seed: 9)
            try await city.plan()
            let after = try #require(
                try await city.delivery.toursWithStops(on: City.day).first { $0.bike.key == tour.bike.key && $0.isLocked })
            func visits(_ tour: Tour) -> [String] {
                (tour.stopList ?? []).compactMap { stop in stop.shipmentNumber.map { "\(stop.kind) \($0)" } }
            }
            #expect(visits(after).starts(with: visits(tour)))
        }
    }

    @Test("what no bike can bring is explained, with what would let it in")
    func explained() async throws {
        try await Self.withPlan(170) { city in
            let left = try await city.delivery.shipments(on: City.day, limit: 1000).items.filter { $0.tour == nil }
            let one = try #require(left.first, "170 shipments should be more than the small fleet can bring")
            let explanation = try #require(try await city.delivery.explain(one.number))
            #expect(explanation.tour == nil && (explanation.fitsNow || !explanation.reasons.isEmpty))
            let remedies = try await remedies(for: left.map(\.number), in: city)
            #expect(remedies.contains { $0.kind == .bike }, "\(remedies.map(\.detail))")
            let planned = try #require(
                try await city.delivery.shipments(on: City.day, limit: 1000).items.first { $0.tour != nil })
            let fine = try #require(try await city.delivery.explain(planned.number))
            #expect(fine.tour == planned.tour && fine.reasons.isEmpty && fine.remedies.isEmpty)
            #expect(try await city.delivery.explain(ShipmentNumber(rawValue: 999_999)) == nil)
        }
    }

    private func remedies(for numbers: [ShipmentNumber], in city: City) async throws -> [ShipmentExplanation.Remedy] {
        var found: [ShipmentExplanation.Remedy] = []
        for number in numbers.prefix(5) { found += try await city.delivery.explain(number)?.remedies ?? [] }
        return found
    }
}
