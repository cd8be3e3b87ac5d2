/// A point on an edge, and how it lies to the place that was asked for.
public struct StreetPosition: Sendable, Hashable {
    public enum Side: String, Sendable, Hashable {
        case left, right
        /// On the street itself.
        case on
    }

    public var edge: Int
    public var piece: Int
    /// The segment from this point of the graph to the next.
    public var segment: Int
    /// Centimetres from the beginning of the piece.
    public var withinPiece: Int32
    public var coordinate: Coordinate
    /// Metres from the place that was asked for.
    public var snapDistance: Double
    /// Where the place lies, looking along the edge from its tail to its head.
    public var side: Side
}

extension StreetMetric {
    /// From a position to the end of its edge along `arc`, or from the beginning of `arc` to the position.
    func partialCost(_ position: StreetPosition, arc: Int, toEnd: Bool) -> TravelCost {
        let isBackward = arc & 1 == 1
        let pieces = graph.pieces(ofEdge: position.edge)
        // Towards the edge's head when leaving forwards or arriving backwards.
        let isTowardsHead = toEnd != isBackward
        let rest = isTowardsHead ? graph.pieceLength[position.piece] - position.withinPiece : position.withinPiece
        var cost = stretch(ofPiece: position.piece, arc: arc, centimetres: rest)
        let lastPoint = Int(graph.pieceLastPoint[pieces.upperBound - 1])
        let firstPoint = Int(graph.pieceFirstPoint[pieces.lowerBound])
        if !isSegmentClosed.isEmpty {
            let segments = isTowardsHead ? position.segment..<lastPoint : firstPoint..<position.segment + 1
            if segments.contains(where: { isSegmentClosed[$0] }) { return .unreachable }
        }
        if isTowardsHead {
            for piece in position.piece..<pieces.upperBound - 1 {
                cost = cost + featureCost(behind: piece) + wholePiece(piece + 1, arc: arc)
            }
        } else {
            for piece in pieces.lowerBound..<position.piece {
                cost = cost + featureCost(behind: piece) + wholePiece(piece, arc: arc)
            }
        }
        return cost
    }

    /// From one position to another on the same edge along `arc`, without leaving it.
    func directCost(from: StreetPosition, to: StreetPosition, arc: Int) -> TravelCost {
        let isBackward = arc & 1 == 1
        let (first, last) = isBackward ? (to, from) : (from, to)
        guard (first.piece, first.withinPiece) <= (last.piece, last.withinPiece) else { return .unreachable }
        if !isSegmentClosed.isEmpty, (first.segment...max(first.segment, last.segment)).contains(where: { isSegmentClosed[$0] }) {
            return .unreachable
        }
        if first.piece == last.piece {
            return stretch(ofPiece: first.piece, arc: arc, centimetres: last.withinPiece - first.withinPiece)
        }
        var cost = stretch(ofPiece: first.piece, arc: arc, centimetres: graph.pieceLength[first.piece] - first.withinPiece)
        for piece in first.piece..<last.piece {
            cost = cost + featureCost(behind: piece)
            if piece + 1 < last.piece { cost = cost + wholePiece(piece + 1, arc: arc) }
        }
        return cost + stretch(ofPiece: last.piece, arc: arc, centimetres: last.withinPiece)
    }

    private func wholePiece(_ piece: Int, arc: Int) -> TravelCost {
        stretch(ofPiece: piece, arc: arc, centimetres: graph.pieceLength[piece])
    }

    private func stretch(ofPiece piece: Int, arc: Int, centimetres: Int32) -> TravelCost {
        let time = pieceTime[2 * piece + (arc & 1)]
        guard time < TravelCost.noWay else { return .unreachable }
        let whole = Int64(max(graph.pieceLength[piece], 1))
        let part = Int64(centimetres)
        return objective.cost(
            time: Int32(Int64(time) * part / whole), distance: centimetres,
            energy: Int32(Int64(pieceEnergy[2 * piece + (arc & 1)]) * part / whole))
    }

    /// What holds the bike up between a piece and the next of its edge.
    private func featureCost(behind piece: Int) -> TravelCost {
        let feature = graph.pieceFeature[piece]
        guard feature >= 0 else { return .zero }
        let passage = nodePassage[Int(feature)]
        return passage.isClosed ? .unreachable : objective.cost(time: Int32(passage.delay * 100), distance: 0, energy: 0)
    }
}

/// Where a search starts or ends: an arc's beginning and what it costs to get there, or to get from there to the point.
struct SearchSeed {
    var rank: Int32
    var cost: TravelCost
}

extension StreetMetric {
    /// The arcs that can follow when leaving from a position, in either direction.
    ///
    /// Not the position's own arc: whoever comes to its beginning has ridden there, also from the same street.
    func departures(from position: StreetPosition) -> [SearchSeed] {
        var seeds: [SearchSeed] = []
        for arc in [2 * position.edge, 2 * position.edge + 1] {
            let rank = Int(graph.arcRank[arc])
            guard rank >= 0 else { continue }
            let toEnd = partialCost(position, arc: arc, toEnd: true)
            guard toEnd.isReachable else { continue }
            for turn in Int(graph.turnFirst[rank])..<Int(graph.turnFirst[rank + 1]) {
                let cost = toEnd + cost(ofTurn: turn)
                if cost.isReachable { seeds.append(SearchSeed(rank: graph.turnHead[turn], cost: cost)) }
            }
        }
        return seeds
    }

    /// The arcs along which a position can be reached from their beginning.
    func arrivals(at position: StreetPosition) -> [SearchSeed] {
        [2 * position.edge, 2 * position.edge + 1].flatMap { arc -> [SearchSeed] in
            let cost = partialCost(position, arc: arc, toEnd: false)
            guard cost.isReachable else { return [] }
            return graph.ranks(ofArc: arc).map { SearchSeed(rank: $0, cost: cost) }
        }
    }

    /// The better of both directions along the shared edge of two positions.
    func directCost(from: StreetPosition, to: StreetPosition) -> TravelCost {
        guard from.edge == to.edge else { return .unreachable }
        let forward = directCost(from: from, to: to, arc: 2 * from.edge)
        let backward = directCost(from: from, to: to, arc: 2 * from.edge + 1)
        return backward.weight < forward.weight ? backward : forward
    }
}
