import Foundation

/// Travel estimated from coordinates alone: great-circle distance times a detour factor, at a constant speed.
///
/// It serves where no street network has been imported, and it is symmetric, so it knows no one-way streets and no hills.
public struct GreatCircleTravel: Sendable, Hashable {
    /// How much longer the way through streets is than the straight line.
    ///
    /// Urban networks lie between 1.2 and 1.5, short trips and old town centres at the upper end (Giacomin & Levinson 2015,
    /// doi 10.1068/b130131p). 1.35 is the middle; a plan made with it is rarely late and wastes little.
    public var detourFactor: Double
    /// Kilometres an hour on average, stops at lights included.
    public var speed: Double
    /// Watt hours for each kilometre.
    public var consumption: Double

    /// Defaults: an e-cargo-bike in a town, 15 km/h door to door and 12 Wh/km with an ordinary load.
    public init(detourFactor: Double = 1.35, speed: Double = 15, consumption: Double = 12) {
        self.detourFactor = detourFactor
        self.speed = speed
        self.consumption = consumption
    }

    /// The mean radius of the earth (IUGG) in metres.
    static let earthRadius = 6_371_008.8

    /// Metres in a straight line over the earth's surface, by the haversine formula.
    public static func distance(_ a: Coordinate, _ b: Coordinate) -> Double {
        let radians = Double.pi / 180
        let latitude = sin((b.latitude - a.latitude) * radians / 2)
        let longitude = sin((b.longitude - a.longitude) * radians / 2)
        let square = latitude * latitude + cos(a.latitude * radians) * cos(b.latitude * radians) * longitude * longitude
        return 2 * earthRadius * asin(min(1, square.squareRoot()))
    }

    /// Durations, distances and energies between all pairs of places. O(n²).
    public func matrix(_ places: [Coordinate]) -> TravelMatrix {
        matrix(TravelMatrix(size: 0, durations: [], distances: [], energies: []), between: [], adding: places)
    }

    /// The matrix of some places with more behind them: only the ways from and to these are computed. O(n²) to copy, O(n · added) to compute.
    public func matrix(_ matrix: TravelMatrix, between places: [Coordinate], adding added: [Coordinate]) -> TravelMatrix {
        let all = places + added
        let (old, count) = (places.count, all.count)
        var durations = TravelMatrix.widened(matrix.durations, from: old, to: count)
        var distances = TravelMatrix.widened(matrix.distances, from: old, to: count)
        var energies = TravelMatrix.widened(matrix.energies, from: old, to: count)
        for from in old..<count {
            for to in 0..<from {
                let metres = Self.distance(all[from], all[to]) * detourFactor
                let seconds = metres * 3.6 / speed
                // A watt hour a kilometre is a milliwatt hour a metre.
                for entry in [from * count + to, to * count + from] {
                    durations[entry] = Self.whole(seconds)
                    distances[entry] = Self.whole(metres)
                    energies[entry] = Self.whole(metres * consumption)
                }
            }
        }
        return TravelMatrix(size: count, durations: durations, distances: distances, energies: energies)
    }

    private static func whole(_ value: Double) -> Int32 {
        // The largest value would mean that there is no way.
        value < Double(Int32.max - 1) ? Int32(value.rounded()) : Int32.max - 1
    }
}
