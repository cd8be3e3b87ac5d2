import Accounts
import Catalog
import Database
import Foundation
import Testing

@testable import Delivery

@Suite("A running day", .serialized)
struct RunningDayTests {
    @Test("planned again every two hours while riders report, a day loses no shipment and no report", arguments: UInt64(1)...2)
    func wholeDay(seed: UInt64) async throws {
        try await City.withCity { city in
            try await city.addFleet()
            try await city.addShipments(40, seed: seed)
            var total = 40
            for hour in [7, 10, 12, 14, 16, 18] {
                // Nobody asks for a plan on the full second.
                city.clock.set(City.at(hour).addingTimeInterval(0.35))
                try await report(upTo: City.at(hour), in: city)
                if hour == 12 {
                    try await city.addShipments(6, seed: seed + 100)
                    total += 6
                }
                let before = try await past(in: city)
                try await city.plan()
                try await city.delivery.autoAssign(day: City.day)
                #expect(try await past(in: city) == before, "seed \(seed), \(hour):00: what is past has changed")
                try await expectNothingLost(total, in: city, "seed \(seed), \(hour):00")
            }
            city.clock.set(City.at(23))
            try await report(upTo: City.at(23), in: city)
            let states = try await city.states()
            #expect(states[.planned] == nil && states[.underway] == nil, "seed \(seed): \(states)")
            #expect((states[.delivered] ?? 0) >= total * 8 / 10, "seed \(seed): \(states)")

            // Every version comes out of what is stored with it as it was, long after the day has gone on.
            let plans = try await city.delivery.plans(for: City.day)
            #expect(plans.count == 6)
            for plan in plans {
                let replay = try #require(try await city.delivery.replay(plan.id))
                #expect(replay.isExact && replay.isSameTravel, "seed \(seed), version \(plan.version): \(replay.differences)")
                #expect(replay.comparison.before.costCents == plan.costCents && replay.search.iterations >= 0)
            }
        }
    }

    /// What riders did by now, as planned to the minute.
    private func report(upTo moment: Date, in city: City) async throws {
        for tour in try await city.delivery.tours(on: City.day) {
            guard let rider = tour.rider?.id, let full = try await city.delivery.tour(.id(tour.id)) else { continue }
            for stop in full.stopList ?? [] where stop.departure <= moment && stop.state == .open {
                let kind: StopEvent.Kind =
                    switch stop.kind {
                    case .start, .pickup, .reload: .pickedUp
                    case .dropoff, .delivery: .delivered
                    case .break, .end: .arrived
                    }
                try await city.delivery.record(StopEvent(id: .new(), kind: kind, at: stop.departure), at: stop.id, by: rider)
            }
        }
    }

    /// The stops that are over, with their tours.
    private func past(in city: City) async throws -> [String] {
        var past: [String] = []
        for tour in try await city.delivery.tours(on: City.day) {
            for stop in try await city.delivery.tour(.id(tour.id))?.stopList ?? [] where stop.state != .open {
                past.append(
                    "\(tour.number) \(stop.kind) \(stop.name) \(stop.shipmentNumber?.description ?? "") \(stop.arrival) \(stop.state)"
                )
            }
        }
        return past.sorted()
    }

    /// Every shipment is delivered, in exactly one tour, or listed with the reason.
    private func expectNothingLost(_ total: Int, in city: City, _ comment: Comment) async throws {
        let shipments = try await city.delivery.shipments(on: City.day, limit: 1000).items
        #expect(shipments.count == total, comment)
        for shipment in shipments {
            switch shipment.state {
            case .planned, .underway: #expect(shipment.tour != nil && shipment.eta != nil, "\(comment): \(shipment)")
            case .waiting: #expect(!shipment.unservedReasons.isEmpty, comment)
            case .delivered: #expect(shipment.tour != nil, comment)
            case .failed, .cancelled: Issue.record("\(shipment.number) is \(shipment.state)")
            }
        }
        let twice = try await city.database.one(
            "test.twice",
            """
            SELECT count(*) FROM (
                SELECT shipment_id, kind FROM delivery.tour_stop AS stop JOIN delivery.tour ON tour.id = stop.tour_id
                JOIN delivery.plan ON plan.id = tour.plan_id
                WHERE \(Delivery.isCurrent(day: City.day)) AND shipment_id IS NOT NULL
                GROUP BY shipment_id, kind HAVING count(*) > 1) AS twice
            """
        ).decode(Int.self)
        #expect(twice == 0, comment)
    }
}
