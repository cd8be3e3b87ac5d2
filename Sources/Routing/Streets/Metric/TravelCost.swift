/// What a way costs in the searches: the weight that is minimised and the two values that are carried along.
struct TravelCost: Equatable, Sendable {
    /// Eight times what is minimised (hundredths of a second, or centimetres), plus one for each area for destinations only that is
    /// ridden through: so the penalty can be taken out again.
    var weight: Int32
    /// Centimetres where time is minimised, hundredths of a second where distance is.
    var secondary: Int32
    /// Milliwatt hours.
    var energy: Int32

    /// No way. Twice this is still a 32-bit number, so sums of two weights need no check.
    static let noWay: Int32 = 1_000_000_000
    /// What an arc's weight is at the least, so that no cycle is free.
    static let leastWeight: Int32 = 8

    static let zero = TravelCost(weight: 0, secondary: 0, energy: 0)
    static let unreachable = TravelCost(weight: noWay, secondary: 0, energy: 0)

    @inline(__always)
    var isReachable: Bool { weight < Self.noWay }

    @inline(__always)
    static func + (left: TravelCost, right: TravelCost) -> TravelCost {
        guard left.isReachable, right.isReachable else { return .unreachable }
        return TravelCost(
            weight: left.weight &+ right.weight, secondary: left.secondary &+ right.secondary, energy: left.energy &+ right.energy)
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
    /// What riding through an area for destinations only adds to a weight, without the count.
    var throughPenalty: Int32 {
        switch self {
        case .time: Int32(CargoBikeProfile.throughTrafficDelay * 100)
        // The same way at 18 km/h.
        case .distance: Int32(CargoBikeProfile.throughTrafficDelay * 500)
        }
    }

    /// The weight of a stretch; each of both may be ``TravelCost/noWay``.
    @inline(__always)
    func weight(time: Int32, distance: Int32) -> Int32 {
        guard time < TravelCost.noWay / 8 else { return TravelCost.noWay }
        return (self == .time ? time : distance) &* 8
    }

    /// The cost of a stretch.
    @inline(__always)
    func cost(time: Int32, distance: Int32, energy: Int32) -> TravelCost {
        TravelCost(weight: weight(time: time, distance: distance), secondary: self == .time ? distance : time, energy: energy)
    }

    /// Hundredths of a second and centimetres, the penalties taken out.
    @inline(__always)
    func amounts(weight: Int32, secondary: Int32) -> (time: Int32, distance: Int32) {
        let amount = (weight >> 3) &- (weight & 7) &* throughPenalty
        return self == .time ? (amount, secondary) : (secondary, amount)
    }

    func travel(_ cost: TravelCost) -> Travel? {
        guard cost.isReachable else { return nil }
        let amounts = amounts(weight: cost.weight, secondary: cost.secondary)
        return Travel(
            seconds: Double(amounts.time) / 100, metres: Double(amounts.distance) / 100, wattHours: Double(cost.energy) / 1000)
    }
}
