/// What a map shows besides streets.
public enum MapShapeKind: UInt8, Sendable, Hashable, CaseIterable {
    /// Lakes and wide rivers.
    case water = 0
    case wood
    /// Parks, gardens, meadows, cemeteries.
    case green
    /// Rivers, canals and streams as lines.
    case waterway
    case railway

    /// Whether the shape is an area with an outline and holes; else it is a line.
    public var isArea: Bool { self == .water || self == .wood || self == .green }

    /// The kind of an area by its tags; `nil` where a map does not show it.
    ///
    /// The keys and values are those of https://wiki.openstreetmap.org/wiki/Map_features.
    init?(area tags: OSMTags) {
        if tags["natural"] == "water" || tags["waterway"] == "riverbank"
            || ["reservoir", "basin"].contains(tags["landuse"] ?? "")
        {
            self = .water
        } else if ["wood", "scrub"].contains(tags["natural"] ?? "") || tags["landuse"] == "forest" {
            self = .wood
        } else if Self.greenLand.contains(tags["landuse"] ?? "") || Self.greenLeisure.contains(tags["leisure"] ?? "") {
            self = .green
        } else {
            return nil
        }
    }

    /// The kind of a line by its tags; what is under the ground is not shown.
    init?(line tags: OSMTags) {
        guard tags["tunnel"] == nil || tags["tunnel"] == "no" else { return nil }
        if ["river", "canal", "stream"].contains(tags["waterway"] ?? "") {
            self = .waterway
        } else if ["rail", "light_rail"].contains(tags["railway"] ?? ""), tags["service"] == nil {
            self = .railway
        } else {
            return nil
        }
    }

    private static let greenLand: Set = [
        "grass", "meadow", "recreation_ground", "cemetery", "village_green", "allotments", "orchard", "vineyard",
    ]
    private static let greenLeisure: Set = ["park", "garden", "golf_course", "common"]
}

/// The shapes of an extract as flat arrays, in the form in which the graph stores them.
struct MapShapes {
    private(set) var kinds: [UInt8] = []
    /// By shape, one more entry than shapes.
    private(set) var firstRing: [Int32] = [0]
    /// By ring, one more entry than rings.
    private(set) var firstPoint: [Int32] = [0]
    private(set) var longitudes: [Int32] = []
    private(set) var latitudes: [Int32] = []

    mutating func add(_ kind: MapShapeKind, rings: [[FixedCoordinate]]) {
        let rings = rings.filter { $0.count >= (kind.isArea ? 3 : 2) }
        guard !rings.isEmpty else { return }
        kinds.append(kind.rawValue)
        for ring in rings {
            longitudes += ring.map(\.longitude)
            latitudes += ring.map(\.latitude)
            firstPoint.append(Int32(longitudes.count))
        }
        firstRing.append(Int32(firstPoint.count - 1))
    }
}
