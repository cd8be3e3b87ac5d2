import Catalog
import Foundation
import Routing
import Testing

@testable import Delivery

@Suite("The day's problem and its plan")
struct DayModelTests {
    @Test("a shipment at a shop is a pair, one at a hub is a job of that hub, released when it is ready")
    func requests() {
        let model = SampleDay.model(
            SampleDay.problem(shipments: [
                SampleDay.shipment(1, ready: City.at(11)),
                SampleDay.shipment(2, origin: .hub(SampleFleet.hubs[1].id), ready: City.at(9)),
            ]))
        #expect(model.problem.pairs.map(\.pickup.id) == [1])
        #expect(model.problem.pairs[0].pickup.visit.windows[0].start == 11 * 3600)
        #expect(model.problem.pairs[0].delivery.visit.windows == [TimeWindow(12 * 3600, 14 * 3600)])
        #expect(model.problem.jobs.map(\.hub) == [1])
        #expect(model.problem.jobs[0].release == 9 * 3600)
        #expect(throws: Never.self) { try model.problem.validate() }
    }

    @Test("hot food rides for 25 minutes at most; nothing else has a limit")
    func hotFood() {
        let model = SampleDay.model(
            SampleDay.problem(shipments: [SampleDay.shipment(1, handling: [.hot]), SampleDay.shipment(2, handling: [.chilled])]))
        #expect(model.problem.pairs.map(\.maximumRideTime) == [1500, nil])
    }

