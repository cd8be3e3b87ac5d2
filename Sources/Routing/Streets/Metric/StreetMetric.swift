/// The network as one bike sees it on one day: what every arc and turn costs, and where one can start and arrive.
///
/// An arc's cost is paid when leaving it, together with the turn: the cost of reaching an arc is that of standing at its beginning.
struct StreetMetric: Sendable {
    let graph: StreetGraph
    let profile: CargoBikeProfile
    let objective: RouteObjective
    /// By piece and direction, see ``PieceCosts``.
    let pieceTime: [Int32]
    let pieceEnergy: [Int32]
    let isSegmentClosed: [Bool]
    /// By arc, from its beginning to its end.
    let arcTime: [Int32]
    let arcEnergy: [Int32]
    /// By turn, without the arc that it leaves; ``TravelCost/noWay`` as weight where closed.
    let turnWeight: [Int32]
    let turnTime: [Int32]
    let turnEnergy: [Int32]
    let nodePassage: [CargoBikeProfile.NodePassage]
    /// Pieces from which one comes away and to which one comes, within the main network.
    let isPieceConnected: [Bool]

    init(_ graph: StreetGraph, profile: CargoBikeProfile, objective: RouteObjective = .time, closures: [StreetClosure] = []) {
        self.graph = graph
        self.profile = profile
        self.objective = objective
        let pieces = PieceCosts(graph, profile: profile, closures: closures)
        pieceTime = pieces.time
        pieceEnergy = pieces.energy
        isSegmentClosed = pieces.isSegmentClosed
        let features = graph.tagSets.map { profile.passage(over: $0) }
        let arcs = ArcCosts(graph, pieces, features, model: EnergyModel(bike: profile.bike))
        arcTime = arcs.time
        arcEnergy = arcs.energy
        nodePassage = features
        let turns = TurnCosts(graph, arcs, features, profile: profile, objective: objective, pieces: pieces)
        turnWeight = turns.weight
        turnTime = turns.time
        turnEnergy = turns.energy
        isPieceConnected =
            Connectivity(graph, pieceTime: pieces.time, arcTime: arcs.time, features: features, turnWeight: turns.weight)
            .isPieceConnected
    }

    /// From an arc's beginning to its end.
    @inline(__always)
    func cost(ofArc arc: Int) -> TravelCost {
        objective.cost(time: arcTime[arc], distance: max(graph.edgeLength[arc >> 1], 10), energy: arcEnergy[arc])
    }

    /// From an arc's end to the beginning of the next.
    @inline(__always)
    func cost(ofTurn turn: Int) -> TravelCost {
        TravelCost(weight: turnWeight[turn], secondary: objective == .time ? 0 : turnTime[turn], energy: turnEnergy[turn])
    }
}

/// The sums of the pieces' costs along arcs.
struct ArcCosts {
    private(set) var time: [Int32]
    private(set) var energy: [Int32]
    /// Metres per second, the average of the arc.
    private(set) var speed: [Float]

    init(_ graph: StreetGraph, _ pieces: PieceCosts, _ features: [CargoBikeProfile.NodePassage], model: EnergyModel) {
        time = Array(repeating: 0, count: 2 * graph.edgeCount)
        energy = time
        speed = Array(repeating: 0, count: 2 * graph.edgeCount)
        for arc in 0..<2 * graph.edgeCount {
            var duration: Int32 = 0
            var milliwattHours: Int32 = 0
            var riding: Int32 = 0
            let range = graph.pieces(ofEdge: arc >> 1)
            for piece in range {
                let own = pieces.time[2 * piece + (arc & 1)]
                duration = min(duration &+ own, TravelCost.noWay)
                riding = min(riding &+ own, TravelCost.noWay)
                milliwattHours &+= pieces.energy[2 * piece + (arc & 1)]
                let feature = graph.pieceFeature[piece]
                if feature >= 0 {
                    let passage = features[Int(feature)]
                    duration = passage.isClosed ? TravelCost.noWay : min(duration &+ Int32(passage.delay * 100), TravelCost.noWay)
                    milliwattHours &+= Int32(model.restartEnergy(speed: 5, lostPart: passage.stopProbability))
                }
            }
            if !pieces.isSegmentClosed.isEmpty, Self.crossesClosedSegment(graph, range, pieces.isSegmentClosed) {
                duration = TravelCost.noWay
            }
            time[arc] = duration
            energy[arc] = milliwattHours
            speed[arc] = riding < TravelCost.noWay ? Float(graph.edgeLength[arc >> 1]) / Float(max(riding, 1)) : 0
        }
    }

    private static func crossesClosedSegment(_ graph: StreetGraph, _ pieces: Range<Int>, _ isClosed: [Bool]) -> Bool {
        (Int(graph.pieceFirstPoint[pieces.lowerBound])..<Int(graph.pieceLastPoint[pieces.upperBound - 1])).contains {
            isClosed[$0]
        }
    }
}

/// The costs of turns, without the arcs before them.
private struct TurnCosts {
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
            var passage = feature >= 0 ? features[Int(feature)] : CargoBikeProfile.NodePassage()
            let before = graph.nodeFeature[graph.head(ofArc: arc ^ 1)]
            let isShort = Double(graph.edgeLength[arc >> 1]) < CargoBikeProfile.signalGroupLength * 100
            if isShort, feature >= 0, before >= 0, features[Int(feature)].isSignal, features[Int(before)].isSignal {
                passage = CargoBikeProfile.NodePassage()
            }
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
