extension StreetGraph {
    /// Makes the graph from an OpenStreetMap extract.
    ///
    /// - Parameters:
    ///   - elevation: heights of the region, where known.
    ///   - progress: called with the part that is done, 0 to 1.
    /// - Throws: ``OSMFileError`` when the file is broken, ``StreetNetworkError`` when it holds no street.
    public static func importing(
        _ file: OSMFile, elevation: ElevationModel? = nil, progress: (Double) -> Void = { _ in }
    ) throws -> StreetGraph {
        let extract = try StreetExtract(file) { progress($0 * 0.25) }
        let shapes = try MapShapeExtract.shapes(in: file) { progress(0.25 + $0 * 0.1) }
        let chains = ChainBuilder(extract)
        guard !chains.edgeTail.isEmpty else { throw StreetNetworkError.noStreets(file: file.name) }
        let isArcOpen = openArcs(chains, extract)
        let table = TurnTable(chains, extract, isArcOpen: isArcOpen)
        progress(0.4)

        let nodePositions = chains.nodeVertex.map { extract.positions[Int($0)] }
        let scale = Geodesy.eastScale(latitude: Double(nodePositions[0].latitude))
        let dissection = NestedDissection(
            tails: chains.edgeTail, heads: chains.edgeHead, east: nodePositions.map { Double($0.longitude) * scale },
            north: nodePositions.map { Double($0.latitude) }
        ) { progress(0.4 + $0 * 0.4) }
        let ranking = Ranking(order: dissection.order, isArcOpen: isArcOpen, table)
        let hierarchy = HierarchyBuilder(turnFirst: ranking.turnFirst, turnHead: ranking.turnHead)
        progress(0.9)

        var writer = GraphArchive.Writer()
        addStreets(chains, extract, to: &writer)
        addHeights(chains, extract, elevation, to: &writer)
        addHierarchy(ranking, hierarchy, to: &writer)
        addTexts(source: file.name, extract, to: &writer)
        addShapes(shapes, to: &writer)
        var facts = ImportFacts()
        facts.ways = extract.ways.count
        facts.restrictions = table.restrictionsObeyed
        facts.restrictionsNotObeyed = table.restrictionsBroken
        facts.missingNodes = extract.isPresent.count { !$0 }
        facts.length = chains.pieceLength.reduce(0) { $0 + Int($1) }
        writer.add(facts.stored, as: Section.facts)
        let graph = try StreetGraph(writer.finish())
        progress(1)
        return graph
    }

    /// Arcs whose every piece some cargo bike may use, and in part those that it may use from one end.
    private static func openArcs(_ chains: ChainBuilder, _ extract: StreetExtract) -> [Bool] {
        let passages = extract.tagSets.map { CargoBikeProfile.mostPermissive.passage(along: $0) }
        var isOpen = [Bool](repeating: false, count: 2 * chains.edgeTail.count)
        for piece in 0..<chains.pieceTags.count {
            let edge = Int(chains.pieceEdge[piece])
            let isReversed = chains.pieceIsReversed[piece] == 1
            let passage = passages[Int(chains.pieceTags[piece])]
            // A piece that can be used in one direction makes the arc worth having: one may start or end there.
            if passage.forward.isOpen { isOpen[2 * edge + (isReversed ? 1 : 0)] = true }
            if passage.backward.isOpen { isOpen[2 * edge + (isReversed ? 0 : 1)] = true }
        }
        return isOpen
    }

    // MARK: - Sections

    private static func addStreets(_ chains: ChainBuilder, _ extract: StreetExtract, to writer: inout GraphArchive.Writer) {
        let nodes = chains.nodeVertex.map { extract.positions[Int($0)] }
        writer.add(nodes.map(\.longitude), as: Section.nodeLongitude)
        writer.add(nodes.map(\.latitude), as: Section.nodeLatitude)
        writer.add(chains.nodeVertex.map { extract.features[Int($0)] }, as: Section.nodeFeature)
        writer.add(chains.edgeTail, as: Section.edgeTail)
        writer.add(chains.edgeHead, as: Section.edgeHead)
        writer.add(chains.edgeFirstPiece, as: Section.edgeFirstPiece)
        writer.add(chains.pieceTags, as: Section.pieceTags)
        writer.add(chains.pieceName, as: Section.pieceName)
        writer.add(chains.pieceWay, as: Section.pieceWay)
        writer.add(chains.pieceIsReversed, as: Section.pieceIsReversed)
        writer.add(chains.pieceFirstPoint, as: Section.pieceFirstPoint)
        writer.add(chains.pieceLastPoint, as: Section.pieceLastPoint)
        writer.add(chains.pieceFeature, as: Section.pieceFeature)
        writer.add(chains.pieceLength, as: Section.pieceLength)
        writer.add(chains.pieceEdge, as: Section.pieceEdge)
        let points = chains.pointVertex.map { extract.positions[Int($0)] }
        writer.add(points.map(\.longitude), as: Section.pointLongitude)
        writer.add(points.map(\.latitude), as: Section.pointLatitude)
        writer.add(chains.pointPiece, as: Section.pointPiece)
        let grid = SegmentGridBuilder(positions: points) { point in
            chains.pieceEdge[Int(chains.pointPiece[point])] == chains.pieceEdge[Int(chains.pointPiece[point + 1])]
        }
        writer.add(grid.shape, as: Section.gridShape)
        writer.add(grid.first, as: Section.gridFirst)
        writer.add(grid.segments, as: Section.gridSegment)
    }

