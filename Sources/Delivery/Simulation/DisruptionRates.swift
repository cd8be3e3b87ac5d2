import Routing

/// How often what was planned is overtaken by the world in a simulated day. Where the rates come from: docs/simulation.md.
public struct DisruptionRates: Hashable, Codable, Sendable {
    public enum Level: String, CaseIterable, Codable, Sendable {
        /// Everything takes exactly as long as planned.
        case none
        /// An ordinary week-day.
        case usual
        /// About twice as much of everything.
        case heavy
    }

    /// Of a leg's riding time: the standard deviation of the logarithm of its factor, whose mean is 1.
    var ridingSpread: Double
    /// The same for service at shops and doors.
    var serviceSpread: Double
    /// The share of shop orders that are packed late.
    var lateShops: Double
    /// By how many minutes on average; never more than ``latestMinutes``.
    var lateMinutes: Double
    /// The share of shop orders that are packed in one parcel more than was expected.
    var moreParcels: Double
    /// The share of doors that nobody opens.
    var absentCustomers: Double
    /// Repairs on the road, per hour of riding.
    var flatsPerHour: Double
    /// Bikes that ride no more on this day, per hour of riding.
    var breakdownsPerHour: Double
    /// The share of shifts that nobody comes to.
    var sickRiders: Double
    /// The probability that it rains for some of the day.
    var rain: Double

    /// A shop that is later than this calls off; it does not happen here.
    static let latestMinutes = 30.0
    /// How much longer a leg takes in the rain.
    static let rainFactor = 1.12
    /// A tube is changed in about this many minutes.
    static let flatMinutes = 20.0
    /// Before a shift begins its rider calls in sick.
    static let sickNotice: Seconds = 3600
    /// How long a rider waits at a door that stays shut, the way to it included.
    static let shutDoor: Seconds = ServiceTimes.doorSetup + 120

    public init(_ level: Level) {
        let factor = level == .heavy ? 2.0 : level == .usual ? 1 : 0
        ridingSpread = level == .heavy ? 0.25 : 0.15 * factor
        serviceSpread = level == .heavy ? 0.5 : 0.35 * factor
        lateShops = 0.08 * factor
        lateMinutes = 8
        moreParcels = 0.1 * factor
        absentCustomers = 0.04 * factor
        flatsPerHour = 0.004 * factor
        breakdownsPerHour = 0.0005 * factor
        sickRiders = 0.01 * factor
        rain = 0.3 * factor
    }

    var areNone: Bool { self == DisruptionRates(.none) }
}
