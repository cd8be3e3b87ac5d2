import Accounts
import Database
import Foundation
import TestSupport
import Testing

@testable import Delivery

/// A tour's stops and shipments as reports move them, one report after the other, with the same pure parts as the service.
private struct ReportedTour: Equatable {
    struct Stop: Equatable {
        let kind: TourStop.Kind
        let trip: Int
        let shipment: Int?
        var reports = StopReports()
    }

    private(set) var stops: [Stop]
    private(set) var shipments: [ShipmentState]
    private let loads: [Int: [Int]]

    /// Two pick-ups with their doors, and two trips from the hub with their doors.
    static let sample = ReportedTour(
        stops: [
            Stop(kind: .start, trip: 1, shipment: nil), Stop(kind: .pickup, trip: 1, shipment: 0),
            Stop(kind: .delivery, trip: 1, shipment: 1),
            Stop(kind: .pickup, trip: 1, shipment: 2), Stop(kind: .dropoff, trip: 1, shipment: 0),
            Stop(kind: .delivery, trip: 1, shipment: 3),
            Stop(kind: .reload, trip: 1, shipment: nil), Stop(kind: .dropoff, trip: 2, shipment: 2),
            Stop(kind: .delivery, trip: 2, shipment: 4),
        ], shipments: 5, loads: [1: [1, 3], 2: [4]])

    private init(stops: [Stop], shipments: Int, loads: [Int: [Int]]) {
        self.stops = stops
        self.shipments = Array(repeating: .planned, count: shipments)
        self.loads = loads
    }

    mutating func take(_ report: StopReports.Report, at stop: Int) {
        guard stops[stop].reports.take(report) else { return }
        let reported = stops[stop]
        switch StopConsequence(reported.kind, reported.reports.state, trip: reported.trip) {
        case .bring(let goal): if let shipment = reported.shipment { bring(shipment, to: goal) }
        case .release: if let shipment = reported.shipment { shipments[shipment] = shipments[shipment].released }
        case .load(let trip): for shipment in loads[trip] ?? [] { bring(shipment, to: .underway) }
        case .nothing: break
        }
    }

    private mutating func bring(_ shipment: Int, to goal: ShipmentState) {
        for step in shipments[shipment].steps(toward: goal) ?? [] {
            #expect(shipments[shipment].successors.contains(step))
            shipments[shipment] = step
        }
    }
}

/// What a phone sends: a report and the stop that it is about.
private struct Sent {
    let stop: Int
    let report: StopReports.Report
}

@Suite("Two phones on one tour, without network")
struct TwoPhonesTests {
    /// Reports of two phones, each in the order of its own clock: mostly of stops of their own, some of the same ones, some that contradict.
    private static func streams(_ tour: ReportedTour, using generator: inout SeededGenerator) -> [[Sent]] {
        var streams: [[Sent]] = [[], []]
        for phone in 0..<2 {
            var clock = City.at(9).addingTimeInterval(Double.random(in: -300...0, using: &generator).rounded())
            for index in tour.stops.indices where Bool.random(using: &generator) || index % 2 == phone {
                let possible = StopEvent.Kind.allCases.filter { $0.fits(tour.stops[index].kind) }
                for _ in 0..<Int.random(in: 1...2, using: &generator) {
                    guard let kind = possible.randomElement(using: &generator) else { continue }
                    clock += Double(Int.random(in: 0...240, using: &generator))
                    streams[phone].append(Sent(stop: index, report: StopReports.Report(id: .new(), kind: kind, at: clock)))
                }
            }
        }
        return streams
    }

    /// One way in which the reports may arrive: in turns, some twice, some long after the others, some pieces turned round.
    private static func arrival(of streams: [[Sent]], using generator: inout SeededGenerator) -> [Sent] {
        var left = streams
        var arrived: [Sent] = []
        while left.contains(where: { !$0.isEmpty }) {
            let phone = left[0].isEmpty ? 1 : left[1].isEmpty ? 0 : Int.random(in: 0...1, using: &generator)
            arrived.append(left[phone].removeFirst())
        }
        for sent in arrived where Int.random(in: 0..<3, using: &generator) == 0 {
            arrived.insert(sent, at: Int.random(in: 0...arrived.count, using: &generator))
        }
        if Bool.random(using: &generator) {
            arrived.shuffle(using: &generator)
        } else if arrived.count > 3 {
            let start = Int.random(in: 0..<arrived.count - 1, using: &generator)
            let end = Int.random(in: start + 1...arrived.count, using: &generator)
            arrived.replaceSubrange(start..<end, with: arrived[start..<end].reversed())
        }
        return arrived
    }

