import Accounts
import Catalog
import Database
import Foundation
import Routing
import Testing

@testable import Delivery

/// Days that are played rather than lived.
@Suite("Simulated days")
struct SimulationTests {
    @Test("the same seed gives the same day, another one another")
    func determinism() async throws {
        let options = SimulationOptions(
            orders: 25, seed: 11, day: City.day, disruptions: DisruptionRates(.heavy), iterations: 150)
        let simulation = try Simulation(try SampleTown.city(), options)
        let first = try await simulation.run(travel: GreatCircleTravelSource())
        let second = try await simulation.run(travel: GreatCircleTravelSource())
        #expect(first == second)
        #expect(first.orders.sold > 5)
        var other = options
        other.seed = 12
        let third = try await Simulation(try SampleTown.city(), other).run(travel: GreatCircleTravelSource())
        #expect(third != first)
    }

    @Test("where nothing goes wrong every window that is sold is kept", arguments: [1, 2, 3] as [UInt64])
    func undisturbed(seed: UInt64) async throws {
        var day = try await SampleTown.day(orders: 40, seed: seed, DisruptionRates(.none), reserve: 0)
        let tally = try day.run()
        #expect(tally.sold >= 15, "seed \(seed): \(tally)")
        #expect(tally.kept == tally.sold, "seed \(seed): \(tally)")
        #expect(tally.unconfirmed == 0 && tally.returned == 0 && tally.leftBehind == 0, "seed \(seed): \(tally)")
    }

