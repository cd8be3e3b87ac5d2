/// Turns ways into nodes, edges, pieces and points: stretches without a choice become one edge.
struct ChainBuilder {
    /// Centimetres; only nonsense coordinates make a longer one.
    static let longestPiece = 1e9

    var nodeOfVertex: [Int32] = []
    var nodeVertex: [Int32] = []
    var edgeTail: [Int32] = []
    var edgeHead: [Int32] = []
    var edgeFirstPiece: [Int32] = []
    var pieceTags: [Int32] = []
    var pieceName: [Int32] = []
    var pieceWay: [Int64] = []
    var pieceIsReversed: [UInt8] = []
    var pieceFirstPoint: [Int32] = []
    var pieceLastPoint: [Int32] = []
    var pieceFeature: [Int32] = []
    var pieceLength: [Int32] = []
    var pieceEdge: [Int32] = []
    /// The vertex (a numbered OpenStreetMap node) of each point.
    var pointVertex: [Int32] = []
    var pointPiece: [Int32] = []

    private let extract: StreetExtract
    /// A segment joins two consecutive nodes of a way.
    private var segmentFrom: [Int32] = []
    private var segmentTo: [Int32] = []
    private var segmentWay: [Int32] = []
    private var adjacencyFirst: [Int32] = []
    private var adjacencySegment: [Int32] = []
    private var isUsed: [Bool] = []

    init(_ extract: StreetExtract) {
        self.extract = extract
        makeSegments()
        makeAdjacency()
        makeNodes()
        isUsed = Array(repeating: false, count: segmentFrom.count)
        for node in 0..<nodeVertex.count { traceChains(from: nodeVertex[node]) }
        // What is left are rings without a junction; any vertex serves as theirs.
        for segment in 0..<segmentFrom.count where !isUsed[segment] {
            addNode(segmentFrom[segment])
            traceChains(from: segmentFrom[segment])
        }
        edgeFirstPiece.append(Int32(pieceTags.count))
    }

    private mutating func makeSegments() {
        for (number, way) in extract.ways.enumerated() {
            for position in way.nodes.dropLast() {
                let from = extract.wayNodes[position]
                let to = extract.wayNodes[position + 1]
                guard from != to, extract.isPresent[Int(from)], extract.isPresent[Int(to)] else { continue }
                segmentFrom.append(from)
                segmentTo.append(to)
                segmentWay.append(Int32(number))
            }
        }
    }

    private mutating func makeAdjacency() {
        adjacencyFirst = Array(repeating: 0, count: extract.positions.count + 1)
        for segment in 0..<segmentFrom.count {
            adjacencyFirst[Int(segmentFrom[segment]) + 1] += 1
            adjacencyFirst[Int(segmentTo[segment]) + 1] += 1
        }
        for vertex in 1..<adjacencyFirst.count { adjacencyFirst[vertex] += adjacencyFirst[vertex - 1] }
        adjacencySegment = Array(repeating: 0, count: segmentFrom.count * 2)
        var next = adjacencyFirst
        for segment in 0..<segmentFrom.count {
            for vertex in [Int(segmentFrom[segment]), Int(segmentTo[segment])] {
                adjacencySegment[Int(next[vertex])] = Int32(segment)
                next[vertex] += 1
            }
        }
    }

    private func degree(_ vertex: Int32) -> Int {
        Int(adjacencyFirst[Int(vertex) + 1] - adjacencyFirst[Int(vertex)])
    }

    private mutating func makeNodes() {
        nodeOfVertex = Array(repeating: -1, count: extract.positions.count)
        // A restricted way must not be one with what lies behind it, even where no street that we know joins.
        let viaEnds = extract.viaEnds
        for vertex in 0..<Int32(extract.positions.count)
        where degree(vertex) != 0 && (degree(vertex) != 2 || viaEnds.contains(vertex)) {
            addNode(vertex)
        }
    }

    private mutating func addNode(_ vertex: Int32) {
        guard nodeOfVertex[Int(vertex)] < 0 else { return }
        nodeOfVertex[Int(vertex)] = Int32(nodeVertex.count)
        nodeVertex.append(vertex)
    }

    private mutating func traceChains(from vertex: Int32) {
        for slot in adjacencyFirst[Int(vertex)]..<adjacencyFirst[Int(vertex) + 1] {
            let segment = adjacencySegment[Int(slot)]
            if !isUsed[Int(segment)] { traceChain(from: vertex, along: segment) }
        }
    }

    private mutating func traceChain(from start: Int32, along first: Int32) {
        let edge = Int32(edgeTail.count)
        edgeFirstPiece.append(Int32(pieceTags.count))
        var vertex = start
        var segment = first
        var pieceStarts = true
        var length = 0.0
        pointVertex.append(vertex)
        while true {
            isUsed[Int(segment)] = true
            let isReversed = segmentTo[Int(segment)] == vertex
            let way = extract.ways[Int(segmentWay[Int(segment)])]
            if pieceStarts {
                pieceTags.append(way.tags)
                pieceName.append(way.name)
                pieceWay.append(way.id)
                pieceIsReversed.append(isReversed ? 1 : 0)
                pieceFirstPoint.append(Int32(pointVertex.count - 1))
                pieceEdge.append(edge)
                length = 0
            }
            pointPiece.append(Int32(pieceTags.count - 1))
            let next = isReversed ? segmentFrom[Int(segment)] : segmentTo[Int(segment)]
            length += Geodesy.metres(from: extract.positions[Int(vertex)], to: extract.positions[Int(next)])
            vertex = next
            pointVertex.append(vertex)
            let isEnd = nodeOfVertex[Int(vertex)] >= 0
            let following = isEnd ? segment : otherSegment(at: vertex, than: segment)
            let feature = extract.features[Int(vertex)]
            let nextIsReversed = segmentTo[Int(following)] == vertex
            pieceStarts =
                isEnd || feature >= 0 || segmentWay[Int(following)] != segmentWay[Int(segment)] || nextIsReversed != isReversed
            if pieceStarts {
                pieceLastPoint.append(Int32(pointVertex.count - 1))
                pieceFeature.append(isEnd ? -1 : feature)
                pieceLength.append(Int32(min(length * 100, Self.longestPiece).rounded()))
            }
            if isEnd { break }
            segment = following
        }
        // The last point begins no segment.
        pointPiece.append(Int32(pieceTags.count - 1))
        edgeTail.append(nodeOfVertex[Int(start)])
        edgeHead.append(nodeOfVertex[Int(vertex)])
    }

    private func otherSegment(at vertex: Int32, than segment: Int32) -> Int32 {
        let first = adjacencySegment[Int(adjacencyFirst[Int(vertex)])]
        return first == segment ? adjacencySegment[Int(adjacencyFirst[Int(vertex)]) + 1] : first
    }
}
