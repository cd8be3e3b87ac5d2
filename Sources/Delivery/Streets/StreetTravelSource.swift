import Accounts
public import Catalog
import Foundation
import Routing

/// Travel through the city's streets, by what each kind of bike may use and how fast it is there.
///
/// A place meets the street at its nearest point. What lies between is walked, beyond the ``curb`` that the time at each stop holds already. Places
/// that are ``farthest`` from any street are not of this network: their ways are straight lines, and the tables name them.
public struct StreetTravelSource: TravelSource {
    /// Metres from the street to the door that parking the bike and ringing the bell include (``ServiceTimes``).
    static let curb = 25.0
    /// Metres from the street beyond which a place does not belong to the network.
    static let farthest = 300.0
    /// On foot, pushing or carrying, in metres a second: 4 km/h.
    static let walkingSpeed = 4 / 3.6

    let streets: CityStreets
    private let straight = GreatCircleTravelSource()

    public init(_ streets: CityStreets) {
        self.streets = streets
    }

    public var kind: TravelKind { .streets }

    public func tables(between places: [GeoPoint], for types: [BikeType], closures: [NetworkClosure]) async throws -> TravelTables
    {
        try await HeavyWork.run { [self] in
            var matrices: [TravelMatrix] = []
            var far: Set<Int> = []
            for type in types {
                let table = table(between: places, for: type, closures: closures)
                matrices.append(table.matrix)
                far.formUnion(table.far)
            }
            return TravelTables(
                kind: kind, identity: identity(closures), matrices: matrices, farFromStreets: far.sorted())
        }
    }

    /// Closures never change but for their end, so their numbers say what they were.
    private func identity(_ closures: [NetworkClosure]) -> String {
        let shut = closures.map(\.id.description).sorted().joined(separator: " ")
        return "streets 1, graph \(streets.graph.fingerprint), closures \(shut.isEmpty ? "none" : shut), \(straight.identity)"
    }

    private func table(
        between places: [GeoPoint], for type: BikeType, closures: [NetworkClosure]
    ) -> (matrix: TravelMatrix, far: Set<Int>) {
        let bike = CargoBike(type)
        let network = streets.network(for: bike, closures: closures)
        let positions = places.map { network.nearest(to: $0.coordinate) }
        var far = Set(places.indices.filter { (positions[$0]?.snapDistance ?? .infinity) > Self.farthest })
        if !far.isEmpty, !closures.isEmpty {
            // A place within a closed area has a street in front of it all the same; only, one has to walk there.
            let open = streets.network(for: bike, closures: [])
            far = far.filter { open.nearest(to: places[$0].coordinate, within: Self.farthest) == nil }
        }
        let travel = network.matrix(positions)
        let lines = far.isEmpty ? nil : straight.matrix(between: places, for: type)
        let walks = positions.map { max(0, ($0?.snapDistance ?? 0) - Self.curb) }
        return (Self.joined(travel, walks: walks, far: far, lines: lines), far)
    }

    /// The streets' table with the walks at both ends of each way, and straight lines from and to places that are far off.
    static func joined(_ travel: TravelMatrix, walks: [Double], far: Set<Int>, lines: TravelMatrix?) -> TravelMatrix {
        var durations = travel.durations
        var distances = travel.distances ?? []
        var energies = travel.energies ?? []
        for from in 0..<travel.size {
            for to in 0..<travel.size where from != to {
                let entry = from * travel.size + to
                if let lines, far.contains(from) || far.contains(to) {
                    durations[entry] = lines.durations[entry]
                    distances[entry] = lines.distances?[entry] ?? 0
                    energies[entry] = lines.energies?[entry] ?? 0
                } else if travel.isReachable(from: from, to: to) {
                    let walk = walks[from] + walks[to]
                    durations[entry] += Int32((walk / walkingSpeed).rounded())
                    distances[entry] += Int32(walk.rounded())
                }
            }
            // A place without any street has a way to itself.
            let own = from * travel.size + from
            (durations[own], distances[own], energies[own]) = (0, 0, 0)
        }
        return TravelMatrix(size: travel.size, durations: durations, distances: distances, energies: energies)
    }
}
