import Catalog
import Routing

/// What lies between some places and the streets in front of them.
struct StreetEnds: Sendable {
    /// Metres to walk at each place, beyond what the time at each stop holds already.
    var walks: [Double]
    /// Indices of the places that do not belong to the network.
    var far: Set<Int>

    /// A leg of the streets' table with the walks at both ends; a straight line from and to places that are far off.
    func leg(_ leg: TravelLeg, from: Int, to: Int, line: () -> TravelLeg?) -> TravelLeg {
        // A place without any street has a way to itself.
        if from == to { return TravelLeg(duration: 0, distance: 0, energy: 0) }
        if far.contains(from) || far.contains(to), let line = line() { return line }
        guard leg != .unreachable else { return leg }
        let walk = walks[from] + walks[to]
        return TravelLeg(
            duration: leg.duration + Int32((walk / StreetTravelSource.walkingSpeed).rounded()),
            distance: leg.distance + Int32(walk.rounded()), energy: leg.energy)
    }

    static func + (first: StreetEnds, second: StreetEnds) -> StreetEnds {
        StreetEnds(walks: first.walks + second.walks, far: first.far.union(second.far.map { $0 + first.walks.count }))
    }
}

/// Some places on the streets that a kind of bike may use, with what was found there: further places can join them soon.
struct PlacesOnStreets: Sendable {
    let searches: PlaceSearches
    let ends: StreetEnds

    init(searches: PlaceSearches, ends: StreetEnds) {
        self.searches = searches
        self.ends = ends
    }

    /// - Parameter open: the streets without any closure, where some are closed: a place within a closed area has a street in front of it all the
    ///   same; only, one has to walk there.
    init(_ places: [GeoPoint], on network: BikeNetwork, open: () -> BikeNetwork?) {
        let positions = places.map { network.nearest(to: $0.coordinate) }
        let snaps = positions.map { $0?.snapDistance }
        var far = Set(places.indices.filter { (snaps[$0] ?? .infinity) > StreetTravelSource.farthest })
        if !far.isEmpty, let open = open() {
            far = far.filter { open.nearest(to: places[$0].coordinate, within: StreetTravelSource.farthest) == nil }
        }
        searches = PlaceSearches(network, positions)
        ends = StreetEnds(walks: snaps.map { max(0, ($0 ?? 0) - StreetTravelSource.curb) }, far: far)
    }
}
