public import Database
public import Routing

/// What is to be simulated.
public struct SimulationOptions: Hashable, Sendable {
    /// How many shoppers ask for delivery in one day.
    public var orders: Int
    public var seed: UInt64
    /// The day of the calendar whose opening hours count.
    public var day: CalendarDay
    public var disruptions: DisruptionRates
    /// More or fewer bikes, by the hub's key.
    public var fleet: [String: Int]
    /// How long each plan is searched, in iterations of the solver, so that it is the same on any machine.
    public var iterations: Int
    /// What tours hold back of each window.
    public var reserve: Seconds

    public static let orderCounts = 1...5000
    public static let iterationCounts = 0...1_000_000
    public static let reserves = 0...3600

    public init(
        orders: Int, seed: UInt64, day: CalendarDay, disruptions: DisruptionRates = DisruptionRates(.usual),
        fleet: [String: Int] = [:],
        iterations: Int = 3000, reserve: Seconds = 0
    ) {
        self.orders = orders
        self.seed = seed
        self.day = day
        self.disruptions = disruptions
        self.fleet = fleet
        self.iterations = iterations
        self.reserve = reserve
    }
}
