import Foundation

/// What part of the earth a picture shows, and how large the picture is.
///
/// Degrees are placed linearly between the edges. Over a city that is exact for an equirectangular projection, and within a fifth of a pixel for a
/// tile of Mercator's at zoom 10 and above.
public struct MapFrame: Hashable, Sendable {
    public let west: Double
    public let south: Double
    public let east: Double
    public let north: Double
    /// In pixels.
    public let width: Double
    public let height: Double

    /// - Returns: `nil` unless the edges are in order and on the earth and the picture has a size.
    public init?(west: Double, south: Double, east: Double, north: Double, width: Double, height: Double) {
        guard (-180...180).contains(west), (-180...180).contains(east), (-90...90).contains(south), (-90...90).contains(north),
            west < east, south < north, width >= 1, height >= 1, width <= 4096, height <= 4096
        else { return nil }
        (self.west, self.south, self.east, self.north) = (west, south, east, north)
        (self.width, self.height) = (width, height)
    }

    /// A picture of a width that is as high as its ground, in the equirectangular projection with the middle as standard parallel.
    public init?(west: Double, south: Double, east: Double, north: Double, width: Double) {
        let ratio = (north - south) / ((east - west) * cos((south + north) / 2 * .pi / 180))
        self.init(west: west, south: south, east: east, north: north, width: width, height: width * ratio)
    }

    /// The zooms for which tiles are drawn.
    public static let zooms = 10...19
    /// The edge of a tile in pixels.
    public static let tileSize = 256.0

    /// A tile of the usual web map scheme: Mercator's projection, counted from the north-west.
    ///
    /// Formula: https://wiki.openstreetmap.org/wiki/Slippy_map_tilenames.
    public init?(zoom: Int, x: Int, y: Int) {
        guard Self.zooms.contains(zoom) else { return nil }
        let count = 1 << zoom
        guard (0..<count).contains(x), (0..<count).contains(y) else { return nil }
        func longitude(_ x: Int) -> Double { Double(x) / Double(count) * 360 - 180 }
        func latitude(_ y: Int) -> Double { atan(sinh(.pi * (1 - 2 * Double(y) / Double(count)))) * 180 / .pi }
        self.init(
            west: longitude(x), south: latitude(y + 1), east: longitude(x + 1), north: latitude(y), width: Self.tileSize,
            height: Self.tileSize)
    }

    /// How much ground a pixel shows.
    public var metresPerPixel: Double {
        (north - south) * GreatCircleTravel.earthRadius * .pi / 180 / height
    }
}
