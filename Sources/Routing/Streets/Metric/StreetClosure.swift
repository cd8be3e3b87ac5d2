public import Foundation

/// A place where streets are closed or slow for a while: a market, a demonstration, a festival, road works.
public struct StreetClosure: Sendable, Hashable, Codable {
    public enum Place: Sendable, Hashable, Codable {
        /// Everything inside or touching a ring of corners; the ring closes itself.
        case polygon([Coordinate])
        /// One way of OpenStreetMap.
        case way(Int64)
    }

    public enum Effect: Sendable, Hashable, Codable {
        case closed
        /// No faster than this, in km/h.
        case slow(Double)
    }

    public var place: Place
    public var effect: Effect
    /// The span in which it holds; `nil` holds always.
    public var hours: DateInterval?

    public init(place: Place, effect: Effect = .closed, hours: DateInterval? = nil) {
        self.place = place
        self.effect = effect
        self.hours = hours
    }

    public func isActive(at date: Date) -> Bool {
        hours?.contains(date) ?? true
    }
}

/// A simple polygon in whole coordinates, for asking what lies in it.
struct ClosurePolygon {
    private let corners: [FixedCoordinate]
    private let west: Int32
    private let east: Int32
    private let south: Int32
    private let north: Int32

    /// `nil` for fewer than three corners, which enclose nothing.
    init?(_ ring: [Coordinate]) {
        guard ring.count >= 3 else { return nil }
        corners = ring.map(FixedCoordinate.init)
        west = corners.reduce(.max) { min($0, $1.longitude) }
        east = corners.reduce(.min) { max($0, $1.longitude) }
        south = corners.reduce(.max) { min($0, $1.latitude) }
        north = corners.reduce(.min) { max($0, $1.latitude) }
    }

    /// Whether a line lies in the polygon or crosses its border.
    func touches(from: FixedCoordinate, to: FixedCoordinate) -> Bool {
        guard max(from.longitude, to.longitude) >= west, min(from.longitude, to.longitude) <= east,
            max(from.latitude, to.latitude) >= south, min(from.latitude, to.latitude) <= north
        else { return false }
        if contains(from) || contains(to) { return true }
        return corners.indices.contains { index in
            Self.cross(from, to, corners[index], corners[(index + 1) % corners.count])
        }
    }

    /// Even-odd rule along a ray to the east.
    func contains(_ point: FixedCoordinate) -> Bool {
        var isInside = false
        for index in corners.indices {
            let a = corners[index]
            let b = corners[(index + 1) % corners.count]
            guard (a.latitude > point.latitude) != (b.latitude > point.latitude) else { continue }
            // The ray meets the side to the east of the point if the point is left of the upward side.
            if (Self.side(a, b, point) > 0) == (b.latitude > a.latitude) { isInside.toggle() }
        }
        return isInside
    }

    private static func cross(_ a: FixedCoordinate, _ b: FixedCoordinate, _ c: FixedCoordinate, _ d: FixedCoordinate) -> Bool {
        (side(a, b, c) > 0) != (side(a, b, d) > 0) && (side(c, d, a) > 0) != (side(c, d, b) > 0)
    }

    /// Positive when `point` lies to the left of the line from `a` to `b`. In `Double`: products of whole degrees overflow 64 bits.
    private static func side(_ a: FixedCoordinate, _ b: FixedCoordinate, _ point: FixedCoordinate) -> Double {
        (Double(b.longitude) - Double(a.longitude)) * (Double(point.latitude) - Double(a.latitude))
            - (Double(b.latitude) - Double(a.latitude)) * (Double(point.longitude) - Double(a.longitude))
    }
}
