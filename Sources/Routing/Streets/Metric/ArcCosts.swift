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
