public import Catalog

/// Where the city's bikes deliver to: one or more polygons, each with its holes. It reads and writes itself as GeoJSON.
public struct DeliveryArea: Hashable, Sendable {
    /// Polygons; each an outline and holes; each ring corners as longitude, latitude.
    public let polygons: [[[[Double]]]]

    /// The most corners of all rings together.
    public static let mostCorners = 20_000

    /// - Throws: ``AreaProblem`` when a ring has fewer than four corners, is not closed, or a corner is not on the earth.
    public init(polygons: [[[[Double]]]]) throws(AreaProblem) {
        guard !polygons.isEmpty, polygons.allSatisfy({ !$0.isEmpty }) else {
            throw AreaProblem("The area has no polygon.")
        }
        var corners = 0
        for ring in polygons.joined() {
            // RFC 7946, section 3.1.6: the first corner is there again as the last.
            guard ring.count >= 4, ring.first == ring.last else {
                throw AreaProblem("A ring of the area has fewer than three corners, or does not end where it begins.")
            }
            for corner in ring {
                guard corner.count >= 2, (-180...180).contains(corner[0]), (-90...90).contains(corner[1]) else {
                    throw AreaProblem("A corner of the area is not longitude and latitude in degrees.")
                }
            }
            corners += ring.count
        }
        guard corners <= Self.mostCorners else {
            throw AreaProblem("The area has \(corners) corners; \(Self.mostCorners) are possible.")
        }
        self.polygons = polygons
    }

    /// Even-odd rule over all rings of a polygon, so that holes are outside. O(corners).
    public func contains(_ place: GeoPoint) -> Bool {
        polygons.contains { rings in
            var isInside = false
            for ring in rings {
                for (a, b) in zip(ring, ring.dropFirst()) where (a[1] > place.latitude) != (b[1] > place.latitude) {
                    // Where the side crosses the parallel of the place: to the east of it?
                    let crossing = a[0] + (place.latitude - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
                    if crossing > place.longitude { isInside.toggle() }
                }
            }
            return isInside
        }
    }
}

/// What is wrong with a delivery area.
public struct AreaProblem: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}

extension DeliveryArea: Codable {
    private enum Key: String, CodingKey {
        case type, coordinates, geometry, features
    }

    /// Reads a GeoJSON Polygon or MultiPolygon, a feature that has one, or a collection of such features.
    public init(from decoder: any Decoder) throws {
        do {
            try self.init(polygons: Self.polygons(in: decoder.container(keyedBy: Key.self)))
        } catch let problem as AreaProblem {
            throw DecodingError.dataCorrupted(.init(codingPath: [Key.coordinates], debugDescription: problem.description))
        }
    }

    private static func polygons(in object: KeyedDecodingContainer<Key>) throws -> [[[[Double]]]] {
        switch try object.decode(String.self, forKey: .type) {
        case "Polygon": return [try object.decode([[[Double]]].self, forKey: .coordinates)]
        case "MultiPolygon": return try object.decode([[[[Double]]]].self, forKey: .coordinates)
        case "Feature": return try polygons(in: object.nestedContainer(keyedBy: Key.self, forKey: .geometry))
        case "FeatureCollection":
            var features = try object.nestedUnkeyedContainer(forKey: .features)
            var found: [[[[Double]]]] = []
            while !features.isAtEnd { found += try polygons(in: features.nestedContainer(keyedBy: Key.self)) }
            return found
        case let type:
            throw AreaProblem("The area is a GeoJSON \(type); a Polygon or MultiPolygon is expected.")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode("MultiPolygon", forKey: .type)
        try container.encode(polygons, forKey: .coordinates)
    }
}