    @Test("10,000 ways in which the reports of two phones arrive, with repetitions and in any order, end in the same state")
    func anyOrder() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var generator = SeededGenerator(seed: seed)
        var seen: Set<ShipmentState> = []
        for _ in 0..<500 {
            let streams = Self.streams(.sample, using: &generator)
            var expected = ReportedTour.sample
            for sent in streams.joined() { expected.take(sent.report, at: sent.stop) }
            seen.formUnion(expected.shipments)
            for _ in 0..<20 {
                var tour = ReportedTour.sample
                for sent in Self.arrival(of: streams, using: &generator) { tour.take(sent.report, at: sent.stop) }
                guard tour == expected else {
                    Issue.record("seed \(seed): \(tour.shipments) instead of \(expected.shipments)")
                    return
                }
            }
        }
        // Otherwise the streams would show nothing.
        #expect(seen.isSuperset(of: [.planned, .waiting, .underway, .delivered, .failed]), "seed \(seed)")
    }

    @Test("the same in PostgreSQL: two riders one after the other on a tour, each with a signing phone", arguments: 1...3)
    func inPostgreSQL(round: Int) async throws {
        let seed = UInt64(round) &* 7919 &+ 26
        var generator = SeededGenerator(seed: seed)
        try await City.withCity { city in
            try await city.addFleet()
            try await city.addShipments(18)
            try await city.plan()
            try await city.delivery.autoAssign(day: City.day)
            let assigned = try await city.delivery.tours(on: City.day).filter { $0.rider != nil }
            let longest = try #require(assigned.max { $0.stops < $1.stops })
            let tour = try #require(try await city.delivery.tour(.id(longest.id)))
            let stops = try #require(tour.stopList).filter { $0.kind != .break && $0.kind != .end }
            let first = try #require(tour.rider?.id)
            let second = try await city.addAllRounder()
            let riders = [first, second]
            var devices: [RegisteredDevice] = []
            for rider in riders { devices.append(try await city.delivery.registerDevice(of: rider, name: "Telefon")) }

            // The first rides half of the tour and hands it over; both phones find the network only then.
            let middle = stops.count / 2
            let handedOver = stops[middle].arrival
            city.clock.set(handedOver)
            try await city.delivery.assign(tour.id, to: second, reason: "goes home")
            city.clock.set(City.at(23))
            var sent: [(phone: Int, stop: TourStop, event: StopEvent)] = []
            for (index, stop) in stops.enumerated() {
                let phone = index < middle ? 0 : 1
                let possible = StopEvent.Kind.allCases.filter { $0.fits(stop.kind) }
                for offset in 0..<2 {
                    let kind = try #require(possible.randomElement(using: &generator))
                    let moment = min(stop.arrival.addingTimeInterval(Double(60 * offset)), phone == 0 ? handedOver : City.at(22))
                    sent.append((phone, stop, StopEvent(id: .new(), kind: kind, at: moment, note: "Ü:\(offset),")))
                }
            }
            for (phone, stop, event) in (sent + sent.shuffled(using: &generator).prefix(6)).shuffled(using: &generator) {
                let signed = event.signed(with: devices[phone].key, by: devices[phone].device.id, at: stop.id)
                try await city.delivery.record(signed, at: stop.id, by: riders[phone])
            }
            let after = try #require(try await city.delivery.tour(.id(tour.id))?.stopList)
            for stop in stops {
                let reports = StopReports(
                    sent.filter { $0.stop.id == stop.id }.map {
                        StopReports.Report(id: $0.event.id, kind: $0.event.kind, at: $0.event.at)
                    })
                let now = try #require(after.first { $0.id == stop.id })
                #expect(now.state == reports.state, "seed \(seed), stop \(stop.position)")
                #expect(
                    now.arrivedAt == reports.arrivedAt && now.finishedAt == reports.finishedAt,
                    "seed \(seed), stop \(stop.position)")
            }
            let count = try await city.database.one(
                "test.signed", "SELECT count(*) FROM delivery.event WHERE device_id IS NOT NULL AND clock_at = occurred_at")
            #expect(try count.decode(Int.self) == sent.count)
            // What the first tells of the time after is not hers to tell.
            let late = StopEvent(id: .new(), kind: .arrived, at: handedOver.addingTimeInterval(1))
                .signed(with: devices[0].key, by: devices[0].device.id, at: stops[middle].id)
            await #expect(throws: StopEventProblem.noSuchStop) {
                try await city.delivery.record(late, at: stops[middle].id, by: first)
            }
        }
    }
}
