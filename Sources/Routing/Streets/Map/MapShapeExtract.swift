/// Collects what a map shows besides streets from an OpenStreetMap file.
///
/// It walks over the file three times: which multipolygons, which ways, where their nodes are. Memory grows with the shapes, not with the file.
struct MapShapeExtract {
    private struct Multipolygon {
        var kind: MapShapeKind
        var members: [Int64]
    }

    private var multipolygons: [Multipolygon] = []
    /// Ways that multipolygons are made of, by id.
    private var memberWays: [Int64: [Int32]] = [:]
    private var ways: [(kind: MapShapeKind, nodes: [Int32])] = []
    private var index = NodeIndex(expecting: 1024)
    private var positions: [FixedCoordinate?] = []

    /// - Throws: ``OSMFileError``.
    static func shapes(in file: OSMFile, progress: (Double) -> Void = { _ in }) throws -> MapShapes {
        var relations = RelationCollector(extract: MapShapeExtract())
        try file.read(.relations, into: &relations) { progress($0 / 3) }
        var ways = WayCollector(extract: relations.extract)
        try file.read(.ways, into: &ways) { progress((1 + $0) / 3) }
        var nodes = NodeCollector(extract: ways.extract)
        nodes.extract.positions = Array(repeating: nil, count: nodes.extract.index.ids.count)
        try file.read(.nodes, into: &nodes) { progress((2 + $0) / 3) }
        return nodes.extract.finished()
    }

    private struct RelationCollector: OSMVisitor {
        var extract: MapShapeExtract

        mutating func visit(_ relation: OSMRelation) {
            guard relation.tags["type"] == "multipolygon", let kind = MapShapeKind(area: relation.tags) else { return }
            // Outlines and holes need not be told apart: what lies in an odd number of rings is inside.
            let members = relation.members.filter { $0.kind == .way }.map(\.id)
            extract.multipolygons.append(Multipolygon(kind: kind, members: members))
            for member in members { extract.memberWays[member] = [] }
        }
    }

    private struct WayCollector: OSMVisitor {
        var extract: MapShapeExtract

        mutating func visit(_ way: OSMWay) {
            extract.add(way)
        }
    }

    private struct NodeCollector: OSMVisitor {
        var extract: MapShapeExtract

        mutating func visit(_ node: OSMNode) {
            if let number = extract.index.find(node.id) { extract.positions[Int(number)] = node.position }
        }
    }

    private mutating func add(_ way: OSMWay) {
        let isMember = memberWays[way.id] != nil
        let isClosed = way.nodes.count >= 4 && way.nodes.first == way.nodes.last
        let kind = (isClosed ? MapShapeKind(area: way.tags) : nil) ?? MapShapeKind(line: way.tags)
        guard isMember || kind != nil, way.nodes.count >= 2 else { return }
        let nodes = way.nodes.map { index.insert($0) }
        if isMember { memberWays[way.id] = nodes }
        if let kind { ways.append((kind, nodes)) }
    }

    private func finished() -> MapShapes {
        var shapes = MapShapes()
        for way in ways {
            shapes.add(way.kind, rings: [way.nodes.compactMap { positions[Int($0)] }])
        }
        for polygon in multipolygons {
            let rings = Self.rings(of: polygon.members.compactMap { memberWays[$0] })
            shapes.add(polygon.kind, rings: rings.map { $0.compactMap { positions[Int($0)] } })
        }
        return shapes
    }

    /// Joins ways at their ends into closed rings. What stays open, as at the border of an extract, is dropped.
    static func rings(of ways: [[Int32]]) -> [[Int32]] {
        var rings: [[Int32]] = []
        var open: [[Int32]] = []
        for way in ways where way.count >= 2 {
            if way.first == way.last { rings.append(way) } else { open.append(way) }
        }
        while var ring = open.popLast() {
            while ring.first != ring.last,
                let next = open.firstIndex(where: { $0.first == ring.last || $0.last == ring.last })
            {
                let way = open.remove(at: next)
                ring += way.first == ring.last ? way.dropFirst() : way.reversed().dropFirst()
            }
            if ring.first == ring.last { rings.append(ring) }
        }
        return rings
    }
}
