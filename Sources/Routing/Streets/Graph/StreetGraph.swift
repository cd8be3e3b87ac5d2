/// The street network of a city as flat arrays: what is the same for every bike and every day.
///
/// - A *node* is a junction or a dead end.
/// - An *edge* joins two nodes; what lies between has no choice to offer. An edge is a chain of *pieces*.
/// - A *piece* is a stretch with the same tags and name; it has *points*. A node on the way that holds bikes up ends a piece.
/// - An *arc* is an edge in one direction: `2 * edge` forward, `2 * edge + 1` backward.
/// - A *turn* leads from an arc onto the next. Arcs are ordered by *rank* for the hierarchy (``HierarchyBuilder``).
///
/// `@unchecked Sendable`: all pointers point into `memory`, which nobody writes to, and live as long as the graph.
public final class StreetGraph: @unchecked Sendable {
    /// The numbers of the sections in the stored file.
    enum Section: UInt32, CaseIterable {
        case nodeLongitude = 1, nodeLatitude, nodeFeature
        case edgeTail = 10, edgeHead, edgeFirstPiece
        case pieceTags = 20, pieceName, pieceWay, pieceIsReversed, pieceFirstPoint, pieceLastPoint, pieceFeature, pieceLength
        case pointLongitude = 30, pointLatitude, pointHeight, pointPiece
        case rankArc = 40, arcRank, turnFirst, turnHead, turnAngle
        case rowFirst = 50, rowUpper, rowHead, turnEntry
        case gridShape = 60, gridFirst, gridSegment
        case textFirst = 70, textBytes, facts
        case pieceEdge = 80
        case shapeKind = 90, shapeFirstRing, ringFirstPoint, shapeLongitude, shapeLatitude
    }

    /// The positions of strings in the text section.
    enum Text: Int {
        case source = 0
        case tagSets, names
    }

    private let memory: GraphMemory

    public let nodeLongitude: UnsafeBufferPointer<Int32>
    public let nodeLatitude: UnsafeBufferPointer<Int32>
    /// Index of the node's tags, or −1.
    let nodeFeature: UnsafeBufferPointer<Int32>
    public let edgeTail: UnsafeBufferPointer<Int32>
    public let edgeHead: UnsafeBufferPointer<Int32>
    /// One more entry than edges.
    public let edgeFirstPiece: UnsafeBufferPointer<Int32>
    public let pieceTags: UnsafeBufferPointer<Int32>
    let pieceName: UnsafeBufferPointer<Int32>
    public let pieceWay: UnsafeBufferPointer<Int64>
    /// 1 where the edge runs against the way as drawn.
    public let pieceIsReversed: UnsafeBufferPointer<UInt8>
    public let pieceFirstPoint: UnsafeBufferPointer<Int32>
    public let pieceLastPoint: UnsafeBufferPointer<Int32>
    /// Index of the tags of the node where the piece ends within its edge, or −1.
    let pieceFeature: UnsafeBufferPointer<Int32>
    /// Centimetres.
    public let pieceLength: UnsafeBufferPointer<Int32>
    /// Centimetres.
    public let edgeLength: [Int32]
    public let pieceEdge: UnsafeBufferPointer<Int32>
    public let pointLongitude: UnsafeBufferPointer<Int32>
    public let pointLatitude: UnsafeBufferPointer<Int32>
    /// Decimetres above the sea; empty when the graph was made without heights.
    let pointHeight: UnsafeBufferPointer<Int16>
    let pointPiece: UnsafeBufferPointer<Int32>
    /// The arc of a rank. An arc has more than one where turn restrictions over several ways depend on where one came from.
    let rankArc: UnsafeBufferPointer<Int32>
    /// The further ranks of arcs that have more than one.
    let furtherRanks: [Int: [Int32]]
    /// The rank of an arc for those who start on it, or −1 for one that no cargo bike may ever use.
    let arcRank: UnsafeBufferPointer<Int32>
    let turnFirst: UnsafeBufferPointer<Int32>
    let turnHead: UnsafeBufferPointer<Int32>
    /// 127 is half a turn to the right, −127 to the left.
    let turnAngle: UnsafeBufferPointer<Int8>
    let rowFirst: UnsafeBufferPointer<Int32>
    /// The first entry of a row whose head has a higher rank.
    let rowUpper: UnsafeBufferPointer<Int32>
    let rowHead: UnsafeBufferPointer<Int32>
    /// The entry of a turn within the rows.
    let turnEntry: UnsafeBufferPointer<Int32>
    let grid: SegmentGrid
    /// What a map shows besides streets, see ``MapShapes``; empty in graphs that were stored without.
    let shapeKind: UnsafeBufferPointer<UInt8>
    let shapeFirstRing: UnsafeBufferPointer<Int32>
    let ringFirstPoint: UnsafeBufferPointer<Int32>
    let shapeLongitude: UnsafeBufferPointer<Int32>
    let shapeLatitude: UnsafeBufferPointer<Int32>

