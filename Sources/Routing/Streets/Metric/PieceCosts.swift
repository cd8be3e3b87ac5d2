/// What every piece of every edge costs one bike in each direction, before turns.
///
/// Entry `2 * piece` is along the edge, `2 * piece + 1` against it.
struct PieceCosts {
    /// Hundredths of a second; ``TravelCost/noWay`` where closed.
    private(set) var time: [Int32]
    /// Milliwatt hours.
    private(set) var energy: [Int32]
    private(set) var isPushed: [Bool]
    private(set) var isDestinationOnly: [Bool]
    /// Whether segments are closed one by one; empty when no area is closed.
    private(set) var isSegmentClosed: [Bool] = []

    init(_ graph: StreetGraph, profile: CargoBikeProfile, closures: [StreetClosure]) {
        let passages = graph.tagSets.map { profile.passage(along: $0) }
        let model = EnergyModel(bike: profile.bike)
        time = Array(repeating: TravelCost.noWay, count: 2 * graph.pieceCount)
        energy = Array(repeating: 0, count: 2 * graph.pieceCount)
        isPushed = Array(repeating: false, count: 2 * graph.pieceCount)
        isDestinationOnly = Array(repeating: false, count: graph.pieceCount)
        let zones = ClosureZones(graph, closures)
        isSegmentClosed = zones.isSegmentClosed
        // Without heights a piece costs the same per metre wherever its tags are the same.
        for piece in 0..<graph.pieceCount {
            let passage = passages[Int(graph.pieceTags[piece])]
            isDestinationOnly[piece] = passage.isDestinationOnly
            if zones.isPieceClosed[piece] { continue }
            let limit = zones.speedLimit[piece] ?? .infinity
            let isReversed = graph.pieceIsReversed[piece] == 1
            for direction in 0..<2 {
                let way = (direction == 1) != isReversed ? passage.backward : passage.forward
                guard way.isOpen else { continue }
                let stretch = Stretch(
                    speed: min(way.speed, limit) / 3.6, resistance: passage.rollingResistance, isPushed: way.isPushed)
                let cost = Self.cost(of: piece, isBackward: direction == 1, stretch, graph, model)
                isPushed[2 * piece + direction] = way.isPushed
                time[2 * piece + direction] = Int32(min(max(cost.seconds * 100, 1), 1e6).rounded())
                energy[2 * piece + direction] = Int32(min(cost.energy, 1e8).rounded())
            }
        }
    }

    private struct Stretch {
        /// Metres per second on the flat.
        var speed: Double
        var resistance: Double
        var isPushed: Bool
    }

    private static func cost(
        of piece: Int, isBackward: Bool, _ stretch: Stretch, _ graph: StreetGraph, _ model: EnergyModel
    ) -> (seconds: Double, energy: Double) {
        guard graph.hasHeights else {
            let metres = Double(graph.pieceLength[piece]) / 100
            let energy = model.energy(
                metres: metres, speed: stretch.speed, slope: 0, rollingResistance: stretch.resistance, isPushed: stretch.isPushed)
            return (metres / stretch.speed, energy)
        }
        var seconds = 0.0
        var energy = 0.0
        for point in Int(graph.pieceFirstPoint[piece])..<Int(graph.pieceLastPoint[piece]) {
            let metres = Geodesy.metres(from: graph.fixedPosition(ofPoint: point), to: graph.fixedPosition(ofPoint: point + 1))
            guard metres > 0 else { continue }
            let rise = Double(graph.pointHeight[point + 1] - graph.pointHeight[point]) / 10
            let slope = (isBackward ? -rise : rise) / metres
            let speed = model.speed(flatSpeed: stretch.speed, slope: slope, rollingResistance: stretch.resistance)
            seconds += metres / speed
            energy += model.energy(
                metres: metres, speed: speed, slope: slope, rollingResistance: stretch.resistance, isPushed: stretch.isPushed)
        }
        return (seconds, energy)
    }
}

/// Which pieces and segments the closures touch.
private struct ClosureZones {
    var isPieceClosed: [Bool]
    var isSegmentClosed: [Bool] = []
    /// km/h; only for pieces in slow zones.
    var speedLimit: [Int: Double] = [:]

    init(_ graph: StreetGraph, _ closures: [StreetClosure]) {
        isPieceClosed = Array(repeating: false, count: graph.pieceCount)
        for closure in closures {
            switch closure.place {
            case .way(let way):
                for piece in 0..<graph.pieceCount where graph.pieceWay[piece] == way { apply(closure.effect, toPiece: piece) }
            case .polygon(let ring):
                guard let polygon = ClosurePolygon(ring) else { continue }
                for piece in 0..<graph.pieceCount { apply(closure.effect, in: polygon, toPiece: piece, graph) }
            }
        }
    }

    private mutating func apply(_ effect: StreetClosure.Effect, toPiece piece: Int) {
        switch effect {
        case .closed: isPieceClosed[piece] = true
        case .slow(let limit): speedLimit[piece] = min(speedLimit[piece] ?? .infinity, max(limit, 0.5))
        }
    }

    private mutating func apply(
        _ effect: StreetClosure.Effect, in polygon: ClosurePolygon, toPiece piece: Int, _ graph: StreetGraph
    ) {
        let segments = Int(graph.pieceFirstPoint[piece])..<Int(graph.pieceLastPoint[piece])
        let touched = segments.filter {
            polygon.touches(from: graph.fixedPosition(ofPoint: $0), to: graph.fixedPosition(ofPoint: $0 + 1))
        }
        guard !touched.isEmpty else { return }
        if effect == .closed, touched.count < segments.count {
            // One may still come up to the closed part, but not through it.
            if isSegmentClosed.isEmpty { isSegmentClosed = Array(repeating: false, count: graph.pointLongitude.count) }
            for segment in touched { isSegmentClosed[segment] = true }
        } else {
            apply(effect, toPiece: piece)
        }
    }
}
