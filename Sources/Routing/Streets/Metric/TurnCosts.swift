/// The costs of turns, without the arcs before them.
struct TurnCosts {
    private(set) var weight: [Int32]
    private(set) var time: [Int32]
    private(set) var energy: [Int32]

    init(
        _ graph: StreetGraph, _ arcs: ArcCosts, _ features: [CargoBikeProfile.NodePassage], profile: CargoBikeProfile,
        objective: RouteObjective, pieces: PieceCosts
    ) {
        let count = graph.turnHead.count
        weight = Array(repeating: TravelCost.noWay, count: count)
        time = Array(repeating: 0, count: count)
        energy = Array(repeating: 0, count: count)
        let model = EnergyModel(bike: profile.bike)
        let angles = (0...127).map { Double($0) * 180 / 127 }
        let delays = angles.map { Int32(CargoBikeProfile.turnDelay(angle: $0) * 100) }
        let losses = angles.map { EnergyModel.rightAngleTurnLoss * min(1, ($0 / 90) * ($0 / 90)) }
        let roads = JunctionRoads(graph)
        let isZone = (0..<graph.edgeCount).map { graph.pieces(ofEdge: $0).contains { pieces.isDestinationOnly[$0] } }
        let isPushed = { (arc: Int, atEnd: Bool) in pieces.isPushed[2 * graph.piece(ofArc: arc, atEnd: atEnd) + (arc & 1)] }
        for rank in 0..<graph.rankCount {
            let arc = Int(graph.rankArc[rank])
            let node = graph.head(ofArc: arc)
            let feature = graph.nodeFeature[node]
            let passage = Self.passage(overHeadOf: arc, graph, features)
            for turn in Int(graph.turnFirst[rank])..<Int(graph.turnFirst[rank + 1]) {
                let next = Int(graph.rankArc[Int(graph.turnHead[turn])])
                let isTurningRound = next == arc ^ 1
                // A barrier on a junction stands on the path that joins there, not on the street itself.
                let meetsBarrier = !(roads.isRoad(arc, atEnd: true) && roads.isRoad(next, atEnd: false))
                if passage.isClosed, meetsBarrier, !isTurningRound { continue }
                let bend = Int(graph.turnAngle[turn].magnitude)
                var delay = delays[bend]
                if !passage.isClosed { delay &+= Int32(passage.delay * 100) }
                if feature < 0, roads.entersMainStreet(from: arc, at: node) {
                    delay &+= Int32(CargoBikeProfile.mainStreetDelay * 100)
                }
                let getsOff = isPushed(next, false) && !isPushed(arc, true)
                if getsOff { delay &+= Int32(CargoBikeProfile.dismountDelay * 100) }
                time[turn] = delay
                weight[turn] = objective == .time ? delay &* TravelCost.unit : 0
                if isZone[arc >> 1], !isZone[next >> 1] {
                    weight[turn] &+= objective.throughPenalty &* TravelCost.unit &+ TravelCost.throughCount
                }
                if getsOff, objective == .distance {
                    weight[turn] &+= objective.dismountPenalty &* TravelCost.unit &+ TravelCost.dismountCount
                }
                let lost = max(losses[bend], passage.stopProbability)
                energy[turn] = Int32(model.restartEnergy(speed: Double(arcs.speed[arc]), lostPart: lost))
            }
        }
    }

    /// What the node at the end of an arc does to the bike; a signal right after another turns green with it.
    private static func passage(
        overHeadOf arc: Int, _ graph: StreetGraph, _ features: [CargoBikeProfile.NodePassage]
    ) -> CargoBikeProfile.NodePassage {
        let feature = graph.nodeFeature[graph.head(ofArc: arc)]
        guard feature >= 0 else { return CargoBikeProfile.NodePassage() }
        let passage = features[Int(feature)]
        let before = graph.nodeFeature[graph.head(ofArc: arc ^ 1)]
        let isShort = Double(graph.edgeLength[arc >> 1]) < CargoBikeProfile.signalGroupLength * 100
        let isSameGroup = isShort && before >= 0 && passage.isSignal && features[Int(before)].isSignal
        return isSameGroup ? CargoBikeProfile.NodePassage() : passage
    }
}

/// What kinds of streets meet at the junctions.
private struct JunctionRoads {
    private let graph: StreetGraph
    /// By tag set: 2 for main streets, 1 for other streets, 0 for paths and the like.
    private let importance: [UInt8]
    private var hasMainStreet: [Bool]

    init(_ graph: StreetGraph) {
        self.graph = graph
        importance = graph.tagSets.map { tags in
            switch StreetClass(tags) {
            case .main: 2
            case .collector, .residential: 1
            default: 0
            }
        }
        hasMainStreet = Array(repeating: false, count: graph.nodeCount)
        for edge in 0..<graph.edgeCount {
            if importance(2 * edge, atEnd: true) == 2 { hasMainStreet[Int(graph.edgeHead[edge])] = true }
            if importance(2 * edge, atEnd: false) == 2 { hasMainStreet[Int(graph.edgeTail[edge])] = true }
        }
    }

    func isRoad(_ arc: Int, atEnd: Bool) -> Bool {
        importance(arc, atEnd: atEnd) > 0
    }

    /// Whether one comes from a lesser street to a junction with a main street, which has the right of way.
    func entersMainStreet(from arc: Int, at node: Int) -> Bool {
        hasMainStreet[node] && importance(arc, atEnd: true) < 2
    }

    private func importance(_ arc: Int, atEnd: Bool) -> UInt8 {
        importance[Int(graph.pieceTags[graph.piece(ofArc: arc, atEnd: atEnd)])]
    }
}
