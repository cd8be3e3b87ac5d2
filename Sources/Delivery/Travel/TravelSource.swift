public import Catalog
public import Routing

/// Where travel times, distances and energies between places come from.
public protocol TravelSource: Sendable {
    var kind: TravelKind { get }

    /// The tables for each of the kinds of bikes, between all `places` in their order.
    ///
    /// - Parameter closures: streets that are closed or slow while the bikes ride; a source that knows no streets passes them over.
    func tables(between places: [GeoPoint], for types: [BikeType], closures: [NetworkClosure]) async throws -> TravelTables

    /// The tables with more places behind those that they have; the same as ``tables(between:for:closures:)`` of all, sooner where the source
    /// can.
    func tables(
        _ tables: TravelTables, between places: [GeoPoint], adding added: [GeoPoint], for types: [BikeType],
        closures: [NetworkClosure]
    ) async throws -> TravelTables
}

extension TravelSource {
    public func tables(
        _ tables: TravelTables, between places: [GeoPoint], adding added: [GeoPoint], for types: [BikeType],
        closures: [NetworkClosure]
    ) async throws -> TravelTables {
        try await self.tables(between: places + added, for: types, closures: closures)
    }
}

/// What kind of source travel times come from, as plans and the terminal tell it.
public enum TravelKind: String, Codable, CaseIterable, Sendable {
    /// The city's street network, in this process.
    case streets
    /// Straight lines, lengthened: no street network is loaded.
    case greatCircle = "great-circle"
    /// An OSRM server.
    case osrm
    /// A Valhalla server.
    case valhalla
}

/// Travel between places, for one or more kinds of bikes.
public struct TravelTables: Sendable {
    public let kind: TravelKind
    /// Names the source and its state so exactly that the same name always gives the same tables; stored with each plan.
    public let identity: String
    /// One for each kind of bike.
    public let matrices: [TravelMatrix]
    /// Indices of places that no street is near to; their ways are reckoned in straight lines.
    public let farFromStreets: [Int]
    /// How the places lie to the streets, one for each kind of bike, so that further places can join them; empty for sources that know no streets.
    let street: [PlacesOnStreets]

    public init(kind: TravelKind, identity: String, matrices: [TravelMatrix], farFromStreets: [Int] = []) {
        self.init(kind: kind, identity: identity, matrices: matrices, farFromStreets: farFromStreets, street: [])
    }

    init(kind: TravelKind, identity: String, matrices: [TravelMatrix], farFromStreets: [Int], street: [PlacesOnStreets]) {
        self.kind = kind
        self.identity = identity
        self.matrices = matrices
        self.farFromStreets = farFromStreets
        self.street = street
    }
}

/// Where a plan's travel times came from; stored with it.
public struct PlanTravel: Hashable, Codable, Sendable {
    public let kind: TravelKind
    /// Hubs and shops by name, doors by their shipment's number.
    public let farFromStreets: [String]

    public init(kind: TravelKind, farFromStreets: [String] = []) {
        self.kind = kind
        self.farFromStreets = farFromStreets
    }
}
