/// What an import keeps of an OpenStreetMap file: the ways a cargo bike may use, their nodes, and the turn restrictions.
struct StreetExtract {
    struct Way {
        var id: Int64
        var tags: Int32
        var name: Int32
        /// The way's nodes within ``StreetExtract/wayNodes``.
        var nodes: Range<Int>
    }

    /// A relation that forbids a turn at a node, or all turns but one.
    struct Restriction {
        var from: Int64
        var via: Int64
        var to: Int64
        var isMandatory: Bool
    }

    /// A relation that forbids a way over other ways, such as turning round at the next gap of a divided street, or all but that way.
    struct WayRestriction {
        var from: Int64
        /// In the order in which they are ridden, or against it.
        var via: [Int64]
        var to: Int64
        var isMandatory: Bool
    }

    private(set) var ways: [Way] = []
    private(set) var wayNodes: [Int32] = []
    private(set) var tagSets: [OSMTags] = []
    private(set) var names: [String] = []
    private(set) var restrictions: [Restriction] = []
    private(set) var wayRestrictions: [WayRestriction] = []
    /// Relations whose members make no restriction.
    private(set) var brokenRestrictions = 0
    private(set) var index = NodeIndex(expecting: 1024)
    private(set) var positions: [FixedCoordinate] = []
    private(set) var isPresent: [Bool] = []
    /// The tag set of a node that holds bikes up, or −1.
    private(set) var features: [Int32] = []

    private var knownTagSets: [OSMTags: Int32] = [:]
    private var knownNames: [String: Int32] = [:]
    private var passability: [Bool] = []

    /// Reads the file twice: first which ways, then where their nodes are. Memory grows with the streets, not with the file.
    init(_ file: OSMFile, progress: (Double) -> Void) throws {
        var collector = WayCollector(extract: self)
        try file.read([.ways, .relations], into: &collector) { progress($0 / 2) }
        self = collector.extract
        positions = Array(repeating: FixedCoordinate(longitude: 0, latitude: 0), count: index.ids.count)
        isPresent = Array(repeating: false, count: index.ids.count)
        features = Array(repeating: -1, count: index.ids.count)
        var nodes = NodeCollector(extract: self)
        try file.read(.nodes, into: &nodes) { progress(0.5 + $0 / 2) }
        self = nodes.extract
    }

    /// Where the ways between of turn restrictions begin and end.
    var viaEnds: Set<Int32> {
        let via = Set(wayRestrictions.flatMap(\.via))
        guard !via.isEmpty else { return [] }
        return ways.reduce(into: []) { ends, way in
            if via.contains(way.id) { ends.formUnion([wayNodes[way.nodes.lowerBound], wayNodes[way.nodes.upperBound - 1]]) }
        }
    }

    // MARK: - First pass

    private struct WayCollector: OSMVisitor {
        var extract: StreetExtract

        mutating func visit(_ way: OSMWay) {
            extract.add(way)
        }

        mutating func visit(_ relation: OSMRelation) {
            extract.add(relation)
        }
    }

    private mutating func add(_ way: OSMWay) {
        guard way.nodes.count >= 2, way.tags["highway"] != nil else { return }
        let kept = OSMTags(way.tags.list.filter { CargoBikeProfile.wayKeys.contains($0.key) }.sorted { $0.key < $1.key })
        let tags = tagSet(kept)
        guard passability[Int(tags)] else { return }
        let start = wayNodes.count
        for node in way.nodes { wayNodes.append(index.insert(node)) }
        let name = way.tags["name"] ?? way.tags["ref"]
        ways.append(Way(id: way.id, tags: tags, name: name.map { self.name($0) } ?? -1, nodes: start..<wayNodes.count))
    }

    private mutating func tagSet(_ tags: OSMTags) -> Int32 {
        if let known = knownTagSets[tags] { return known }
        let number = Int32(tagSets.count)
        knownTagSets[tags] = number
        tagSets.append(tags)
        passability.append(CargoBikeProfile.mostPermissive.passage(along: tags).isOpen)
        return number
    }

    private mutating func name(_ text: String) -> Int32 {
        if let known = knownNames[text] { return known }
        let number = Int32(names.count)
        knownNames[text] = number
        names.append(text)
        return number
    }

    /// Keeps restrictions that bind bicycles. Source: https://wiki.openstreetmap.org/wiki/Relation:restriction
    private mutating func add(_ relation: OSMRelation) {
        guard relation.tags["type"] == "restriction",
            let kind = relation.tags["restriction:bicycle"] ?? relation.tags["restriction"]
        else { return }
        let isMandatory = kind.hasPrefix("only_")
        guard isMandatory || kind.hasPrefix("no_") else { return }
        let exceptions = relation.tags["except"]?.split { $0 == ";" || $0 == "," || $0 == " " } ?? []
        if exceptions.contains("bicycle"), relation.tags["restriction:bicycle"] == nil { return }
        let via = relation.members.filter { $0.role == "via" }
        let isAtNode = via.count == 1 && via[0].kind == .node
        guard isAtNode || !via.isEmpty && via.allSatisfy({ $0.kind == .way }) else {
            brokenRestrictions += 1
            return
        }
        // `no_entry` and `no_exit` may name several ways on one side.
        for from in relation.members where from.role == "from" && from.kind == .way {
            for to in relation.members where to.role == "to" && to.kind == .way {
                if isAtNode {
                    restrictions.append(Restriction(from: from.id, via: via[0].id, to: to.id, isMandatory: isMandatory))
                } else {
                    wayRestrictions.append(
                        WayRestriction(from: from.id, via: via.map(\.id), to: to.id, isMandatory: isMandatory))
                }
            }
        }
    }

    // MARK: - Second pass

    private struct NodeCollector: OSMVisitor {
        var extract: StreetExtract

        mutating func visit(_ node: OSMNode) {
            extract.add(node)
        }
    }

    private mutating func add(_ node: OSMNode) {
        guard let number = index.find(node.id).map(Int.init) else { return }
        positions[number] = node.position
        isPresent[number] = true
        guard !node.tags.isEmpty else { return }
        let kept = OSMTags(node.tags.list.filter { CargoBikeProfile.nodeKeys.contains($0.key) }.sorted { $0.key < $1.key })
        guard !kept.isEmpty else { return }
        let passage = CargoBikeProfile.mostPermissive.passage(over: kept)
        let isRelevant = passage.isClosed || passage.delay > 0 || kept["barrier"] != nil
        if isRelevant { features[number] = tagSet(kept) }
    }
}
