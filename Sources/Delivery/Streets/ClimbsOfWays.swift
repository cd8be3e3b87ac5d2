import Catalog
import Foundation
import Routing

/// By how much the ways between stops rise, by the streets and closures that a plan was made with.
struct ClimbsOfWays: Sendable {
    private let streets: CityStreets
    private let closures: [NetworkClosure]

    /// `nil` where no streets are loaded, or streets without heights.
    init?(_ streets: CityStreets?, closures: [NetworkClosure]) {
        guard let streets, streets.graph.hasHeights else { return nil }
        self.streets = streets
        self.closures = closures
    }

    /// The tours with the rises of their ways; what an earlier plan told of a stop stays. One look-up for each new leg.
    func noted(in tours: [PlannedTour]) -> [PlannedTour] {
        var networks: [CargoBike: BikeNetwork] = [:]
        return tours.map { tour in
            let bike = CargoBike(tour.bike.type)
            let network = networks[bike] ?? streets.network(for: bike, closures: closures)
            networks[bike] = network
            var tour = tour
            for (index, stop) in tour.stops.enumerated() where stop.originID == nil {
                let from = index == 0 ? stop.location : tour.stops[index - 1].location
                tour.stops[index].climbedMetres = metres(from: from, to: stop.location, on: network)
            }
            return tour
        }
    }

    private func metres(from: GeoPoint, to: GeoPoint, on network: BikeNetwork) -> Int? {
        guard from != to else { return 0 }
        guard let start = network.nearest(to: from.coordinate, within: StreetTravelSource.farthest),
            let end = network.nearest(to: to.coordinate, within: StreetTravelSource.farthest)
        else { return nil }
        return network.route(from: start, to: end)?.climb.map { Int($0.metres.rounded()) }
    }
}
