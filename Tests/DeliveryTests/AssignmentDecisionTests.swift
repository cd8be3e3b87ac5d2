import Accounts
import Catalog
import Database
import Foundation
import Testing

@testable import Delivery

@Suite("Decisions about riders", .serialized)
struct AssignmentDecisionTests {
    @Test("a choice of the service is changed only with a reason, which is kept and shown to both riders")
    func override() async throws {
        try await City.withCity { city in
            let (tour, chosen, other) = try await assignedDay(city)
            await #expect(throws: AssignmentProblem.reasonNeeded(tour: tour.number, rider: chosen.name)) {
                try await city.delivery.assign(tour.id, to: other)
            }
            await #expect(throws: AssignmentProblem.self) { try await city.delivery.unassign(tour.id, reason: "  ") }
            let account = AccountID.new()
            try await city.delivery.assign(tour.id, to: other, reason: "knows the yard", by: account)

            for rider in [chosen.id, other] {
                let decisions = try await city.delivery.decisions(on: City.day, about: rider).filter { $0.tour == tour.number }
                #expect(decisions.first?.overrides == true && decisions.first?.reasons == ["knows the yard"])
                #expect(decisions.first?.previousRider == chosen.name && decisions.first?.madeBy == .hand)
            }
            let first = try await city.delivery.decisions(on: City.day, about: chosen.id).last { $0.tour == tour.number }
            #expect(first?.madeBy == .automatic && first?.reasons.isEmpty == false)
            // What a person chose may be changed without one.
            try await city.delivery.unassign(tour.id)
            #expect(try await city.delivery.decisions(on: City.day).first?.rider == nil)
            await #expect(throws: (any Error).self) {
                try await city.database.execute("test.change", "UPDATE delivery.assignment_decision SET reasons = '{}'")
            }
        }
    }

    @Test("a later version of the plan keeps the history of a bike's tour")
    func replanned() async throws {
        try await City.withCity { city in
            let (tour, _, other) = try await assignedDay(city)
            let plan = try #require(try await city.delivery.currentPlan(for: City.day))
            _ = try await city.delivery.restorePlan(plan.version, of: City.day)
            let again = try #require(
                try await city.delivery.tours(on: City.day).first { $0.bike == tour.bike && $0.start == tour.start })
            #expect(again.id != tour.id && again.rider == tour.rider)
            await #expect(throws: AssignmentProblem.self) { try await city.delivery.assign(again.id, to: other) }
        }
    }

    @Test("two tours exchange their riders at once, where each alone would be refused; what breaks a rule leaves all as it was")
    func swap() async throws {
        try await City.withCity { city in
            try await city.addFleet()
            try await city.addShipments(40)
            try await city.plan()
            let tours = try await city.delivery.tours(on: City.day)
            let pairs = tours.lazy.flatMap { one in tours.lazy.filter { $0.number > one.number }.map { (one, $0) } }
            let (one, other) = try #require(pairs.first { $0.start < $1.end && $1.start < $0.end })
            let (yara, zora) = (try await city.addAllRounder("yara"), try await city.addAllRounder("zora"))
            await #expect(throws: AssignmentProblem.self) { try await city.delivery.swapRiders(of: one.id, and: other.id) }
            try await city.delivery.assign(one.id, to: yara)
            try await city.delivery.assign(other.id, to: zora)
            await #expect(throws: AssignmentRefused.self) { try await city.delivery.assign(other.id, to: yara) }
            let swapped = try await city.delivery.swapRiders(of: one.id, and: other.id, reason: "asked for it")
            #expect(swapped.map(\.rider?.id) == [zora, yara])
            #expect(try await city.delivery.decisions(on: City.day).prefix(2).allSatisfy { $0.reasons == ["asked for it"] })

            // A tour without a rider takes the other's.
            try await city.delivery.unassign(other.id)
            #expect(try await city.delivery.swapRiders(of: one.id, and: other.id).map(\.rider?.id) == [nil, zora])
            // A rule stands against one of the two: neither changes.
            try await city.database.execute("test.skills", "UPDATE delivery.rider SET skills = '{}' WHERE id = \(zora)")
            try await city.database.execute("test.shift", "DELETE FROM delivery.shift WHERE rider_id = \(zora)")
            await #expect(throws: AssignmentRefused.self) { try await city.delivery.swapRiders(of: one.id, and: other.id) }
            #expect(try await city.delivery.tour(.id(other.id))?.rider?.id == zora)
            await #expect(throws: AssignmentProblem.self) { try await city.delivery.swapRiders(of: one.id, and: one.id) }
        }
    }

    @Test("the ledger counts a tour for whoever has it, and a stop for whoever reported it")
    func ledger() async throws {
        try await City.withCity { city in
            let (tour, chosen, other) = try await assignedDay(city)
            let before = try await city.delivery.fairness(upTo: City.day)
            let entry = try #require(before.entries.first { $0.riderID == chosen.id })
            #expect(entry.workload.metres >= tour.metres && entry.workload.stops >= tour.stops && entry.workload.days == 1)
            #expect(entry.workload.kilogramKilometres > 0 && entry.workload.workSeconds > 0 && entry.burden != nil)
            #expect(before.entries.map(\.workload.metres).reduce(0, +) == before.team.metres)
            #expect(before.team.metres == (try await city.delivery.tours(on: City.day).map(\.metres).reduce(0, +)))

            // A stop that was reported stays with who reported it when the tour is given away.
            let stops = try #require(try await city.delivery.tour(.id(tour.id))?.stopList)
            let pickup = try #require(stops.first { $0.kind == .pickup })
            try await city.delivery.record(
                StopEvent(id: .new(), kind: .pickedUp, at: city.clock.now), at: pickup.id, by: chosen.id)
            try await city.delivery.assign(tour.id, to: other, reason: "goes home")
            let after = try await city.delivery.fairness(upTo: City.day)
            let left = entry.workload.stops - tour.stops + 1
            #expect(after.entries.first { $0.riderID == chosen.id }?.workload.stops == left)
            #expect(after.team.stops == before.team.stops)
            #expect(try await city.delivery.fairness(upTo: City.day.adding(days: -1)).team == Workload())
            #expect(try await city.delivery.fairness(upTo: City.day.adding(days: 40)).team == Workload())
        }
    }

    @Test("calling in sick ends the shift, is noted once, and the next plan knows of it")
    func sick() async throws {
        try await City.withCity { city in
            let (_, chosen, _) = try await assignedDay(city)
            let noted = try await city.delivery.callInSick(chosen.id, on: City.day)
            #expect(noted.kind == .riderOut && noted.subject == chosen.name)
            #expect(try await city.delivery.callInSick(chosen.id, on: City.day).id == noted.id)
            #expect(try await city.delivery.riders(on: City.day).first { $0.id == chosen.id }?.shifts.isEmpty == true)
            try await city.plan()
            #expect(try await city.delivery.tours(on: City.day).allSatisfy { $0.rider?.id != chosen.id })
            await #expect(throws: AssignmentProblem.noSuchRider) { try await city.delivery.callInSick(.new(), on: City.day) }
        }
    }

    /// A planned and automatically assigned day: a tour, who has it, and somebody else who may have it.
    private func assignedDay(_ city: City) async throws -> (tour: Tour, chosen: Tour.RiderReference, other: RiderID) {
        let (tour, chosen, _) = try await city.firstAssignedTour(shipments: 25)
        return (tour, chosen, try await city.addAllRounder())
    }
}
