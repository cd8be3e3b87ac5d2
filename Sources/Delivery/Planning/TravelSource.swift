public import Catalog
public import Routing

/// Where travel times, distances and energies between places come from.
public protocol TravelSource: Sendable {
    /// Names the source and its state so exactly that the same name always gives the same tables; stored with each plan.
    var identity: String { get }

    /// The table for one kind of bike between all `places`, in their order.
    func matrix(between places: [GeoPoint], for type: BikeType) async throws -> TravelMatrix
}
