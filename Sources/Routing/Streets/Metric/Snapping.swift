extension StreetMetric {
    /// The nearest point on a street that the bike may use and that is tied to the main network in both directions.
    ///
    /// - Parameter within: metres; farther streets count as none.
    /// - Returns: `nil` when there is no such street.
    func nearest(to coordinate: Coordinate, within radius: Double) -> StreetPosition? {
        let place = FixedCoordinate(coordinate)
        let scale = Geodesy.eastScale(latitude: Double(place.latitude))
        let grid = graph.grid
        let column = grid.column(place.longitude)
        let row = grid.row(place.latitude)
        let stepNorth = Double(grid.height)
        let stepEast = Double(grid.width) * scale
        let limit = radius / Geodesy.metresPerUnit
        var best = SegmentHit(distance: limit * limit)
        // Rings of squares around the place, until the next ring cannot be nearer than what is found.
        let rings = max(grid.columns, grid.rows)
        for ring in 0...rings {
            let margin = Double(ring - 1) * min(stepEast, stepNorth)
            if ring > 0, margin > 0, margin * margin > best.distance { break }
            for y in max(row - ring, 0)...min(row + ring, grid.rows - 1) {
                let isWholeRow = abs(y - row) == ring
                let step = isWholeRow || ring == 0 ? 1 : 2 * ring
                var x = column - ring
                while x <= column + ring {
                    if x >= 0, x < grid.columns { search(grid.segments(column: x, row: y), place, scale, &best) }
                    x += step
                }
            }
        }
        return best.segment < 0 ? nil : position(best, place, scale)
    }

    private struct SegmentHit {
        var segment = -1
        /// How far along the segment, 0 to 1.
        var part = 0.0
        /// The square of the distance, in ten-millionths of a degree of latitude.
        var distance: Double
    }

    @inline(__always)
    private func search(_ cell: Range<Int>, _ place: FixedCoordinate, _ scale: Double, _ best: inout SegmentHit) {
        for slot in cell {
            let segment = Int(graph.grid.segments[slot])
            let east = (Double(graph.pointLongitude[segment]) - Double(place.longitude)) * scale
            let north = Double(graph.pointLatitude[segment]) - Double(place.latitude)
            let alongEast = (Double(graph.pointLongitude[segment + 1]) - Double(graph.pointLongitude[segment])) * scale
            let alongNorth = Double(graph.pointLatitude[segment + 1]) - Double(graph.pointLatitude[segment])
            let length = alongEast * alongEast + alongNorth * alongNorth
            let part = length > 0 ? min(max(-(east * alongEast + north * alongNorth) / length, 0), 1) : 0
            let missEast = east + part * alongEast
            let missNorth = north + part * alongNorth
            let distance = missEast * missEast + missNorth * missNorth
            guard distance < best.distance, isPieceConnected[Int(graph.pointPiece[segment])] else { continue }
            if !isSegmentClosed.isEmpty, isSegmentClosed[segment] { continue }
            best = SegmentHit(segment: segment, part: part, distance: distance)
        }
    }

    private func position(_ hit: SegmentHit, _ place: FixedCoordinate, _ scale: Double) -> StreetPosition {
        let piece = Int(graph.pointPiece[hit.segment])
        var metres = 0.0
        for point in Int(graph.pieceFirstPoint[piece])..<hit.segment {
            metres += Geodesy.metres(from: graph.fixedPosition(ofPoint: point), to: graph.fixedPosition(ofPoint: point + 1))
        }
        let from = graph.fixedPosition(ofPoint: hit.segment)
        let to = graph.fixedPosition(ofPoint: hit.segment + 1)
        metres += hit.part * Geodesy.metres(from: from, to: to)
        let alongEast = (Double(to.longitude) - Double(from.longitude)) * scale
        let alongNorth = Double(to.latitude) - Double(from.latitude)
        let east = (Double(place.longitude) - Double(from.longitude)) * scale
        let north = Double(place.latitude) - Double(from.latitude)
        let turn = alongEast * north - alongNorth * east
        let snapDistance = hit.distance.squareRoot() * Geodesy.metresPerUnit
        return StreetPosition(
            edge: Int(graph.pieceEdge[piece]), piece: piece, segment: hit.segment,
            withinPiece: min(Int32(metres * 100), graph.pieceLength[piece]),
            coordinate: Coordinate(
                latitude: (Double(from.latitude) + hit.part * alongNorth) / 1e7,
                longitude: (Double(from.longitude) + hit.part * (Double(to.longitude) - Double(from.longitude))) / 1e7),
            snapDistance: snapDistance, side: snapDistance < 0.5 || turn == 0 ? .on : turn > 0 ? .left : .right)
    }
}
