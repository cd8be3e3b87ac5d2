public import Catalog
import Foundation
public import Routing

/// Travel as the crow flies, lengthened by a detour factor, at the bike type's speed and consumption: good enough until the city's streets
/// are loaded.
public struct GreatCircleTravelSource: TravelSource {
    /// How much longer a way is than the line between its ends.
    public let detourFactor: Double

    /// - Parameter detourFactor: at least 1. 1.35 is what the way by bike in European cities comes to
    ///   (docs/decisions/delivery-planning.md).
    public init(detourFactor: Double = 1.35) {
        self.detourFactor = detourFactor
    }

    public var identity: String { "great-circle 1, detour \(detourFactor)" }

    public func matrix(between places: [GeoPoint], for type: BikeType) -> TravelMatrix {
        let size = places.count
        let metresPerSecond = type.kilometresPerHour / 3.6
        var distances = [Int32](repeating: 0, count: size * size)
        var durations = distances
        var energies = distances
        for from in 0..<size {
            for to in 0..<size where from != to {
                let metres = places[from].metres(to: places[to]) * detourFactor
                distances[from * size + to] = Int32(metres.rounded())
                durations[from * size + to] = Int32((metres / metresPerSecond).rounded(.up))
                energies[from * size + to] = Int32((metres * type.wattHoursPerKilometre).rounded(.up))
            }
        }
        return TravelMatrix(size: size, durations: durations, distances: distances, energies: energies)
    }
}
