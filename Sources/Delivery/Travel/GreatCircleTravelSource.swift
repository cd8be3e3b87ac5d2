public import Catalog
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

    public var kind: TravelKind { .greatCircle }

    public var identity: String { "great-circle 1, detour \(detourFactor)" }

    public func tables(between places: [GeoPoint], for types: [BikeType], closures: [NetworkClosure]) -> TravelTables {
        TravelTables(kind: kind, identity: identity, matrices: types.map { matrix(between: places, for: $0) })
    }

    public func tables(
        _ tables: TravelTables, between places: [GeoPoint], adding added: [GeoPoint], for types: [BikeType],
        closures: [NetworkClosure]
    ) -> TravelTables {
        TravelTables(
            kind: kind, identity: identity,
            matrices: zip(tables.matrices, types).map { matrix, type in
                travel(of: type).matrix(matrix, between: places.map(\.coordinate), adding: added.map(\.coordinate))
            })
    }

    /// The table for one kind of bike between all `places`, in their order.
    public func matrix(between places: [GeoPoint], for type: BikeType) -> TravelMatrix {
        travel(of: type).matrix(places.map(\.coordinate))
    }

    private func travel(of type: BikeType) -> GreatCircleTravel {
        GreatCircleTravel(
            detourFactor: detourFactor, speed: type.kilometresPerHour, consumption: type.wattHoursPerKilometre)
    }
}

extension GeoPoint {
    var coordinate: Coordinate { Coordinate(latitude: latitude, longitude: longitude) }

    /// In a straight line over the earth's surface.
    func metres(to other: GeoPoint) -> Double { GreatCircleTravel.distance(coordinate, other.coordinate) }
}
