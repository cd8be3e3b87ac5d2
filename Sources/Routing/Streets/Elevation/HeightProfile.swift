/// The height of every point of the graph, smoothed: radar heights jump by metres, and know no bridge or tunnel.
struct HeightProfile {
    /// Heights are averaged over this far to both sides along the street, in metres.
    static let smoothingRadius = 60.0

    /// Decimetres above the sea, one for each point.
    private(set) var decimetres: [Int16]

    init(_ chains: ChainBuilder, _ extract: StreetExtract, _ elevation: ElevationModel) {
        let positions = chains.pointVertex.map { extract.positions[Int($0)] }
        var heights: [Double?] = positions.map { elevation.height(at: $0) }
        let isSpan = extract.tagSets.map { tags in
            [tags["bridge"], tags["tunnel"]].contains { $0 != nil && $0 != "no" }
        }
        decimetres = Array(repeating: 0, count: positions.count)
        for edge in 0..<chains.edgeTail.count {
            let pieces = Int(chains.edgeFirstPiece[edge])..<Int(chains.edgeFirstPiece[edge + 1])
            let points = Int(chains.pieceFirstPoint[pieces.lowerBound])...Int(chains.pieceLastPoint[pieces.upperBound - 1])
            for piece in pieces where isSpan[Int(chains.pieceTags[piece])] {
                // A bridge or tunnel runs straight from its one end to the other.
                for point
                    in (chains.pieceFirstPoint[piece] + 1)..<max(chains.pieceLastPoint[piece], chains.pieceFirstPoint[piece] + 1)
                {
                    heights[Int(point)] = nil
                }
            }
            smooth(points, positions, heights)
        }
    }

    /// Fills gaps in a straight line and averages; both ends stay, as other edges share them.
    private mutating func smooth(_ points: ClosedRange<Int>, _ positions: [FixedCoordinate], _ heights: [Double?]) {
        var along = [0.0]
        for point in points.dropFirst() {
            along.append(along[along.count - 1] + Geodesy.metres(from: positions[point - 1], to: positions[point]))
        }
        var known = points.map { heights[$0] }
        if known.allSatisfy({ $0 == nil }) { known[0] = 0 }
        let filled = Self.interpolated(known, along: along)
        for (number, point) in points.enumerated() {
            var height = filled[number]
            if number > 0, number < along.count - 1 {
                let radius = min(Self.smoothingRadius, along[number], along[along.count - 1] - along[number])
                height = Self.mean(of: filled, along: along, from: along[number] - radius, to: along[number] + radius, at: number)
            }
            decimetres[point] = Int16(min(max(height * 10, -32000), 32000))
        }
    }

    private static func interpolated(_ known: [Double?], along: [Double]) -> [Double] {
        var result = known.map { $0 ?? 0 }
        var last: Int?
        for number in known.indices where known[number] != nil {
            let from = last ?? number
            for gap in (last.map { $0 + 1 } ?? 0)..<number {
                let span = along[number] - along[from]
                let part = span > 0 ? (along[gap] - along[from]) / span : 1
                result[gap] = result[from] + (result[number] - result[from]) * (last == nil ? 1 : part)
            }
            last = number
        }
        if let last { for gap in (last + 1)..<max(known.count, last + 1) { result[gap] = result[last] } }
        return result
    }

    /// The average height of a stretch, by the trapezium rule over the points within it.
    private static func mean(of heights: [Double], along: [Double], from: Double, to: Double, at number: Int) -> Double {
        guard to > from else { return heights[number] }
        var area = 0.0
        var length = 0.0
        var low = number
        while low > 0, along[low - 1] >= from { low -= 1 }
        var high = number
        while high < along.count - 1, along[high + 1] <= to { high += 1 }
        for step in low..<max(high, low) {
            let span = along[step + 1] - along[step]
            area += (heights[step] + heights[step + 1]) / 2 * span
            length += span
        }
        return length > 0 ? area / length : heights[number]
    }
}
