public import Foundation
import Routing

/// A place where streets are closed or slow for a while, as a dispatcher entered it. It never changes but for being lifted.
public struct NetworkClosure: Hashable, Codable, Sendable {
    public let id: ClosureID
    /// The outline as longitude, latitude; `nil` when a ``way`` is meant. Everything inside or touching it is closed.
    public let polygon: [[Double]]?
    /// OpenStreetMap's number of a way; `nil` when a ``polygon`` is meant.
    public let way: Int64?
    /// Not closed, but no faster than this.
    public let speedKilometresPerHour: Double?
    public let from: Date
    /// `nil`: until it is lifted.
    public let until: Date?
    public let reason: String
    public let createdAt: Date
    /// When the streets were opened again before ``until``.
    public let reopenedAt: Date?

    public func isActive(at moment: Date) -> Bool {
        from <= moment && moment < (until ?? .distantFuture) && reopenedAt == nil
    }

    /// As the street network takes it; its hours have been looked at.
    var streetClosure: StreetClosure {
        let effect = speedKilometresPerHour.map { StreetClosure.Effect.slow($0) } ?? .closed
        if let way { return StreetClosure(place: .way(way), effect: effect) }
        let corners = (polygon ?? []).filter { $0.count >= 2 }.map { Coordinate(latitude: $0[1], longitude: $0[0]) }
        return StreetClosure(place: .polygon(corners), effect: effect)
    }
}

/// A closure to be entered.
public struct ClosureDraft: Hashable, Codable, Sendable {
    public var polygon: [[Double]]?
    public var way: Int64?
    public var speedKilometresPerHour: Double?
    /// `nil`: from now on.
    public var from: Date?
    public var until: Date?
    public var reason: String

    public init(
        polygon: [[Double]]? = nil, way: Int64? = nil, speedKilometresPerHour: Double? = nil, from: Date? = nil,
        until: Date? = nil,
        reason: String
    ) {
        self.polygon = polygon
        self.way = way
        self.speedKilometresPerHour = speedKilometresPerHour
        self.from = from
        self.until = until
        self.reason = reason
    }

    /// The most corners an outline may have.
    public static let mostCorners = 2000
    /// Speeds of a slow zone, in km/h.
    public static let speeds = 1.0...25.0

    /// - Throws: ``ClosureProblem`` with the field at fault.
    func validate(now: Date, graph: StreetGraph?) throws(ClosureProblem) {
        switch (polygon, way) {
        case (nil, nil), (.some, .some):
            throw ClosureProblem(field: "polygon", detail: "Give either the outline of an area (polygon) or the number of a way.")
        case (let ring?, nil):
            guard (3...Self.mostCorners).contains(ring.count) else {
                throw ClosureProblem(
                    field: "polygon", detail: "An outline has 3 to \(Self.mostCorners) corners; this one has \(ring.count).")
            }
            for corner in ring {
                guard corner.count == 2, (-180...180).contains(corner[0]), (-90...90).contains(corner[1]) else {
                    throw ClosureProblem(
                        field: "polygon", detail: "A corner is longitude and latitude in degrees, as [8.65, 49.87].")
                }
            }
        case (nil, let way?):
            if let graph, !graph.pieceWay.contains(way) {
                throw ClosureProblem(field: "way", detail: "Way \(way) is not among the streets of \(graph.source).")
            }
        }
        if let speed = speedKilometresPerHour, !Self.speeds.contains(speed) {
            throw ClosureProblem(
                field: "speedKilometresPerHour",
                detail: "A slow zone has \(Int(Self.speeds.lowerBound)) to \(Int(Self.speeds.upperBound)) km/h.")
        }
        guard (from ?? now) < (until ?? .distantFuture) else {
            throw ClosureProblem(field: "until", detail: "It ends before it begins.")
        }
        let words = reason.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !words.isEmpty, words.count <= 200 else {
            throw ClosureProblem(field: "reason", detail: "Say why in 1 to 200 characters.")
        }
    }
}

/// What is wrong with a closure that was to be entered.
public struct ClosureProblem: Error, Hashable, Sendable {
    public let field: String
    public let detail: String
}
