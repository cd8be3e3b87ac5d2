/// One `key=value` of an OpenStreetMap element.
public struct OSMTag: Sendable, Hashable {
    public var key: String
    public var value: String

    public init(key: String, value: String) {
        self.key = key
        self.value = value
    }
}

/// The tags of one OpenStreetMap element, in the order of the file.
public struct OSMTags: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    public var list: [OSMTag]

    public init(_ list: [OSMTag] = []) {
        self.list = list
    }

    public init(dictionaryLiteral elements: (String, String)...) {
        list = elements.map { OSMTag(key: $0.0, value: $0.1) }
    }

    /// The value of a key; `nil` where the element does not have it. Linear, since elements have few tags.
    public subscript(key: String) -> String? {
        for tag in list where tag.key == key { return tag.value }
        return nil
    }

    public var isEmpty: Bool { list.isEmpty }
}

/// A position in ten-millionths of a degree, OpenStreetMap's own precision (about one centimetre).
public struct FixedCoordinate: Sendable, Hashable {
    public var longitude: Int32
    public var latitude: Int32

    public init(longitude: Int32, latitude: Int32) {
        self.longitude = longitude
        self.latitude = latitude
    }

    /// Rounds to the precision; values off the globe are clamped to its edge.
    public init(_ coordinate: Coordinate) {
        longitude = Int32((min(max(coordinate.longitude, -180), 180) * 1e7).rounded())
        latitude = Int32((min(max(coordinate.latitude, -90), 90) * 1e7).rounded())
    }

    public var coordinate: Coordinate {
        Coordinate(latitude: Double(latitude) / 1e7, longitude: Double(longitude) / 1e7)
    }
}

public struct OSMNode: Sendable {
    public var id: Int64
    public var position: FixedCoordinate
    public var tags: OSMTags
}

public struct OSMWay: Sendable {
    public var id: Int64
    public var nodes: [Int64]
    public var tags: OSMTags
}

public struct OSMRelation: Sendable {
    public struct Member: Sendable, Hashable {
        public enum Kind: Int, Sendable {
            case node = 0
            case way = 1
            case relation = 2
        }

        public var kind: Kind
        public var id: Int64
        public var role: String
    }

    public var id: Int64
    public var members: [Member]
    public var tags: OSMTags
}

/// Which kinds of elements a pass over a file is to decode; the others are skipped unread.
public struct OSMElementKinds: OptionSet, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    public static let nodes = OSMElementKinds(rawValue: 1)
    public static let ways = OSMElementKinds(rawValue: 2)
    public static let relations = OSMElementKinds(rawValue: 4)
    public static let all: OSMElementKinds = [.nodes, .ways, .relations]
}

/// Receives the elements of a file one at a time, in the order of the file; nothing is kept by the reader.
public protocol OSMVisitor {
    mutating func visit(_ node: OSMNode)
    mutating func visit(_ way: OSMWay)
    mutating func visit(_ relation: OSMRelation)
}

extension OSMVisitor {
    public mutating func visit(_ node: OSMNode) {}
    public mutating func visit(_ way: OSMWay) {}
    public mutating func visit(_ relation: OSMRelation) {}
}
