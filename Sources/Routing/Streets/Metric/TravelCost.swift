/// What a way costs in the searches: the weight that is minimised and the two values that are carried along.
struct TravelCost: Equatable, Sendable {
    /// What is minimised (hundredths of a second, or decimetres) times ``TravelCost/unit``, plus counts of penalties: so these can be
    /// taken out again.
    var weight: Int32
    /// Centimetres where time is minimised, hundredths of a second where distance is.
    var secondary: Int32
    /// Milliwatt hours.
    var energy: Int32

    /// No way. Twice this is still a 32-bit number, so sums of two weights need no check.
    static let noWay: Int32 = 1_000_000_000
    /// One hundredth of a second or one decimetre.
    static let unit: Int32 = 128
    /// Counted in the lowest two bits: areas for destinations only that are ridden through.
    static let throughCount: Int32 = 1
    /// Counted in the next five bits: how often one gets off, where distance is minimised.
    static let dismountCount: Int32 = 4

    static let zero = TravelCost(weight: 0, secondary: 0, energy: 0)
    static let unreachable = TravelCost(weight: noWay, secondary: 0, energy: 0)

    @inline(__always)
    var isReachable: Bool { weight < Self.noWay }

    @inline(__always)
    static func + (left: TravelCost, right: TravelCost) -> TravelCost {
        guard left.isReachable, right.isReachable else { return .unreachable }
        return TravelCost(
            weight: left.weight &+ right.weight, secondary: left.secondary &+ right.secondary, energy: left.energy &+ right.energy
        )
    }
}

/// What a route is to be short in.
public enum RouteObjective: String, Sendable, Hashable, CaseIterable {
    /// Travel time with turn costs: what bikes are planned with.
    case time
    /// Length on streets that the bike may use.
    case distance
}

/// What a way takes.
public struct Travel: Sendable, Hashable {
    public var seconds: Double
    public var metres: Double
    /// From the battery.
    public var wattHours: Double

    public static let none = Travel(seconds: 0, metres: 0, wattHours: 0)
}

extension RouteObjective {
    /// What riding through an area for destinations only adds to what is minimised.
    var throughPenalty: Int32 {
        // The same way at 18 km/h.
        Int32(self == .time ? CargoBikeProfile.throughTrafficDelay * 100 : CargoBikeProfile.throughTrafficDelay * 50)
    }

    /// What getting off adds to the decimetres that are minimised; where time is, it really takes time.
    var dismountPenalty: Int32 {
        self == .time ? 0 : Int32(CargoBikeProfile.dismountDistance * 10)
    }

    /// The weight of a stretch of so many hundredths of a second and centimetres.
    @inline(__always)
    func weight(time: Int32, distance: Int32) -> Int32 {
        let limit = TravelCost.noWay / TravelCost.unit
        guard time < limit, distance < limit &* 10 else { return TravelCost.noWay }
        return (self == .time ? time : (distance &+ 5) / 10) &* TravelCost.unit
    }

    /// The cost of a stretch.
    @inline(__always)
    func cost(time: Int32, distance: Int32, energy: Int32) -> TravelCost {
        TravelCost(weight: weight(time: time, distance: distance), secondary: self == .time ? distance : time, energy: energy)
    }

    /// Hundredths of a second and centimetres, the penalties taken out.
    @inline(__always)
    func amounts(weight: Int32, secondary: Int32) -> (time: Int32, distance: Int32) {
        let penalties = (weight & 3) &* throughPenalty &+ (weight >> 2 & 31) &* dismountPenalty
        let amount = weight / TravelCost.unit &- penalties
        return self == .time ? (amount, secondary) : (secondary, amount &* 10)
    }

    func travel(_ cost: TravelCost) -> Travel? {
        guard cost.isReachable else { return nil }
        let amounts = amounts(weight: cost.weight, secondary: cost.secondary)
        return Travel(
            seconds: Double(amounts.time) / 100, metres: Double(amounts.distance) / 100, wattHours: Double(cost.energy) / 1000)
    }
}
