/// The way from one place to another: what it takes, its line, and what to do where.
public struct StreetRoute: Sendable, Hashable {
    public var travel: Travel
    /// From the street in front of the start to the street in front of the end.
    public var line: [Coordinate]
    /// Metres above the sea at each point of the line; empty where the streets were imported without heights.
    public var heights: [Double]
    public var steps: [RouteStep]
    public var start: StreetPosition
    public var end: StreetPosition
}

/// One instruction: what to do at a place, and how far it then goes on.
public struct RouteStep: Sendable, Hashable {
    public enum Maneuver: String, Sendable, Hashable, Codable {
        case depart, straight, slightLeft, left, sharpLeft, slightRight, right, sharpRight, turnRound
        case arrive, arriveLeft, arriveRight
    }

    public var maneuver: Maneuver
    /// The street that one comes onto; empty where it has no name.
    public var name: String
    /// Whether the bike is to be pushed from here.
    public var isPushed: Bool
    public var metres: Double
    public var seconds: Double
    /// Where the step begins in ``StreetRoute/line``.
    public var lineIndex: Int

    /// - Parameter angle: degrees, positive to the right.
    static func maneuver(angle: Double) -> Maneuver {
        switch angle {
        case ..<(-170): .turnRound
        case ..<(-120): .sharpLeft
        case ..<(-50): .left
        case ..<(-20): .slightLeft
        case ...20: .straight
        case ...50: .slightRight
        case ...120: .right
        case ...170: .sharpRight
        default: .turnRound
        }
    }
}

extension BikeNetwork {
    /// The best way between two places; `nil` when one of them has no street near, or there is no way.
    public func route(from: Coordinate, to: Coordinate) -> StreetRoute? {
        guard let start = nearest(to: from), let end = nearest(to: to) else { return nil }
        return route(from: start, to: end)
    }

    public func route(from: StreetPosition, to: StreetPosition) -> StreetRoute? {
        var search = HierarchySearch(metric, hierarchy)
        guard let path = search.path(from: from, to: to), let travel = objective.travel(path.cost) else { return nil }
        var writer = RouteWriter(metric)
        writer.write(path, from: from, to: to)
        return StreetRoute(travel: travel, line: writer.line, heights: writer.heights, steps: writer.steps, start: from, end: to)
    }
}

/// Writes a path down as a line and as instructions.
private struct RouteWriter {
    /// Bends of the same street sharper than this are worth an instruction.
    static let notableAngle = 50.0

    let metric: StreetMetric
    var line: [Coordinate] = []
    var heights: [Double] = []
    var steps: [RouteStep] = []

    init(_ metric: StreetMetric) {
        self.metric = metric
    }

    mutating func write(_ path: HierarchySearch.Path, from: StreetPosition, to: StreetPosition) {
        guard let last = path.arcs.last else {
            let forward = metric.directCost(from: from, to: to, arc: 2 * from.edge)
            let backward = metric.directCost(from: from, to: to, arc: 2 * from.edge + 1)
            let arc = 2 * from.edge + (backward.weight < forward.weight ? 1 : 0)
            ride(arc, from: from, to: to, angle: nil)
            return arrive(at: to, along: arc)
        }
        let first = departingArc(from, towards: path.arcs[0])
        ride(first, from: from, to: nil, angle: nil)
        var previous = first
        for (number, arc) in path.arcs.enumerated() {
            let turn = turn(from: previous, to: arc)
            if let turn { addDelay(Double(metric.turnTime[turn]) / 100) }
            let angle = turn.map { Double(metric.graph.turnAngle[$0]) * 180 / 127 } ?? 0
            ride(arc, from: nil, to: number == path.arcs.count - 1 ? to : nil, angle: angle)
            previous = arc
        }
        arrive(at: to, along: last)
    }

    // MARK: - Riding

    /// Rides an arc, or the part of it after `from` and before `to`.
    ///
    /// - Parameter angle: how the way bends where the arc begins; `nil` at the start.
    private mutating func ride(_ arc: Int, from: StreetPosition?, to: StreetPosition?, angle: Double?) {
        let graph = metric.graph
        let isBackward = arc & 1 == 1
        let pieces = graph.pieces(ofEdge: arc >> 1)
        let order = isBackward ? Array(pieces.reversed()) : Array(pieces)
        var angle = angle
        for (number, piece) in order.enumerated() {
            if let from, isBackward ? piece > from.piece : piece < from.piece { continue }
            if let to, isBackward ? piece < to.piece : piece > to.piece { continue }
            let length = Double(graph.pieceLength[piece])
            let start = from?.piece == piece ? from : nil
            let end = to?.piece == piece ? to : nil
            var low = Double((isBackward ? end : start)?.withinPiece ?? 0)
            var high = (isBackward ? start : end).map { Double($0.withinPiece) } ?? length
            if high < low { swap(&low, &high) }
            let time = metric.pieceTime[2 * piece + (arc & 1)]
            let seconds = time < TravelCost.noWay && length > 0 ? Double(time) / 100 * (high - low) / length : 0
            if number > 0, from?.piece != piece { angle = bend(into: piece, isBackward: isBackward) }
            beginStep(piece, isBackward: isBackward, angle: angle)
            addLine(piece, isBackward: isBackward, from: start, to: end)
            steps[steps.count - 1].metres += (high - low) / 100
            addDelay(seconds)
            let behind = isBackward ? number + 1 < order.count ? order[number + 1] : -1 : piece
            if end == nil, behind >= 0, graph.pieceFeature[behind] >= 0 {
                addDelay(metric.nodePassage[Int(graph.pieceFeature[behind])].delay)
            }
        }
    }

