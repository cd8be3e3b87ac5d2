/// Reads OpenStreetMap's XML (`.osm`), as exported by the website, JOSM and Overpass.
struct XMLReader {
    /// Far beyond the API's limits of 2,000 nodes a way and 32,000 members a relation; keeps memory bounded.
    static let mostParts = 1_000_000

    private var tokens: XMLTokenizer
    private let kinds: OSMElementKinds
    private var element = ""
    private var id: Int64 = 0
    private var position: FixedCoordinate?
    private var tags: [OSMTag] = []
    private var nodes: [Int64] = []
    private var members: [OSMRelation.Member] = []

    init(source: ByteSource, kinds: OSMElementKinds) {
        tokens = XMLTokenizer(source: source)
        self.kinds = kinds
    }

    /// Whether a file that starts with these bytes is XML.
    static func recognises(_ start: [UInt8]) -> Bool {
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = start.starts(with: byteOrderMark) ? start.dropFirst(3) : start[...]
        return text.first { ![0x20, 0x0A, 0x0D, 0x09].contains($0) } == UInt8(ascii: "<")
    }

    mutating func read(into visitor: inout some OSMVisitor, progress: (Double) -> Void) throws {
        var isOpen = false
        var count = 0
        while true {
            let offset = tokens.offset
            guard let token = try tokens.next() else { break }
            switch token {
            case .start(let name, let isEmpty):
                if !isOpen {
                    guard name == "osm" else {
                        throw OSMFormatError(
                            offset: offset, reason: "the file is XML, but starts with <\(name)> and not with <osm>")
                    }
                    isOpen = true
                    if isEmpty { return }
                    continue
                }
                try start(name, offset: offset)
                if isEmpty { try end(name, offset: offset, visitor: &visitor) }
            case .end(let name):
                if name == "osm" { return }
                try end(name, offset: offset, visitor: &visitor)
            }
            count += 1
            if count % 10_000 == 0 { progress(Double(tokens.offset) / Double(max(tokens.size, 1))) }
        }
        throw OSMFormatError(offset: tokens.offset, reason: "the file ends before </osm>")
    }

    private mutating func start(_ name: String, offset: Int) throws {
        switch name {
        case "node", "way", "relation":
            guard element.isEmpty else { throw OSMFormatError(offset: offset, reason: "<\(name)> stands inside <\(element)>") }
            element = name
            id = try number("id", of: name, offset: offset)
            position = name == "node" ? try coordinates(offset: offset) : nil
            tags.removeAll(keepingCapacity: true)
            nodes.removeAll(keepingCapacity: true)
            members.removeAll(keepingCapacity: true)
        case "tag" where !element.isEmpty:
            guard let key = tokens.attribute("k"), let value = tokens.attribute("v") else {
                throw OSMFormatError(offset: offset, reason: "a <tag> lacks k or v")
            }
            guard tags.count < Self.mostParts else {
                throw OSMFormatError(offset: offset, reason: "an element has too many tags")
            }
            tags.append(OSMTag(key: key, value: value))
        case "nd" where element == "way":
            guard nodes.count < Self.mostParts else { throw OSMFormatError(offset: offset, reason: "a way has too many nodes") }
            nodes.append(try number("ref", of: name, offset: offset))
        case "member" where element == "relation":
            try addMember(offset: offset)
        default:
            break
        }
    }

    private mutating func addMember(offset: Int) throws {
        guard members.count < Self.mostParts else {
            throw OSMFormatError(offset: offset, reason: "a relation has too many members")
        }
        let kind: OSMRelation.Member.Kind
        switch tokens.attribute("type") {
        case "node": kind = .node
        case "way": kind = .way
        case "relation": kind = .relation
        default: throw OSMFormatError(offset: offset, reason: "a relation has a member of an unknown kind")
        }
        let reference = try number("ref", of: "member", offset: offset)
        members.append(OSMRelation.Member(kind: kind, id: reference, role: tokens.attribute("role") ?? ""))
    }

    private mutating func end(_ name: String, offset: Int, visitor: inout some OSMVisitor) throws {
        switch name {
        case "node", "way", "relation":
            guard element == name else { throw OSMFormatError(offset: offset, reason: "</\(name)> does not close anything") }
            element = ""
        default:
            return
        }
        if let position, kinds.contains(.nodes) {
            visitor.visit(OSMNode(id: id, position: position, tags: OSMTags(tags)))
        } else if name == "way", kinds.contains(.ways) {
            visitor.visit(OSMWay(id: id, nodes: nodes, tags: OSMTags(tags)))
        } else if name == "relation", kinds.contains(.relations) {
            visitor.visit(OSMRelation(id: id, members: members, tags: OSMTags(tags)))
        }
    }

    private func number(_ attribute: String, of element: String, offset: Int) throws -> Int64 {
        guard let text = tokens.attribute(attribute), let value = Int64(text) else {
            throw OSMFormatError(offset: offset, reason: "<\(element)> has no whole number as \(attribute)")
        }
        return value
    }

    private func coordinates(offset: Int) throws -> FixedCoordinate? {
        guard let latitudeText = tokens.attribute("lat"), let longitudeText = tokens.attribute("lon") else {
            // Deleted nodes have no place.
            return nil
        }
        guard let latitude = Double(latitudeText), let longitude = Double(longitudeText), (-90.0...90).contains(latitude),
            (-180.0...180).contains(longitude)
        else { throw OSMFormatError(offset: offset, reason: "a node lies outside the globe") }
        return FixedCoordinate(Coordinate(latitude: latitude, longitude: longitude))
    }
}