    @Test("every vehicle keeps 30 % in its battery and has a break by law when its shift is longer than six hours")
    func vehicles() {
        for vehicle in SampleDay.model(SampleDay.problem(shipments: [])).problem.vehicles {
            let hours = Double(vehicle.shift.end - vehicle.shift.start) / 3600
            #expect(vehicle.breaks.map(\.duration) == (hours > 6 ? [1800] : []))
            for rest in vehicle.breaks { #expect(rest.windows.allSatisfy { $0.end <= vehicle.shift.start + 6 * 3600 }) }
            #expect(vehicle.battery.map { $0.reserve * 10 == $0.capacity * 3 } == true)
        }
        #expect(WorkingTime.breakTime(forShiftOf: 6 * 3600) == 0)
        #expect(WorkingTime.breakTime(forShiftOf: 6 * 3600 + 1) == 1800)
        #expect(WorkingTime.breakTime(forShiftOf: 9 * 3600 + 1) == 2700)
    }

    @Test("what no bike can carry is listed with the reason in words")
    func unserved() throws {
        let (_, _, result) = try SampleDay.solve(
            SampleDay.problem(shipments: [
                SampleDay.shipment(1), SampleDay.shipment(2, weight: 500_000, heaviest: 1000),
                SampleDay.shipment(3, ready: City.at(13, 59)),
            ]), iterations: 300)
        #expect(result.unserved.map(\.shipment.number.rawValue).sorted() == [2, 3])
        let heavy = try #require(result.unserved.first { $0.shipment.number.rawValue == 2 })
        #expect(heavy.reasons.contains { $0.constraint == .capacity && $0.detail.contains("500 kg") })
        #expect(result.unserved.allSatisfy { !$0.reasons.isEmpty })
        #expect(result.summary.served == 1)
    }

    @Test("frozen goods ride in a frozen compartment with a trained rider, heavy pieces with a rider who may")
    func skills() throws {
        let (_, _, result) = try SampleDay.solve(
            SampleDay.problem(shipments: [
                SampleDay.shipment(1, handling: [.frozen]), SampleDay.shipment(2, weight: 30_000, heaviest: 25_000),
            ]), iterations: 300)
        #expect(result.unserved.isEmpty)
        for tour in result.tours {
            let carried = Set(tour.stops.compactMap(\.shipmentID))
            #expect(tour.requiredSkills.isSubset(of: tour.plannedSkills))
            #expect(!carried.isEmpty)
        }
        let frozen = try #require(result.tours.first { $0.requiredSkills.contains(.coldChain) })
        #expect(frozen.bike.type.compartments.contains(.frozen))
    }

    @Test("a plan that breaks a constraint is refused")
    func infeasible() throws {
        let (model, solution, _) = try SampleDay.solve(
            SampleDay.problem(shipments: (1...6).map { SampleDay.shipment($0) }), iterations: 200)
        var broken = solution
        broken.tours[0].stops.reverse()
        let error = #expect(throws: InfeasiblePlan.self) { _ = try PlanResult(model, broken, seconds: 0) }
        #expect(error?.violations.isEmpty == false)
        broken = solution
        broken.tours.removeFirst()
        #expect(throws: InfeasiblePlan.self) { _ = try PlanResult(model, broken, seconds: 0) }
    }

    @Test("the stops of a tour have their times in order, within their windows, and the sums are those of the stops")
    func times() throws {
        let day = SampleDay.problem(
            shipments: (1...20).map { number in
                SampleDay.shipment(
                    number, to: SampleFleet.point(49.86 + Double(number % 5) * 0.006, 8.64 + Double(number % 4) * 0.006),
                    ready: City.at(9 + number % 3), from: City.at(12 + number % 3 * 2), until: City.at(14 + number % 3 * 2))
            })
        let (_, _, result) = try SampleDay.solve(day)
        #expect(result.summary.served == 20, "\(result.unserved.map { "\($0.shipment.number): \($0.reasons.map(\.detail))" })")
        for tour in result.tours {
            #expect(tour.stops.first?.kind == .start && tour.stops.last?.kind == .end)
            for (stop, next) in zip(tour.stops, tour.stops.dropFirst()) {
                #expect(
                    stop.departure <= next.arrival && next.arrival <= next.serviceStart && next.serviceStart <= next.departure)
            }
            for stop in tour.stops {
                if let start = stop.windowStart, let end = stop.windowEnd { #expect((start...end).contains(stop.serviceStart)) }
            }
            #expect(tour.end <= tour.spanEnd && tour.start >= tour.spanStart)
        }
        #expect(result.summary.metres == result.tours.reduce(0) { $0 + $1.metres })
        #expect(result.summary.metres > 0 && result.summary.co2SavedGrams > 0)
        #expect(result.tours.map(\.number) == Array(1...result.tours.count))
    }

    @Test("a solution is the same after it was stored as JSON")
    func stored() throws {
        let (_, solution, _) = try SampleDay.solve(
            SampleDay.problem(shipments: (1...5).map { SampleDay.shipment($0) } + [SampleDay.shipment(6, weight: 900_000)]),
            iterations: 100)
        let json = try JSONEncoder().encode(StoredSolution(solution))
        #expect(try JSONDecoder().decode(StoredSolution.self, from: json).solution == solution)
    }

    // MARK: - A van instead

    @Test("the van is not charged with the bike's ways to reload")
    func van() {
        let hub = SampleFleet.point(49.88, 8.65)
        let far = SampleFleet.point(49.86, 8.65)
        let plain = [stop(.start, hub), stop(.delivery, far, metres: 3000), stop(.delivery, far), stop(.end, hub, metres: 3000)]
        let reloading = [
            stop(.start, hub), stop(.delivery, far, metres: 3000), stop(.reload, hub, metres: 3000),
            stop(.delivery, far, metres: 3000),
            stop(.end, hub, metres: 3000),
        ]
        #expect(VanComparison.vanMetres(plain) == 6000)
        #expect(VanComparison.vanMetres(reloading) == 6000)
        // 6 km at 238.5 g, less 12 km at 20 Wh and 363 g a kilowatt hour.
        #expect(VanComparison.savedGrams(tour: reloading) == 1344)
    }

    private func stop(_ kind: TourStop.Kind, _ place: GeoPoint, metres: Int = 0) -> PlannedStop {
        PlannedStop(
            trip: 1, kind: kind, name: "", location: place, shipmentID: nil, arrival: City.at(9), serviceStart: City.at(9),
            departure: City.at(9), windowStart: nil, windowEnd: nil, load: .zero, loadVolume: .zero, batteryWattHours: 0,
            metresFromPrevious: metres, secondsFromPrevious: 0, wattHoursFromPrevious: Double(metres) * 0.02)
    }
}
