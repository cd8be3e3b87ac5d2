import Foundation
import Routing

/// Closures as GeoJSON: what a map editor draws, with a few properties.
///
/// A feature is a polygon, or has the property `way` with OpenStreetMap's number. `speed` (km/h) makes it a slow zone, `from` and
/// `until` (ISO 8601) give the span in which it holds.
enum ClosureFile {
    static func read(_ path: String) throws -> [StreetClosure] {
        guard let data = FileManager.default.contents(atPath: path) else { throw Failure.badInput("\(path) cannot be read.") }
        let collection: FeatureCollection
        do {
            collection = try JSONDecoder().decode(FeatureCollection.self, from: data)
        } catch {
            throw Failure.badInput("\(path) is not a GeoJSON feature collection of polygons.")
        }
        return try collection.features.enumerated().flatMap { number, feature in
            try closures(feature, name: "Feature \(number + 1) of \(path)")
        }
    }

    private struct FeatureCollection: Decodable {
        var features: [Feature]
    }

    private struct Feature: Decodable {
        var geometry: Geometry?
        var properties: Properties?
    }

    private struct Properties: Decodable {
        var way: Int64?
        var speed: Double?
        var from: String?
        var until: String?
    }

    private struct Geometry: Decodable {
        var polygons: [[[Double]]]

        private enum Key: CodingKey {
            case type, coordinates
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            switch try container.decode(String.self, forKey: .type) {
            case "Polygon":
                // The first ring is the outline; holes in a closure count as closed.
                polygons = try container.decode([[[Double]]].self, forKey: .coordinates).prefix(1).map { $0 }
            case "MultiPolygon":
                polygons = try container.decode([[[[Double]]]].self, forKey: .coordinates).compactMap(\.first)
            default:
                polygons = []
            }
        }
    }

    private static func closures(_ feature: Feature, name: String) throws -> [StreetClosure] {
        let properties = feature.properties
        let effect = properties?.speed.map { StreetClosure.Effect.slow($0) } ?? .closed
        let hours = try span(properties?.from, properties?.until, name: name)
        if let way = properties?.way { return [StreetClosure(place: .way(way), effect: effect, hours: hours)] }
        let rings = (feature.geometry?.polygons ?? []).filter { $0.count >= 3 && $0.allSatisfy { $0.count >= 2 } }
        guard !rings.isEmpty else { throw Failure.badInput("\(name) is neither a polygon nor has it a way.") }
        return rings.map { ring in
            StreetClosure(
                place: .polygon(ring.map { Coordinate(latitude: $0[1], longitude: $0[0]) }), effect: effect, hours: hours)
        }
    }

    private static func span(_ from: String?, _ until: String?, name: String) throws -> DateInterval? {
        if from == nil, until == nil { return nil }
        let parse = { (text: String?, fallback: Date) throws -> Date in
            guard let text else { return fallback }
            guard let date = ISO8601DateFormatter().date(from: text) else {
                throw Failure.badInput("\(name): “\(text)” is not a time such as 2026-11-21T08:00:00+01:00.")
            }
            return date
        }
        let start = try parse(from, .distantPast)
        let end = try parse(until, .distantFuture)
        guard start <= end else { throw Failure.badInput("\(name) ends before it begins.") }
        return DateInterval(start: start, end: end)
    }
}
