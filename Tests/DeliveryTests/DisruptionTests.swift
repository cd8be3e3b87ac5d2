import Accounts
import Catalog
import Database
import Foundation
import Testing

@testable import Delivery

@Suite("A day that is disturbed", .serialized)
struct DisruptionTests {
    /// A day with a plan, riders on its tours, and everything reported up to a moment as planned.
    private static func withRunningDay(upTo hour: Int, _ shipments: Int = 40, _ body: (City) async throws -> Void) async throws {
        try await City.withCity { city in
            try await city.addFleet()
            try await city.addShipments(shipments)
            try await city.plan()
            try await city.delivery.autoAssign(day: City.day)
            city.clock.set(City.at(hour))
            try await report(upTo: City.at(hour), in: city)
            try await body(city)
        }
    }

    private static func report(upTo moment: Date, in city: City) async throws {
        for tour in try await city.delivery.toursWithStops(on: City.day) {
            guard let rider = tour.rider?.id else { continue }
            for stop in tour.stopList ?? [] where stop.departure <= moment && stop.state == .open {
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

    private static func adjust(_ city: City, isTrial: Bool = false, assuming: [Assumption] = []) async throws -> PlanningJob {
        let job = try await city.delivery.requestPlan(
            for: City.day, seconds: 1, mode: .adjustment, isTrial: isTrial, assuming: assuming)
        try await PlanningWorker(city.delivery).workOff()
        let done = try #require(try await city.delivery.planningJob(job.id))
        #expect(done.state == .done, "\(done.message ?? "")")
        return done
    }

    @Test("when a bike breaks down, what is on board is fetched where it stands, and no other tour is turned upside down")
    func bikeOut() async throws {
        try await Self.withRunningDay(upTo: 7) { city in
            // A bike in the middle of its tour.
            let longest = try #require(
                try await city.delivery.toursWithStops(on: City.day).filter { $0.rider != nil }.max { $0.stops < $1.stops })
            let middle = try #require(longest.stopList)[(longest.stopList ?? []).count / 2].departure
            city.clock.set(middle)
            try await Self.report(upTo: middle, in: city)
            let tours = try await city.delivery.toursWithStops(on: City.day)
            let broken = try #require(tours.first { $0.id == longest.id && $0.state == .underway })
            let disruption = try await city.delivery.disrupt(
                DisruptionDraft(kind: .bikeOut, subject: broken.bike.key, reason: "fork broken"), on: City.day)
            #expect(disruption.subject == broken.bike.name && disruption.liftedAt == nil)
            let open = (broken.stopList ?? []).filter { $0.state == .open && ($0.kind == .dropoff || $0.kind == .delivery) }
            #expect(!open.isEmpty)

            let job = try await Self.adjust(city)
            let comparison = try #require(job.outcome?.comparison)
            let after = try await city.delivery.toursWithStops(on: City.day)
            let again = try #require(after.first { $0.bike.key == broken.bike.key })
            #expect((again.stopList ?? []).allSatisfy { $0.state != .open || $0.kind == .end || $0.kind == .start })
            for stop in open {
                let shipment = try #require(
                    try await city.delivery.shipments(on: City.day, limit: 1000).items.first { $0.number == stop.shipmentNumber })
                #expect(shipment.tour != again.number, "\(shipment.number) is still on the broken bike")
                #expect(shipment.tour != nil || !shipment.unservedReasons.isEmpty)
            }
            let others = comparison.changes.filter { change in !open.contains { $0.shipmentNumber == change.number } }
            let reassigned = others.count { $0.kind != .retimed }
            #expect(reassigned * 4 <= comparison.untouched + others.count, "\(others)")
        }
    }

    @Test("taken back, a disruption changes no plan any more; taken back twice it stays so")
    func lifted() async throws {
        try await Self.withRunningDay(upTo: 7, 10) { city in
            let bike = try #require(try await city.delivery.tours(on: City.day).first?.bike.key)
            let disruption = try await city.delivery.disrupt(DisruptionDraft(kind: .bikeOut, subject: bike), on: City.day)
            let lifted = try #require(try await city.delivery.liftDisruption(disruption.id))
            #expect(lifted.liftedAt != nil)
            city.clock.set(City.at(8))
            #expect(try await city.delivery.liftDisruption(disruption.id)?.liftedAt == lifted.liftedAt)
            let job = try await Self.adjust(city)
            #expect(job.outcome?.comparison?.changes.count { $0.kind == .dropped } == 0)
        }
    }

    @Test("a rider who calls in sick loses the tours, and may be given none")
    func riderOut() async throws {
        try await Self.withRunningDay(upTo: 7, 30) { city in
            let tour = try #require(try await city.delivery.tours(on: City.day).first { $0.rider != nil })
            let rider = try #require(tour.rider)
            let key = try #require(try await city.delivery.riders(on: City.day).first { $0.id == rider.id }?.key)
            try await city.delivery.disrupt(DisruptionDraft(kind: .riderOut, subject: key), on: City.day)
            let shifts = try await city.delivery.riders(on: City.day).first { $0.id == rider.id }?.shifts
            #expect(shifts?.isEmpty == true)
            _ = try await Self.adjust(city)
            let after = try await city.delivery.tours(on: City.day)
            #expect(after.allSatisfy { $0.rider?.id != rider.id })
        }
    }

    @Test("a window agreed with an absent customer is kept; without one the shipment is not brought that day")
    func customerAbsent() async throws {
        try await Self.withRunningDay(upTo: 7, 12) { city in
            let shipments = try await city.delivery.shipments(on: City.day).items.filter { $0.tour != nil }
            let (first, second) = (try #require(shipments.first), try #require(shipments.last))
            try await city.delivery.disrupt(
                DisruptionDraft(
                    kind: .customerAbsent, subject: first.number.description, windowStart: City.at(17), windowEnd: City.at(19)),
                on: City.day)
            try await city.delivery.disrupt(
                DisruptionDraft(kind: .customerAbsent, subject: second.number.description), on: City.day)
            _ = try await Self.adjust(city)
            let stops = try await city.delivery.toursWithStops(on: City.day).flatMap { $0.stopList ?? [] }
            let door = try #require(stops.first { $0.shipmentNumber == first.number && $0.kind != .pickup })
            #expect(door.windowStart == City.at(17) && City.at(17) <= door.serviceStart && door.serviceStart <= City.at(19))
            #expect(!stops.contains { $0.shipmentNumber == second.number })
        }
    }

    @Test("a disruption that makes no sense is refused with the field at fault")
    func refused() async throws {
        try await City.withCity { city in
            try await city.addFleet()
            let drafts: [(DisruptionDraft, String)] = [
                (DisruptionDraft(kind: .bikeOut, subject: "no-such-bike"), "subject"),
                (DisruptionDraft(kind: .shopLate, subject: "no-such-shop"), "minutes"),
                (DisruptionDraft(kind: .shopLate, subject: "no-such-shop", minutes: 20), "subject"),
                (DisruptionDraft(kind: .customerAbsent, subject: "17"), "subject"),
                (DisruptionDraft(kind: .bikeOut, subject: "x", minutes: 5), "minutes"),
                (DisruptionDraft(kind: .bikeOut, subject: "x", from: City.at(9, day: City.day.adding(days: 1))), "from"),
                (DisruptionDraft(kind: .customerAbsent, subject: "S-000001", windowStart: City.at(9)), "windowEnd"),
            ]
            for (draft, field) in drafts {
                let problem = await #expect(throws: DisruptionProblem.self) {
                    try await city.delivery.disrupt(draft, on: City.day)
                }
                #expect(problem?.field == field, "\(draft)")
            }
        }
    }

    @Test("a trial stores nothing and says what one more bike would change")
    func trial() async throws {
        try await Self.withRunningDay(upTo: 7, 30) { city in
            let version = try await city.delivery.currentPlan(for: City.day)?.version
            let type = try #require(try await city.delivery.bikes().first?.type.key)
            let hub = try #require(try await city.delivery.hubs().first?.key)
            let job = try await Self.adjust(
                city, isTrial: true, assuming: [.addBike(type: type, hub: hub, from: nil, until: nil)])
            #expect(job.planID == nil && job.isTrial && job.outcome?.comparison != nil)
            #expect(try await city.delivery.currentPlan(for: City.day)?.version == version)
            let wrong = try await city.delivery.requestPlan(
                for: City.day, seconds: 1, isTrial: true, assuming: [.dropBike("no-such-bike")])
            try await PlanningWorker(city.delivery).workOff()
            let failed = try #require(try await city.delivery.planningJob(wrong.id))
            #expect(failed.state == .failed && failed.message?.contains("no-such-bike") == true)
        }
    }
}