    private let textFirst: UnsafeBufferPointer<Int32>
    private let textBytes: UnsafeBufferPointer<UInt8>
    /// The distinct sets of tags that ways have, as the profile reads them.
    public let tagSets: [OSMTags]
    /// What the import counted.
    public let facts: ImportFacts

    public var nodeCount: Int { nodeLongitude.count }
    public var edgeCount: Int { edgeTail.count }
    public var pieceCount: Int { pieceTags.count }
    var rankCount: Int { rankArc.count }
    public var hasHeights: Bool { !pointHeight.isEmpty }
    /// Bytes of the stored form.
    public var byteCount: Int { memory.bytes.count }
    /// A short name of this very graph: the check sum over all of it, as eight hexadecimal digits.
    public var fingerprint: String {
        let sum = String(memory.checkSum, radix: 16)
        return String(repeating: "0", count: 8 - sum.count) + sum
    }
    /// The line that every map drawn from the graph must show.
    public var attribution: String { OSMFile.attribution }
    /// The file that the graph was made from.
    public var source: String { text(Text.source.rawValue) }

    /// Maps a graph stored by ``write(to:)``.
    ///
    /// - Throws: ``StreetNetworkError`` in one sentence when the file is missing, of another version or damaged.
    public convenience init(path: String) throws {
        do {
            try self.init(try GraphMemory(path: path))
        } catch {
            throw StreetNetworkError.graph(path: path, reason: error.description)
        }
    }

