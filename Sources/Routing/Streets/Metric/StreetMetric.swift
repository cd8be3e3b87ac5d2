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
