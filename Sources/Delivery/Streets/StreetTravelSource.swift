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
            let street = types.map { onStreets(places, for: $0, closures: closures) }
            for (type, street) in zip(types, street) {
                let travel = street.searches.network.matrix(street.searches.positions)
                let lines = street.ends.far.isEmpty ? nil : straight.matrix(between: places, for: type)
                matrices.append(Self.joined(travel, ends: street.ends, lines: lines))
            }
            return tables(matrices, street, closures)
        }
    }

    public func tables(
        _ tables: TravelTables, between places: [GeoPoint], adding added: [GeoPoint], for types: [BikeType],
        closures: [NetworkClosure]
    ) async throws -> TravelTables {
        guard tables.street.count == types.count, tables.identity == identity(closures) else {
            return try await self.tables(between: places + added, for: types, closures: closures)
        }
        return try await HeavyWork.run { [self] in
            let all = places + added
            var matrices: [TravelMatrix] = []
            var street: [PlacesOnStreets] = []
            for (index, type) in types.enumerated() {
                let further = onStreets(added, for: type, closures: closures)
                let rim = tables.street[index].searches.rim(adding: further.searches.positions)
                let ends = tables.street[index].ends + further.ends
                matrices.append(
                    tables.matrices[index].widened(by: added.count) { from, to in
                        ends.leg(rim.leg(from: from, to: to), from: from, to: to) {
                            straight.matrix(between: [all[from], all[to]], for: type).leg(from: 0, to: 1)
                        }
                    })
                street.append(PlacesOnStreets(searches: rim.all, ends: ends))
            }
            return self.tables(matrices, street, closures)
        }
    }

    private func tables(_ matrices: [TravelMatrix], _ street: [PlacesOnStreets], _ closures: [NetworkClosure]) -> TravelTables {
        let far = street.reduce(into: Set<Int>()) { $0.formUnion($1.ends.far) }
        return TravelTables(
            kind: kind, identity: identity(closures), matrices: matrices, farFromStreets: far.sorted(), street: street)
    }

    /// Closures never change but for their end, so their numbers say what they were.
    private func identity(_ closures: [NetworkClosure]) -> String {
        let shut = closures.map(\.id.description).sorted().joined(separator: " ")
        return "streets 1, graph \(streets.graph.fingerprint), closures \(shut.isEmpty ? "none" : shut), \(straight.identity)"
    }

    private func onStreets(_ places: [GeoPoint], for type: BikeType, closures: [NetworkClosure]) -> PlacesOnStreets {
        let bike = CargoBike(type)
        return PlacesOnStreets(places, on: streets.network(for: bike, closures: closures)) {
            closures.isEmpty ? nil : streets.network(for: bike, closures: [])
        }
    }

    /// The streets' table with what lies between places and streets, and straight lines from and to places that are far off.
    static func joined(_ travel: TravelMatrix, ends: StreetEnds, lines: TravelMatrix?) -> TravelMatrix {
        TravelMatrix(size: 0, durations: [], distances: [], energies: []).widened(by: travel.size) { from, to in
            ends.leg(travel.leg(from: from, to: to), from: from, to: to) { lines?.leg(from: from, to: to) }
        }
    }
}
