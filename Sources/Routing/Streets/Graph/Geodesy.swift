import Foundation

/// Distances and directions on the earth at the scale of a city, where it is flat enough to be drawn on paper.
enum Geodesy {
    /// Mean radius of the earth (IUGG), in metres.
    static let radius = 6_371_008.8
    /// Metres in a ten-millionth of a degree of latitude.
    static let metresPerUnit = radius * .pi / 180 / 1e7

    /// Equirectangular distance, in metres; off by less than a thousandth below 100 km.
    static func metres(from: FixedCoordinate, to: FixedCoordinate) -> Double {
        let offset = offset(from: from, to: to)
        return (offset.east * offset.east + offset.north * offset.north).squareRoot()
    }

    /// Metres to the east and to the north.
    static func offset(from: FixedCoordinate, to: FixedCoordinate) -> (east: Double, north: Double) {
        let middle = (Double(from.latitude) + Double(to.latitude)) / 2
        let east = Double(Int(to.longitude) - Int(from.longitude)) * metresPerUnit * eastScale(latitude: middle)
        return (east, Double(Int(to.latitude) - Int(from.latitude)) * metresPerUnit)
    }

    /// Degrees clockwise from north, −180 to 180.
    static func bearing(from: FixedCoordinate, to: FixedCoordinate) -> Double {
        let offset = offset(from: from, to: to)
        return atan2(offset.east, offset.north) * 180 / .pi
    }

    /// How much shorter a degree of longitude is than one of latitude there.
    static func eastScale(latitude units: Double) -> Double {
        cos(units / 1e7 * .pi / 180)
    }
}
