import Foundation

/// Places a city's coordinates on a drawing: north up, one scale in all directions, fitted to a width and a greatest height.
///
/// An equirectangular projection with the map's middle as its standard parallel. Over a city's few kilometres it differs from the great
/// circle by well under a metre in a kilometre.
struct MapProjection: Hashable, Sendable {
    struct Place: Hashable, Sendable {
        var latitude: Double
        var longitude: Double
    }

    struct Point: Hashable, Sendable {
        var x: Double
        var y: Double
    }

    let width: Double
    let height: Double
    /// Units of the drawing for one metre on the ground.
    let unitsPerMetre: Double
    private let north: Double
    private let west: Double
    private let metresPerDegreeOfLongitude: Double
    private let left: Double
    private let top: Double

    /// On a sphere of the earth's mean radius.
    private static let metresPerDegree = 6_371_008.8 * Double.pi / 180
    /// A map of a single place still shows this much around it.
    private static let smallestExtent = 400.0

    /// - Parameters:
    ///   - places: all that has to be on the map.
    ///   - margin: kept free along the edges.
    /// - Returns: `nil` when there are no places.
    init?(of places: [Place], width: Double, greatestHeight: Double, margin: Double) {
        guard let north = places.map(\.latitude).max(), let south = places.map(\.latitude).min(),
            let east = places.map(\.longitude).max(), let west = places.map(\.longitude).min()
        else { return nil }
        metresPerDegreeOfLongitude = Self.metresPerDegree * cos((north + south) / 2 * .pi / 180)
        let across = (east - west) * metresPerDegreeOfLongitude
        let down = (north - south) * Self.metresPerDegree
        let inner = width - 2 * margin
        unitsPerMetre = min(
            inner / max(across, Self.smallestExtent), (greatestHeight - 2 * margin) / max(down, Self.smallestExtent))
        self.width = width
        height = max(down, Self.smallestExtent) * unitsPerMetre + 2 * margin
        self.north = north
        self.west = west
        left = margin + (inner - across * unitsPerMetre) / 2
        top = margin + (height - 2 * margin - down * unitsPerMetre) / 2
    }

    func point(_ place: Place) -> Point {
        Point(
            x: left + (place.longitude - west) * metresPerDegreeOfLongitude * unitsPerMetre,
            y: top + (north - place.latitude) * Self.metresPerDegree * unitsPerMetre)
    }

    /// The edges of the drawing.
    var edges: (west: Double, south: Double, east: Double, north: Double) {
        let degreesPerUnitNorth = 1 / (Self.metresPerDegree * unitsPerMetre)
        let degreesPerUnitEast = 1 / (metresPerDegreeOfLongitude * unitsPerMetre)
        return (
            west - left * degreesPerUnitEast, north - (height - top) * degreesPerUnitNorth,
            west + (width - left) * degreesPerUnitEast, north + top * degreesPerUnitNorth
        )
    }

    /// A round length for a scale bar, 1, 2 or 5 times a power of ten, and not longer than a share of the width.
    func scaleBar(atMost share: Double = 0.25) -> (metres: Int, length: Double) {
        let most = width * share / unitsPerMetre
        let lengths = [1, 10, 100, 1_000, 10_000, 100_000].flatMap { [$0, 2 * $0, 5 * $0] }
        let metres = lengths.last { Double($0) <= most } ?? 1
        return (metres, Double(metres) * unitsPerMetre)
    }
}