    /// How the way bends where a piece begins within its edge, in degrees, positive to the right.
    private func bend(into piece: Int, isBackward: Bool) -> Double {
        let graph = metric.graph
        let point = Int(isBackward ? graph.pieceLastPoint[piece] : graph.pieceFirstPoint[piece])
        let step = isBackward ? -1 : 1
        let arriving = Geodesy.bearing(from: graph.fixedPosition(ofPoint: point - step), to: graph.fixedPosition(ofPoint: point))
        let leaving = Geodesy.bearing(from: graph.fixedPosition(ofPoint: point), to: graph.fixedPosition(ofPoint: point + step))
        let bend = leaving - arriving
        return bend > 180 ? bend - 360 : bend < -180 ? bend + 360 : bend
    }

    /// Starts a new instruction where the street changes or bends sharply.
    private mutating func beginStep(_ piece: Int, isBackward: Bool, angle: Double?) {
        let graph = metric.graph
        let name = graph.name(ofPiece: piece)
        let passage = metric.profile.passage(along: graph.tags(ofPiece: piece))
        let isPushed = ((graph.pieceIsReversed[piece] == 1) != isBackward ? passage.backward : passage.forward).isPushed
        let maneuver = angle.map(RouteStep.maneuver) ?? .depart
        if let last = steps.last, last.name == name, last.isPushed == isPushed, abs(angle ?? 0) < Self.notableAngle { return }
        steps.append(
            RouteStep(
                maneuver: maneuver, name: name, isPushed: isPushed, metres: 0, seconds: 0, lineIndex: max(line.count - 1, 0)))
    }

    private mutating func addDelay(_ seconds: Double) {
        if !steps.isEmpty { steps[steps.count - 1].seconds += seconds }
    }

    private mutating func addLine(_ piece: Int, isBackward: Bool, from: StreetPosition?, to: StreetPosition?) {
        let graph = metric.graph
        let all = Int(graph.pieceFirstPoint[piece])...Int(graph.pieceLastPoint[piece])
        let points = (isBackward ? Array(all.reversed()) : Array(all)).filter { point in
            let isAfterStart = from.map { isBackward ? point <= $0.segment : point > $0.segment } ?? true
            let isBeforeEnd = to.map { isBackward ? point > $0.segment : point <= $0.segment } ?? true
            return isAfterStart && isBeforeEnd
        }
        if let from { add(from.coordinate, graph.hasHeights ? graph.height(at: from) : nil) }
        for point in points { add(graph.position(ofPoint: point), graph.hasHeights ? graph.height(ofPoint: point) : nil) }
        if let to { add(to.coordinate, graph.hasHeights ? graph.height(at: to) : nil) }
    }

    private mutating func add(_ coordinate: Coordinate, _ height: Double?) {
        guard coordinate != line.last else { return }
        line.append(coordinate)
        if let height { heights.append(height) }
    }

    private mutating func arrive(at position: StreetPosition, along arc: Int) {
        let side: RouteStep.Maneuver =
            switch position.side {
            case .on: .arrive
            case .left: arc & 1 == 0 ? .arriveLeft : .arriveRight
            case .right: arc & 1 == 0 ? .arriveRight : .arriveLeft
            }
        steps.append(
            RouteStep(
                maneuver: side, name: steps.last?.name ?? "", isPushed: false, metres: 0, seconds: 0,
                lineIndex: max(line.count - 1, 0)))
    }

    // MARK: - Looking things up

    private func turn(from: Int, to: Int) -> Int? {
        let graph = metric.graph
        let rank = Int(graph.arcRank[from])
        return (Int(graph.turnFirst[rank])..<Int(graph.turnFirst[rank + 1])).first { turn in
            graph.rankArc[Int(graph.turnHead[turn])] == Int32(to)
        }
    }

    /// The direction in which the first edge is left.
    private func departingArc(_ position: StreetPosition, towards next: Int) -> Int {
        let candidates = [2 * position.edge, 2 * position.edge + 1].filter { metric.graph.arcRank[$0] >= 0 }
        let costs = candidates.map { arc in
            (arc, turn(from: arc, to: next).map { metric.partialCost(position, arc: arc, toEnd: true) + metric.cost(ofTurn: $0) })
        }
        return costs.min { ($0.1?.weight ?? .max) < ($1.1?.weight ?? .max) }?.0 ?? 2 * position.edge
    }
}
