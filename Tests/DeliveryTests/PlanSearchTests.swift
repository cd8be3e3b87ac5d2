import Database
import Foundation
import Routing
import Testing

@testable import Delivery

@Suite("Reserves and adjustments")
struct PlanSearchTests {
    private static func live(_ day: DayProblem, _ tours: LiveTours = .none, restoringReserve: Bool = false) -> LiveDay {
        LiveDay(
            day, tables: TravelTables(kind: .greatCircle, identity: "", matrices: SampleDay.model(day).problem.matrices),
            closures: [], laying: tours, restoringReserve: restoringReserve)
    }

    /// A shipment that no bike can bring sooner than five minutes before its window ends, and one that any can bring in time.
    private static func tightDay(reserve: Int?) throws -> (day: DayProblem, tight: ShipmentID) {
        let place = SampleFleet.point(49.8990, 8.6900)
        let bikes = Array(SampleFleet.allBikes().prefix(1))
        let loose = SampleDay.shipment(1, to: place, ready: City.at(11), from: City.at(11), until: City.at(14))
        let (_, _, result) = try SampleDay.solve(SampleDay.problem(shipments: [loose], bikes: bikes), iterations: 50)
        let door = try #require(result.tours.flatMap(\.stops).first { $0.kind == .dropoff })
        let tight = SampleDay.shipment(
            1, to: place, ready: City.at(11), from: City.at(11), until: door.serviceStart.addingTimeInterval(300))
        var day = SampleDay.problem(
            shipments: [tight, SampleDay.shipment(2, ready: City.at(11), from: City.at(14), until: City.at(16))],
            bikes: bikes)
        day.reserve = reserve.map { DayProblem.Reserve(seconds: $0) }
        return (day, tight.id)
    }

    @Test("a window is sold when a bike can come before its reserve, and not when it can only come in it")
    func soldBeforeReserve() throws {
        for (reserve, isOffered) in [(nil, true), (240, true), (600, false)] as [(Int?, Bool)] {
            let (day, tight) = try Self.tightDay(reserve: reserve)
            let known = day.shipments.filter { $0.id != tight }
            var base = SampleDay.problem(shipments: known, bikes: day.bikes)
            base.reserve = day.reserve
            let asked = day.shipments.filter { $0.id == tight }
            let larger = Self.live(base).knowing(
                asked,
                tables: TravelTables(
                    kind: .greatCircle, identity: "", matrices: SampleDay.model(base.adding(asked)).problem.matrices))
            let answer = try #require(larger.answers(for: [[tight]]).first)
            if case .fits = answer {
                #expect(isOffered, "\(reserve ?? 0)")
            } else {
                #expect(!isOffered, "\(reserve ?? 0)")
            }
        }
    }

    @Test("what was promised and can only come in the reserve of its window is brought in it")
    func spentWhereNeeded() throws {
        let (day, tight) = try Self.tightDay(reserve: 600)
        let live = Self.live(day)
        #expect(live.homeless.isEmpty)
        #expect(live.model.day.reserve?.spent == [tight])
        // Laid over the same day again it stays where it is.
        let again = Self.live(day, LiveTours(live.solution, of: live.model))
        #expect(again.model.day.reserve?.spent == [tight])
        #expect(LiveTours(again.solution, of: again.model) == LiveTours(live.solution, of: live.model))
    }

    @Test("never more than half of a window is held back")
    func halfAWindow() throws {
        var day = SampleDay.problem(shipments: [SampleDay.shipment(1, from: City.at(12), until: City.at(12, 10))])
        day.reserve = DayProblem.Reserve(seconds: 3600)
        #expect(day.lastMoment(of: day.shipments[0]) == City.at(12, 5))
        #expect(day.spendingReserve(of: [day.shipments[0].id]).lastMoment(of: day.shipments[0]) == City.at(12, 10))
    }

    @Test(
        "when a bike is out, at most a tenth of what it did not carry is moved, and what can still come does",
        arguments: [1, 2] as [UInt64])
    func adjustmentMovesLittle(seed: UInt64) async throws {
        var generator = XorShift(seed: seed)
        let shipments = (1...60).map { number -> DayProblem.OpenShipment in
            let start = [10, 12, 14, 16, 18].randomElement(using: &generator) ?? 12
            return SampleDay.shipment(
                number, to: SampleShipments.door(using: &generator), from: City.at(start), until: City.at(start + 2))
        }
        let day = SampleDay.problem(shipments: shipments)
        let (model, solution, _) = try SampleDay.solve(day, iterations: 600)
        let told = LiveTours(solution, of: model)
        let busiest = try #require(solution.tours.max { $0.stops.count < $1.stops.count })
        let disturbed = DayProblem(
            day: day.day, notBefore: day.notBefore, hubs: day.hubs, bikes: day.bikes, duties: day.duties, shipments: shipments,
            bikesOut: [model.spans[busiest.vehicle].bike.id],
            plannedSpans: solution.tours.map {
                let span = model.spans[$0.vehicle]
                return DayProblem.PlannedSpan(bikeID: span.bike.id, start: span.start, end: span.end, skills: span.skills)
            })
        let live = Self.live(disturbed, told)
        let search = PlanSearch(live: live, told: told) { problem, seconds in
            let found = try Solver(problem).solve(SolverOptions(timeLimit: nil, iterations: 500, seed: seed))
            return PlanSearch.Run(solution: found, iterations: 500, seconds: seconds, isStopped: false)
        }
        let found = try await search.adjustment(seconds: 1)
        let untouched = told.shipments(keptBy: live)
        #expect(untouched.count > 25, "seed \(seed)")
        let moved = told.shipments(in: live.model, movedBy: found.solution).intersection(untouched)
        #expect(found.solution.unserved.isEmpty, "seed \(seed)")
        #expect(moved.count <= untouched.count / 10, "seed \(seed): \(moved.count) of \(untouched.count)")
        #expect(!live.isBroken(by: found.solution), "seed \(seed)")
        #expect(Checker.check(found.model.problem, found.solution).isEmpty, "seed \(seed)")
        #expect(found.solution.unserved.count <= live.solution.unserved.count, "seed \(seed)")
    }
}
