import Foundation

@testable import Routing

/// The hand-made village: a grid of five by five junctions some hundred metres apart.
enum Village {
    static func bytes() throws -> [UInt8] {
        let url = Bundle.module.url(forResource: "village", withExtension: "osm", subdirectory: "Fixtures")
        guard let url else { throw CocoaError(.fileNoSuchFile) }
        return [UInt8](try Data(contentsOf: url))
    }

    /// - Parameter restrictions: put upon it besides its own.
    static func graph(restrictions: [Restriction] = []) throws -> StreetGraph {
        let relations = restrictions.enumerated().map { $1.element(id: 1000 + $0) }.joined()
        let text = String(decoding: try bytes(), as: UTF8.self).replacingOccurrences(of: "</osm>", with: relations + "</osm>")
        return try StreetGraph.importing(OSMFile(name: "village.osm", bytes: Array(text.utf8)))
    }

    /// A turn restriction over ways.
    struct Restriction {
        var from: Int64
        var via: [Int64]
        var to: Int64
        var tags: [(String, String)]

        init(_ kind: String?, from: Int64, via: [Int64], to: Int64, tags: [(String, String)] = []) {
            self.from = from
            self.via = via
            self.to = to
            self.tags = tags + (kind.map { [("restriction", $0)] } ?? [])
        }

        func element(id: Int) -> String {
            let members = ([(from, "from")] + via.map { ($0, "via") } + [(to, "to")]).map {
                "<member type=\"way\" ref=\"\($0)\" role=\"\($1)\"/>"
            }
            let tags = (tags + [("type", "restriction")]).map { "<tag k=\"\($0)\" v=\"\($1)\"/>" }
            return "<relation id=\"\(id)\">\(members.joined())\(tags.joined())</relation>"
        }
    }

    /// A place of the grid; junctions have whole numbers, counted from the south-west.
    static func place(_ row: Double, _ column: Double) -> Coordinate {
        Coordinate(latitude: 49.87 + row * 0.0009, longitude: 8.65 + column * 0.0014)
    }

    /// A rectangle between two places of the grid.
    static func box(_ south: Double, _ west: Double, _ north: Double, _ east: Double) -> [Coordinate] {
        [place(south, west), place(south, east), place(north, east), place(north, west)]
    }
}

/// The extracts and reference routes, which are not part of the project: tests over them run only where they lie beside it.
enum SharedExtracts {
    static let folder = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../../shared/osm").standardizedFileURL
        .path

    static var arePresent: Bool { FileManager.default.fileExists(atPath: folder + "/heidelberg.osm.pbf") }

    static func file(_ name: String) -> OSMFile {
        OSMFile(path: "\(folder)/\(name)")
    }

    /// A CSV file as rows by heading.
    static func rows(_ name: String) throws -> [[String: String]] {
        let lines = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8).split(whereSeparator: \.isNewline)
        let headings = lines[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        return lines.dropFirst().map { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            return Dictionary(uniqueKeysWithValues: zip(headings, fields))
        }
    }
}

/// Keeps what a file contains.
struct ElementCollector: OSMVisitor {
    var nodes: [OSMNode] = []
    var ways: [OSMWay] = []
    var relations: [OSMRelation] = []

    mutating func visit(_ node: OSMNode) { nodes.append(node) }
    mutating func visit(_ way: OSMWay) { ways.append(way) }
    mutating func visit(_ relation: OSMRelation) { relations.append(relation) }
}

/// Writes `.osm.pbf` files for tests: one block, stored without compression.
struct PBFWriter {
    private var strings: [String: Int] = ["": 0]
    private var table: [String] = [""]

    mutating func file(_ elements: ElementCollector) -> [UInt8] {
        let groups = [field(2, bytes: dense(elements.nodes)), elements.ways.flatMap { field(3, bytes: way($0)) }]
        let relations = elements.relations.flatMap { field(4, bytes: relation($0)) }
        let content = field(2, bytes: groups[0]) + field(2, bytes: groups[1]) + field(2, bytes: relations)
        let block = field(1, bytes: table.flatMap { field(1, bytes: Array($0.utf8)) }) + content
        let header = field(4, bytes: Array("OsmSchema-V0.6".utf8)) + field(4, bytes: Array("DenseNodes".utf8))
        return frame("OSMHeader", header) + frame("OSMData", block)
    }

    private func frame(_ type: String, _ content: [UInt8]) -> [UInt8] {
        let blob = field(1, bytes: content)
        let header = field(1, bytes: Array(type.utf8)) + varint(3 << 3) + varint(UInt64(blob.count))
        return [UInt8](stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: header.count >> $0) }) + header + blob
    }

    private mutating func dense(_ nodes: [OSMNode]) -> [UInt8] {
        var ids: [UInt8] = []
        var latitudes: [UInt8] = []
        var longitudes: [UInt8] = []
        var tags: [UInt8] = []
        var last: (id: Int64, latitude: Int64, longitude: Int64) = (0, 0, 0)
        for node in nodes {
            ids += zigzag(node.id - last.id)
            latitudes += zigzag(Int64(node.position.latitude) - last.latitude)
            longitudes += zigzag(Int64(node.position.longitude) - last.longitude)
            last = (node.id, Int64(node.position.latitude), Int64(node.position.longitude))
            for tag in node.tags.list { tags += varint(string(tag.key)) + varint(string(tag.value)) }
            tags.append(0)
        }
        return field(1, bytes: ids) + field(8, bytes: latitudes) + field(9, bytes: longitudes) + field(10, bytes: tags)
    }

    private mutating func way(_ way: OSMWay) -> [UInt8] {
        var references: [UInt8] = []
        var last: Int64 = 0
        for node in way.nodes {
            references += zigzag(node - last)
            last = node
        }
        return varint(1 << 3) + varint(UInt64(bitPattern: way.id)) + tags(way.tags) + field(8, bytes: references)
    }

    private mutating func relation(_ relation: OSMRelation) -> [UInt8] {
        var roles: [UInt8] = []
        var references: [UInt8] = []
        var types: [UInt8] = []
        var last: Int64 = 0
        for member in relation.members {
            roles += varint(string(member.role))
            references += zigzag(member.id - last)
            types += varint(UInt64(member.kind.rawValue))
            last = member.id
        }
        return varint(1 << 3) + varint(UInt64(bitPattern: relation.id)) + tags(relation.tags) + field(8, bytes: roles)
            + field(9, bytes: references) + field(10, bytes: types)
    }

    private mutating func tags(_ tags: OSMTags) -> [UInt8] {
        let keys = tags.list.flatMap { varint(string($0.key)) }
        return field(2, bytes: keys) + field(3, bytes: tags.list.flatMap { varint(string($0.value)) })
    }

    private mutating func string(_ text: String) -> UInt64 {
        if let known = strings[text] { return UInt64(known) }
        strings[text] = table.count
        table.append(text)
        return UInt64(table.count - 1)
    }

    private func field(_ number: UInt64, bytes: [UInt8]) -> [UInt8] {
        varint(number << 3 | 2) + varint(UInt64(bytes.count)) + bytes
    }

    private func zigzag(_ value: Int64) -> [UInt8] {
        varint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    private func varint(_ value: UInt64) -> [UInt8] {
        var value = value
        var bytes: [UInt8] = []
        while value >= 0x80 {
            bytes.append(UInt8(value & 0x7F) | 0x80)
            value >>= 7
        }
        return bytes + [UInt8(value)]
    }
}