    init(_ memory: GraphMemory) throws(GraphArchive.Broken) {
        let reader = try GraphArchive.Reader(memory)
        self.memory = memory
        nodeLongitude = try reader.section(Section.nodeLongitude)
        nodeLatitude = try reader.section(Section.nodeLatitude)
        nodeFeature = try reader.section(Section.nodeFeature)
        edgeTail = try reader.section(Section.edgeTail)
        edgeHead = try reader.section(Section.edgeHead)
        edgeFirstPiece = try reader.section(Section.edgeFirstPiece)
        pieceTags = try reader.section(Section.pieceTags)
        pieceName = try reader.section(Section.pieceName)
        pieceWay = try reader.section(Section.pieceWay)
        pieceIsReversed = try reader.section(Section.pieceIsReversed)
        pieceFirstPoint = try reader.section(Section.pieceFirstPoint)
        pieceLastPoint = try reader.section(Section.pieceLastPoint)
        pieceFeature = try reader.section(Section.pieceFeature)
        pieceLength = try reader.section(Section.pieceLength)
        pieceEdge = try reader.section(Section.pieceEdge)
        edgeLength = Self.sums(pieceLength, by: edgeFirstPiece)
        pointLongitude = try reader.section(Section.pointLongitude)
        pointLatitude = try reader.section(Section.pointLatitude)
        pointHeight = try reader.section(Section.pointHeight)
        pointPiece = try reader.section(Section.pointPiece)
        rankArc = try reader.section(Section.rankArc)
        arcRank = try reader.section(Section.arcRank)
        furtherRanks = Self.furtherRanks(rankArc, arcRank)
        turnFirst = try reader.section(Section.turnFirst)
        turnHead = try reader.section(Section.turnHead)
        turnAngle = try reader.section(Section.turnAngle)
        rowFirst = try reader.section(Section.rowFirst)
        rowUpper = try reader.section(Section.rowUpper)
        rowHead = try reader.section(Section.rowHead)
        turnEntry = try reader.section(Section.turnEntry)
        grid = SegmentGrid(
            shape: try reader.section(Section.gridShape), first: try reader.section(Section.gridFirst),
            segments: try reader.section(Section.gridSegment))
        shapeKind = try reader.sectionIfPresent(Section.shapeKind)
        shapeFirstRing = try reader.sectionIfPresent(Section.shapeFirstRing)
        ringFirstPoint = try reader.sectionIfPresent(Section.ringFirstPoint)
        shapeLongitude = try reader.sectionIfPresent(Section.shapeLongitude)
        shapeLatitude = try reader.sectionIfPresent(Section.shapeLatitude)
        textFirst = try reader.section(Section.textFirst)
        textBytes = try reader.section(Section.textBytes)
        facts = ImportFacts(stored: try reader.section(Section.facts))
        let tagText = Self.text(Text.tagSets.rawValue, textFirst, textBytes)
        tagSets = tagText.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            OSMTags(
                line.split(separator: "\t").map { pair in
                    let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                    return OSMTag(key: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : "")
                })
        }
    }

    /// Stores the graph; a reader never sees half of it.
    public func write(to path: String) throws {
        do {
            try memory.write(to: path)
        } catch {
            throw StreetNetworkError.graph(path: path, reason: error.description)
        }
    }

    // MARK: - Looking things up

    /// The name or number of the street that a piece belongs to; empty where it has none.
    public func name(ofPiece piece: Int) -> String {
        let name = Int(pieceName[piece])
        return name < 0 ? "" : text(Text.names.rawValue + name)
    }

    public func tags(ofPiece piece: Int) -> OSMTags {
        tagSets[Int(pieceTags[piece])]
    }

    public func position(ofPoint point: Int) -> Coordinate {
        FixedCoordinate(longitude: pointLongitude[point], latitude: pointLatitude[point]).coordinate
    }

    @inline(__always)
    func fixedPosition(ofPoint point: Int) -> FixedCoordinate {
        FixedCoordinate(longitude: pointLongitude[point], latitude: pointLatitude[point])
    }

    public func position(ofNode node: Int) -> Coordinate {
        FixedCoordinate(longitude: nodeLongitude[node], latitude: nodeLatitude[node]).coordinate
    }

    /// The pieces of an edge, from its tail to its head.
    public func pieces(ofEdge edge: Int) -> Range<Int> {
        Int(edgeFirstPiece[edge])..<Int(edgeFirstPiece[edge + 1])
    }

    /// All ranks of an arc.
    func ranks(ofArc arc: Int) -> [Int32] {
        arcRank[arc] < 0 ? [] : [arcRank[arc]] + (furtherRanks[arc] ?? [])
    }

    private static func furtherRanks(_ rankArc: UnsafeBufferPointer<Int32>, _ arcRank: UnsafeBufferPointer<Int32>) -> [Int:
        [Int32]]
    {
        var further: [Int: [Int32]] = [:]
        for rank in rankArc.indices where arcRank[Int(rankArc[rank])] != Int32(rank) {
            further[Int(rankArc[rank]), default: []].append(Int32(rank))
        }
        return further
    }

    /// The node that an arc leads to.
    func head(ofArc arc: Int) -> Int {
        Int(arc & 1 == 0 ? edgeHead[arc >> 1] : edgeTail[arc >> 1])
    }

    /// The piece with which an arc ends, or starts.
    @inline(__always)
    func piece(ofArc arc: Int, atEnd: Bool) -> Int {
        let edge = arc >> 1
        return Int((arc & 1 == 0) == atEnd ? edgeFirstPiece[edge + 1] - 1 : edgeFirstPiece[edge])
    }

    private static func sums(_ values: UnsafeBufferPointer<Int32>, by first: UnsafeBufferPointer<Int32>) -> [Int32] {
        (0..<first.count - 1).map { group in
            values[Int(first[group])..<Int(first[group + 1])].reduce(0) { min($0 &+ $1, TravelCost.noWay) }
        }
    }

    private func text(_ index: Int) -> String {
        Self.text(index, textFirst, textBytes)
    }

    private static func text(
        _ index: Int, _ first: UnsafeBufferPointer<Int32>, _ bytes: UnsafeBufferPointer<UInt8>
    ) -> String {
        guard index >= 0, index + 1 < first.count else { return "" }
        return String(decoding: bytes[Int(first[index])..<Int(first[index + 1])], as: UTF8.self)
    }
}

/// What an import found, for its report.
public struct ImportFacts: Sendable, Hashable {
    /// Ways that some cargo bike may use.
    public var ways = 0
    /// Turn restrictions that bind bicycles and are obeyed.
    public var restrictions = 0
    /// Turn restrictions that are not obeyed, since their members do not hang together.
    public var restrictionsNotObeyed = 0
    /// Nodes that ways refer to but the extract lacks, as at its border.
    public var missingNodes = 0
    /// Centimetres of all edges.
    public var length = 0

    init() {}

    init(stored: UnsafeBufferPointer<Int64>) {
        guard stored.count >= 5 else { return }
        ways = Int(stored[0])
        restrictions = Int(stored[1])
        restrictionsNotObeyed = Int(stored[2])
        missingNodes = Int(stored[3])
        length = Int(stored[4])
    }

    var stored: [Int64] {
        [ways, restrictions, restrictionsNotObeyed, missingNodes, length].map(Int64.init)
    }
}

/// What the street network cannot do, in one sentence.
public enum StreetNetworkError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A stored graph that cannot be used.
    case graph(path: String, reason: String)
    /// An extract without a single street for cargo bikes.
    case noStreets(file: String)

    public var description: String {
        switch self {
        case .graph(let path, let reason): "\(path): \(reason)."
        case .noStreets(let file): "\(file) has no street that a cargo bike may use."
        }
    }
}