    private static func addHeights(
        _ chains: ChainBuilder, _ extract: StreetExtract, _ elevation: ElevationModel?, to writer: inout GraphArchive.Writer
    ) {
        let profile = elevation.map { HeightProfile(chains, extract, $0).decimetres }
        writer.add(profile ?? [], as: Section.pointHeight)
    }

    private static func addHierarchy(_ ranking: Ranking, _ hierarchy: HierarchyBuilder, to writer: inout GraphArchive.Writer) {
        writer.add(ranking.rankArc, as: Section.rankArc)
        writer.add(ranking.arcRank, as: Section.arcRank)
        writer.add(ranking.turnFirst, as: Section.turnFirst)
        writer.add(ranking.turnHead, as: Section.turnHead)
        writer.add(ranking.turnAngle, as: Section.turnAngle)
        writer.add(hierarchy.rowFirst, as: Section.rowFirst)
        writer.add(hierarchy.rowUpper, as: Section.rowUpper)
        writer.add(hierarchy.rowHead, as: Section.rowHead)
        writer.add(ranking.turnEntries(in: hierarchy), as: Section.turnEntry)
    }

    private static func addShapes(_ shapes: MapShapes, to writer: inout GraphArchive.Writer) {
        writer.add(shapes.kinds, as: Section.shapeKind)
        writer.add(shapes.firstRing, as: Section.shapeFirstRing)
        writer.add(shapes.firstPoint, as: Section.ringFirstPoint)
        writer.add(shapes.longitudes, as: Section.shapeLongitude)
        writer.add(shapes.latitudes, as: Section.shapeLatitude)
    }

    private static func addTexts(source: String, _ extract: StreetExtract, to writer: inout GraphArchive.Writer) {
        let tagSets = extract.tagSets.map { set in
            set.list.map { "\($0.key)=\($0.value.map { $0.isNewline || $0 == "\t" ? " " : $0 }.map(String.init).joined())" }
                .joined(separator: "\t")
        }
        var first: [Int32] = [0]
        var bytes: [UInt8] = []
        for text in [source, tagSets.joined(separator: "\n")] + extract.names {
            bytes += text.utf8
            first.append(Int32(bytes.count))
        }
        writer.add(first, as: Section.textFirst)
        writer.add(bytes, as: Section.textBytes)
    }
}

/// Arcs and turns renumbered by rank.
///
/// The further states of an arc (see ``TurnTable``) rank right above it: whatever separates the arc from the rest separates them too.
private struct Ranking {
    private(set) var rankArc: [Int32] = []
    private(set) var arcRank: [Int32]
    private(set) var turnFirst: [Int32]
    private(set) var turnHead: [Int32]
    private(set) var turnAngle: [Int8]

    init(order: [Int32], isArcOpen: [Bool], _ table: TurnTable) {
        let turns = table.turns
        let further = Dictionary(grouping: table.furtherStates.indices) { table.furtherStates[$0] }
        var stateRank = [Int32](repeating: -1, count: isArcOpen.count + table.furtherStates.count)
        for edge in order {
            for arc in [2 * edge, 2 * edge + 1] where isArcOpen[Int(arc)] {
                for state in [Int(arc)] + (further[arc] ?? []).map({ isArcOpen.count + $0 }) {
                    stateRank[state] = Int32(rankArc.count)
                    rankArc.append(arc)
                }
            }
        }
        arcRank = Array(stateRank.prefix(isArcOpen.count))
        turnFirst = Array(repeating: 0, count: rankArc.count + 1)
        for turn in turns { turnFirst[Int(stateRank[Int(turn.from)]) + 1] += 1 }
        for rank in 0..<rankArc.count { turnFirst[rank + 1] += turnFirst[rank] }
        var next = turnFirst
        turnHead = Array(repeating: 0, count: turns.count)
        turnAngle = Array(repeating: 0, count: turns.count)
        for turn in turns {
            let from = Int(stateRank[Int(turn.from)])
            turnHead[Int(next[from])] = stateRank[Int(turn.to)]
            turnAngle[Int(next[from])] = turn.angle
            next[from] += 1
        }
    }

    /// Where each turn stands in the rows of the hierarchy; −1 for a turn from an arc onto itself, which leads nowhere.
    func turnEntries(in hierarchy: HierarchyBuilder) -> [Int32] {
        var entries = [Int32](repeating: -1, count: turnHead.count)
        for rank in 0..<rankArc.count {
            let row = Int(hierarchy.rowFirst[rank])..<Int(hierarchy.rowFirst[rank + 1])
            for turn in Int(turnFirst[rank])..<Int(turnFirst[rank + 1]) where turnHead[turn] != Int32(rank) {
                entries[turn] = Int32(hierarchy.rowHead[row].firstIndex(of: turnHead[turn]) ?? -1)
            }
        }
        return entries
    }
}
