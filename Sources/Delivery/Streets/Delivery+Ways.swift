public import Catalog
import Foundation
import Logging
public import Routing

/// What a way through the streets cannot be told for.
public enum WayProblem: Error, Hashable, Sendable {
    /// No street network is loaded.
    case noStreets
    /// There is no such kind of bike.
    case unknownBike(String)
    /// The way's start or end has no street near it.
    case farFromStreets(GeoPoint)
    /// Both ends have streets, and no way leads from one to the other.
    case noWay
}

extension Delivery {
    /// The best way for a kind of bike as the streets are now.
    ///
    /// - Parameter bikeType: its key; `nil` for a long john.
    /// - Throws: ``WayProblem``.
    public func way(from: GeoPoint, to: GeoPoint, bikeType: String? = nil) async throws -> StreetRoute {
        guard let streets else { throw WayProblem.noStreets }
        var bike = CargoBike.longJohn
        if let bikeType {
            guard let type = try await bikes().map(\.type).first(where: { $0.key == bikeType }) else {
                throw WayProblem.unknownBike(bikeType)
            }
            bike = CargoBike(type)
        }
        let moment = now()
        return try await HeavyWork.run { [bike] in
            let network = streets.network(for: bike, at: moment)
            guard let start = network.nearest(to: from.coordinate) else { throw WayProblem.farFromStreets(from) }
            guard let end = network.nearest(to: to.coordinate) else { throw WayProblem.farFromStreets(to) }
            guard let route = network.route(from: start, to: end) else { throw WayProblem.noWay }
            return route
        }
    }

    /// The lines along which tours ride, by tour: through the streets where they are loaded, straight where they are not or have no way.
    ///
    /// - Parameter tours: with their stops.
    public func lines(of tours: [Tour]) async throws -> [TourID: TourLineString] {
        let types = Dictionary(try await bikes().map { ($0.type.key, CargoBike($0.type)) }) { first, _ in first }
        let moment = now()
        guard let streets else { return await linesWithoutStreets(of: tours) }
        return try await HeavyWork.run {
            Dictionary(
                uniqueKeysWithValues: tours.map { tour in
                    let network = streets.network(for: types[tour.bike.type] ?? .longJohn, at: max(moment, tour.start))
                    return (tour.id, TourLineString(tour, along: network))
                })
        }
    }
}

extension Delivery {
    /// By the routing engine where there is one that tells ways, else straight.
    private func linesWithoutStreets(of tours: [Tour]) async -> [TourID: TourLineString] {
        var lines: [TourID: TourLineString] = [:]
        for tour in tours {
            lines[tour.id] = TourLineString(straight: tour)
            let places = (tour.stopList ?? []).compactMap { GeoPoint(latitude: $0.latitude, longitude: $0.longitude) }
            guard let engine = travel as? EngineTravelSource, places.count >= 2 else { continue }
            do {
                if let line = try await engine.line(over: places) { lines[tour.id] = TourLineString(line) }
            } catch {
                // A map with straight lines is better than none.
                logger.warning("a tour's line is drawn straight", metadata: ["error": "\(error)"])
            }
        }
        return lines
    }
}

/// The line of a tour on the map.
public struct TourLineString: Hashable, Sendable {
    public let coordinates: [Coordinate]
    /// Whether all of it follows streets.
    public let isAlongStreets: Bool

    init(_ places: [GeoPoint]) {
        coordinates = places.map(\.coordinate)
        isAlongStreets = true
    }

    init(straight tour: Tour) {
        coordinates = (tour.stopList ?? []).map { Coordinate(latitude: $0.latitude, longitude: $0.longitude) }
        isAlongStreets = false
    }

    init(_ tour: Tour, along network: BikeNetwork) {
        let places = (tour.stopList ?? []).map { Coordinate(latitude: $0.latitude, longitude: $0.longitude) }
        var line: [Coordinate] = []
        var isWhole = !places.isEmpty
        for (from, to) in zip(places, places.dropFirst()) where from != to {
            if let start = network.nearest(to: from, within: StreetTravelSource.farthest),
                let end = network.nearest(to: to, within: StreetTravelSource.farthest),
                let route = network.route(from: start, to: end)
            {
                line += [from] + route.line + [to]
            } else {
                line += [from, to]
                isWhole = false
            }
        }
        coordinates = line.isEmpty ? places : line
        isAlongStreets = isWhole
    }
}
