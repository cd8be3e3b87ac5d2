import Accounts
import Catalog
import Database
import Foundation
import Orders
import Routing

/// Days of a city, played from the first shopper to the last bike. The same city and options give the same report, on any machine.
public struct Simulation: Sendable {
    /// How far a simulation is.
    public struct Progress: Hashable, Codable, Sendable {
        /// 0…1.
        public let fraction: Double
        /// Of the days asked for, from 1.
        public let day: Int
        public let sold: Int
        public let kept: Int
    }

    private enum Source: Sendable {
        case city(SimulatedCity)
        case recorded(DayProblem)
    }

    private let source: Source
    private let options: SimulationOptions

    /// The day of a city that its shoppers make.
    /// - Throws: ``SimulationProblem`` when something is asked for that cannot be.
    public init(_ city: SimulatedCity, _ options: SimulationOptions) throws(SimulationProblem) {
        guard SimulationOptions.orderCounts.contains(options.orders) else {
            throw SimulationProblem("1 to 5000 orders a day can be simulated, not \(options.orders).")
        }
        try Self.check(options)
        let city = try city.with(fleet: options.fleet)
        guard !city.bikes.isEmpty, !city.shifts.isEmpty else {
            throw SimulationProblem("Without bikes and shifts there is nothing to simulate.")
        }
        guard !city.windows.isEmpty else { throw SimulationProblem("The city sells no delivery windows.") }
        source = .city(city)
        self.options = options
    }

    /// A recorded day: its shipments, bikes and shifts as a plan knew them, nobody orders anything more.
    /// - Throws: ``SimulationProblem`` when the day had begun already.
    public init(recorded day: DayProblem, _ options: SimulationOptions) throws(SimulationProblem) {
        try Self.check(options)
        guard day.running.isEmpty else {
            throw SimulationProblem(
                "On the recorded day tours were on the road already; take the input of a plan that was made before the first one left."
            )
        }
        guard !day.bikes.isEmpty else { throw SimulationProblem("The recorded day has no bikes.") }
        guard options.fleet.isEmpty else { throw SimulationProblem("The fleet of a recorded day is the recorded one.") }
        source = .recorded(day)
        self.options = options
    }

    private static func check(_ options: SimulationOptions) throws(SimulationProblem) {
        guard SimulationOptions.iterationCounts.contains(options.iterations) else {
            throw SimulationProblem("0 to 1,000,000 iterations for each plan are possible, not \(options.iterations).")
        }
        guard SimulationOptions.reserves.contains(options.reserve) else {
            throw SimulationProblem("A reserve of 0 to 3600 seconds is possible, not \(options.reserve).")
        }
    }

    /// Plays `days` days, whose seeds count up from the one given.
    ///
    /// The work runs on a thread of its own; cancelling the task ends it within a second.
    /// - Throws: `CancellationError`, or what the travel source throws.
    public func run(
        days: Int = 1, travel: any TravelSource, progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) async throws -> SimulationReport {
        var tallies: [(seed: UInt64, tally: SimulationTally)] = []
        var (sold, kept) = (0, 0)
        for number in 0..<days {
            let seed = options.seed &+ UInt64(number)
            let prepared = try await prepare(seed: seed, travel: travel)
            let (soldBefore, keptBefore) = (sold, kept)
            let tally = try await SimulationThread.run { isCancelled in
                var day = prepared.simulation(isCancelled: isCancelled)
                return try day.run { second in
                    let share = min(1, max(0, Double(second) / 86_400))
                    progress(
                        Progress(
                            fraction: (Double(number) + share) / Double(days), day: number + 1, sold: soldBefore, kept: keptBefore
                        ))
                }
            }
            tallies.append((seed, tally))
            sold += tally.sold
            kept += tally.kept
            progress(Progress(fraction: Double(number + 1) / Double(days), day: number + 1, sold: sold, kept: kept))
        }
        return SimulationReport(options.day, tallies)
    }

    /// A day that only has to be played.
    struct Prepared: Sendable {
        let setting: DaySimulation.Setting
        let bikes: [Bike]
        let duties: [(key: String, duty: DayProblem.Duty)]
        let recorded: [DayProblem.OpenShipment]

        func simulation(isCancelled: @escaping @Sendable () -> Bool = { false }) -> DaySimulation {
            DaySimulation(setting, bikes: bikes, duties: duties, recorded: recorded, isCancelled: isCancelled)
        }
    }

    func prepare(seed: UInt64, travel: any TravelSource) async throws -> Prepared {
        switch source {
        case .city(let city):
            let serviceDay = ServiceDay(options.day)
            let orders = SimulatedDemand(city: city, serviceDay: serviceDay, seed: seed).orders(count: options.orders)
            guard !orders.isEmpty else {
                throw SimulationProblem("Nobody can order anything on \(options.day): no shop is open, or no address is known.")
            }
            let places = orders.flatMap { order in order.parts.map(\.shop.location) + [order.destination] }
            let duties = city.shifts.enumerated().map { number, shift in
                (
                    key: shift.rider,
                    duty: DayProblem.Duty(
                        riderID: .simulated(number), hubID: shift.hubID, skills: shift.skills,
                        start: serviceDay.moment(shift.start), end: serviceDay.moment(shift.end))
                )
            }
            return try await prepare(
                seed: seed, day: options.day, hubs: city.hubs, bikes: city.bikes, duties: duties, windows: city.windows,
                orders: orders, recorded: [], places: places, travel: travel)
        case .recorded(let day):
            return try await prepare(
                seed: seed, day: day.day, hubs: day.hubs, bikes: day.bikes,
                duties: day.duties.map { (key: $0.riderID.description, duty: $0) }, windows: [], orders: [],
                recorded: day.shipments, places: DayModel.places(of: day), travel: travel)
        }
    }

    private func prepare(
        seed: UInt64, day: CalendarDay, hubs: [MicroHub], bikes: [Bike], duties: [(key: String, duty: DayProblem.Duty)],
        windows: [DeliveryWindowTemplate], orders: [SimulatedOrder], recorded: [DayProblem.OpenShipment], places: [GeoPoint],
        travel: any TravelSource
    ) async throws -> Prepared {
        var seen: Set<GeoPoint> = []
        let distinct = (hubs.compactMap(\.location) + places).filter { seen.insert($0).inserted }
        var kinds: Set<String> = []
        let types = bikes.map(\.type).filter { kinds.insert($0.key).inserted }
        let tables = try await travel.tables(between: distinct, for: types, closures: [])
        let setting = DaySimulation.Setting(
            day: day, seed: seed, disruptions: options.disruptions, iterations: options.iterations, reserve: options.reserve,
            hubs: hubs, windows: windows, orders: orders,
            travel: SimulationTravel(tables, places: distinct, types: types))
        return Prepared(setting: setting, bikes: bikes, duties: duties, recorded: recorded)
    }
}