    @Test(
        "each order ends in exactly one state and each shipment in one place, whatever goes wrong",
        arguments: [4, 5, 6] as [UInt64])
    func conservation(seed: UInt64) async throws {
        var disruptions = DisruptionRates(.heavy)
        disruptions.breakdownsPerHour = 0.2
        disruptions.sickRiders = 0.2
        var day = try await SampleTown.day(orders: 35, seed: seed, disruptions)
        let tally = try day.run()
        #expect(tally.asked == 35, "seed \(seed)")
        #expect(
            tally.refused + tally.declined + tally.kept + tally.late + tally.undelivered == tally.asked, "seed \(seed): \(tally)")
        #expect(tally.lateMinutes.count == tally.late, "seed \(seed)")
        #expect(tally.delivered + tally.returned + tally.leftBehind == day.shipments.count, "seed \(seed): \(tally)")
        #expect(Set(day.shipments.map(\.order)).count == tally.sold, "seed \(seed)")
        #expect(tally.unconfirmed == 0, "seed \(seed)")
        // Nobody can ride, serve, wait and rest for longer than all shifts and their overtime.
        let work = tally.ridingSeconds + tally.servingSeconds + tally.waitingSeconds + tally.restSeconds
        let late = day.duties.count * 3600
        #expect(work <= tally.shiftSeconds + tally.overtimeSeconds + late, "seed \(seed): \(tally)")
    }

    @Test("a bike that breaks down rides no more, and other bikes fetch what was on it")
    func breakdown() async throws {
        var disruptions = DisruptionRates(.none)
        disruptions.breakdownsPerHour = 0.5
        var (breakdowns, fetched, leftBehind, shipments) = (0, 0, 0, 0)
        for seed in 1...4 as ClosedRange<UInt64> {
            var day = try await SampleTown.day(orders: 25, seed: seed, disruptions)
            let tally = try day.run()
            #expect(day.bikes.count(where: \.isOut) == tally.breakdowns, "seed \(seed)")
            for bike in day.bikes where bike.isOut { #expect(bike.running == nil && bike.pending.isEmpty) }
            for shipment in day.shipments where shipment.roadsideSince > 0 {
                guard let tried = shipment.triedAt else { continue }
                #expect(tried > shipment.roadsideSince, "seed \(seed)")
                fetched += 1
            }
            breakdowns += tally.breakdowns
            leftBehind += tally.leftBehind
            shipments += day.shipments.count
        }
        #expect(breakdowns > 0 && fetched > 0)
        // Goods are lost only where no bike was left that could come.
        #expect(leftBehind < shipments / 4, "\(leftBehind) of \(shipments)")
    }

    @Test("when nobody comes to work, nothing is brought and nothing more is sold")
    func nobody() async throws {
        var disruptions = DisruptionRates(.none)
        disruptions.sickRiders = 1
        var day = try await SampleTown.day(orders: 20, seed: 2, disruptions)
        let shifts = day.duties.count
        let tally = try day.run()
        #expect(tally.sickRiders == shifts && tally.tours == 0 && tally.delivered == 0)
        #expect(tally.undelivered == tally.sold && tally.sold > 0 && tally.refused > 0, "\(tally)")
    }

    @Test("fewer bikes sell less of the same demand, and shoppers are the same whatever the fleet")
    func fleets() async throws {
        let city = try SampleTown.city()
        var options = SimulationOptions(orders: 60, seed: 7, day: City.day, disruptions: DisruptionRates(.none), iterations: 50)
        let whole = try await Simulation(city, options).run(travel: GreatCircleTravelSource())
        options.fleet = ["nord": -3, "west": -2, "sued": -2]
        let small = try await Simulation(city, options).run(travel: GreatCircleTravelSource())
        #expect(small.fleet.bikes == 1 && whole.fleet.bikes == 8)
        #expect(small.orders.asked == whole.orders.asked)
        #expect(small.orders.sold < whole.orders.sold)
        #expect(whole.orders.keptShare == 1)
        #expect(small.orders.keptShare == 1)
        options.fleet = ["mond": 1]
        #expect(throws: SimulationProblem("There is no hub 'mond'; there are nord, sued, west.")) {
            try Simulation(city, options)
        }
        let more = try city.with(fleet: ["sued": 2])
        #expect(more.bikes.count == 10 && more.shifts.count == city.shifts.count + 4)
    }

    @Test("a recorded day is played with parcels of its hub, and one that had begun is refused")
    func recorded() async throws {
        let hub = SampleFleet.hubs[0].id
        let problem = SampleDay.problem(
            shipments: (1...12).map { number in
                SampleDay.shipment(
                    number, origin: number % 3 == 0 ? .hub(hub) : nil,
                    to: SampleFleet.point(49.87 + 0.001 * Double(number), 8.65), ready: City.at(9))
            })
        let options = SimulationOptions(orders: 1, seed: 1, day: City.day, disruptions: DisruptionRates(.none), iterations: 300)
        let report = try await Simulation(recorded: problem, options).run(travel: GreatCircleTravelSource())
        #expect(report.orders.asked == 12 && report.orders.kept == 12, "\(report)")
        #expect(report.fleet.delivered == 12)
        let running = DayProblem.RunningTour(
            number: 1, bikeID: .new(), spanStart: City.at(9), spanEnd: City.at(12), skills: [], requiredSkills: [],
            position: SampleFleet.point(49.87, 8.65), freeAt: City.at(10), batteryWattHours: 100, breakSecondsTaken: 0, trip: 1,
            doneWeight: .zero, doneVolume: .zero, doneStops: [])
        #expect(throws: SimulationProblem.self) {
            try Simulation(recorded: SampleDay.problem(shipments: [], running: [running]), options)
        }
    }

    @Test("a simulation whose caller goes away ends")
    func cancelled() async throws {
        let options = SimulationOptions(orders: 2000, seed: 1, day: City.day, iterations: 100_000)
        let simulation = try Simulation(try SampleTown.city(), options)
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await simulation.run(days: 100, travel: GreatCircleTravelSource()) { _ in start.yield() }
        }
        for await _ in started { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("what is to happen first comes first, and at one moment in the order in which it was put in")
    func eventQueue() {
        var queue = EventQueue<Int>()
        for (event, time) in [(1, 30), (2, 10), (3, 20), (4, 10), (5, 30), (6, 0)] { queue.add(event, at: time) }
        var order: [Int] = []
        while let (_, event) = queue.next() { order.append(event) }
        #expect(order == [6, 2, 4, 3, 1, 5])
    }

    @Test("times vary around the plan: the mean of the factors is one")
    func factors() {
        var sum = 0.0
        for number in 0..<20_000 {
            var chance = Chance(seed: 5, .leg, number)
            sum += chance.factor(spread: 0.35)
        }
        #expect(abs(sum / 20_000 - 1) < 0.015)
        var chance = Chance(seed: 5, .leg)
        #expect(chance.factor(spread: 0) == 1)
    }
}
