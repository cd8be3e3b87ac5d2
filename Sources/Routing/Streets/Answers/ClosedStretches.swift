extension StreetGraph {
    /// The stretches between two junctions that closures touch. Linear in the points of the graph.
    public func edges(touchedBy closures: [StreetClosure]) -> Set<Int> {
        var ways: Set<Int64> = []
        var polygons: [ClosurePolygon] = []
        for closure in closures {
            switch closure.place {
            case .way(let way): ways.insert(way)
            case .polygon(let ring): if let polygon = ClosurePolygon(ring) { polygons.append(polygon) }
            }
        }
        var edges: Set<Int> = []
        for piece in pieceWay.indices {
            let points = Int(pieceFirstPoint[piece])..<Int(pieceLastPoint[piece])
            let isTouched =
                ways.contains(pieceWay[piece])
                || polygons.contains { polygon in
                    points.contains { polygon.touches(from: fixedPosition(ofPoint: $0), to: fixedPosition(ofPoint: $0 + 1)) }
                }
            if isTouched { edges.insert(Int(pieceEdge[piece])) }
        }
        return edges
    }
}
