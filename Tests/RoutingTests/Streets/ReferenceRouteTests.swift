import Testing

@testable import Routing

/// Comparison with the routes of OSRM and Valhalla for three cities. `docs/streets.md` explains what is left.
@Suite("Other engines' routes", .enabled(if: SharedExtracts.arePresent))
struct ReferenceRouteTests {
    #if DEBUG
        static let cities = ["north-bayreuth"]
    #else
        static let cities = ["heidelberg", "boeblingen", "north-bayreuth"]
    #endif

    private struct Pair {
        var id: String
        var from: Coordinate
        var to: Coordinate
        var shortest: [Double]
    }

    /// The pairs that both engines could route from a street at most 3 m away.
    private func pairs(_ city: String) throws -> [Pair] {
        try SharedExtracts.rows("reference_\(city).csv").compactMap { row in
            let number = { (column: String) in row[column].flatMap(Double.init) }
            guard let osrm = number("osrm_dist_m"), let valhalla = number("val_short_m"), let snap = number("osrm_dist_snap_m"),
                snap <= 3,
                let fromLongitude = number("from_lon"), let fromLatitude = number("from_lat"), let toLongitude = number("to_lon"),
                let toLatitude = number("to_lat")
            else { return nil }
            return Pair(
                id: row["id"] ?? "", from: Coordinate(latitude: fromLatitude, longitude: fromLongitude),
                to: Coordinate(latitude: toLatitude, longitude: toLongitude), shortest: [osrm, valhalla])
        }
    }

    @Test("95 % of the shortest ways are within 1 % of OSRM's or Valhalla's, and every pair has one", arguments: cities)
    func distances(city: String) throws {
        let graph = try StreetGraph.importing(SharedExtracts.file("\(city).osm.pbf"))
        let network = BikeNetwork(graph, bike: .bicycle, objective: .distance)
        var search = PairSearch(network)
        let pairs = try pairs(city)
        #expect(pairs.count > 900)
        var near = 0
        for pair in pairs {
            let from = try #require(network.nearest(to: pair.from), "\(city) \(pair.id)")
            let to = try #require(network.nearest(to: pair.to), "\(city) \(pair.id)")
            let found = search.travel(from: from, to: to)
            let travel = try #require(found, "\(city) \(pair.id)")
            if pair.shortest.contains(where: { abs(travel.metres / $0 - 1) <= 0.01 }) { near += 1 }
        }
        #expect(Double(near) >= 0.95 * Double(pairs.count), "\(near) of \(pairs.count)")
    }

    @Test("Every pair has a way for each kind of cargo bike", arguments: cities)
    func connected(city: String) throws {
        let graph = try StreetGraph.importing(SharedExtracts.file("\(city).osm.pbf"))
        for bike in CargoBike.presets {
            let network = BikeNetwork(graph, bike: bike)
            var search = PairSearch(network)
            for pair in try pairs(city) {
                let from = try #require(network.nearest(to: pair.from), "\(city) \(pair.id) \(bike.name)")
                let to = try #require(network.nearest(to: pair.to), "\(city) \(pair.id) \(bike.name)")
                let travel = search.travel(from: from, to: to)
                #expect(travel != nil, "\(city) \(pair.id) \(bike.name)")
            }
        }
    }
}
