/// Squares on the ground with the earliest time at which a street in or beside them is reached; draws areas from them.
struct ReachRaster {
    private struct Square: Hashable {
        var column: Int
        var row: Int
    }

    let resolution: Double
    private let origin: Coordinate
    private let metresPerLongitude: Double
    private let metresPerLatitude: Double
    private var earliest: [Square: Double] = [:]

    init(around origin: Coordinate, resolution: Double) {
        self.origin = origin
        self.resolution = max(resolution, 5)
        metresPerLatitude = Geodesy.metresPerUnit * 1e7
        metresPerLongitude = metresPerLatitude * Geodesy.eastScale(latitude: origin.latitude * 1e7)
    }

    /// Marks the square of a place and the eight around it.
    mutating func add(_ place: Coordinate, seconds: Double) {
        let column = Int(((place.longitude - origin.longitude) * metresPerLongitude / resolution).rounded())
        let row = Int(((place.latitude - origin.latitude) * metresPerLatitude / resolution).rounded())
        for y in row - 1...row + 1 {
            for x in column - 1...column + 1 {
                let square = Square(column: x, row: y)
                if seconds < earliest[square] ?? .infinity { earliest[square] = seconds }
            }
        }
    }

    /// Outer rings with their holes.
    func polygons(within seconds: Double) -> [[[Coordinate]]] {
        let rings = boundaries(Set(earliest.filter { $0.value <= seconds }.keys))
        let outer = rings.filter { Self.area($0) > 0 }
        let holes = rings.filter { Self.area($0) < 0 }
        var polygons = outer.map { [$0] }
        for hole in holes {
            // Of the rings around a hole the smallest is its own.
            let around = outer.indices.filter { Self.contains(outer[$0], hole) }
            if let own = around.min(by: { Self.area(outer[$0]) < Self.area(outer[$1]) }) { polygons[own].append(hole) }
        }
        return polygons.map { $0.map { ring in ring.map(coordinate) } }
    }

    // MARK: - Outlines

    /// The corner to the south-west of a square has the square's numbers.
    private func boundaries(_ squares: Set<Square>) -> [[Square]] {
        // Each side of the area runs from a corner to the next with the area on its left; at most two leave a corner.
        var next: [Square: [Square]] = [:]
        for square in squares {
            let (x, y) = (square.column, square.row)
            let corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)].map { Square(column: $0.0, row: $0.1) }
            let neighbours = [(x, y - 1), (x + 1, y), (x, y + 1), (x - 1, y)].map { Square(column: $0.0, row: $0.1) }
            for side in 0..<4 where !squares.contains(neighbours[side]) {
                next[corners[side], default: []].append(corners[(side + 1) % 4])
            }
        }
        var rings: [[Square]] = []
        for start in next.keys.sorted(by: { ($0.row, $0.column) < ($1.row, $1.column) }) {
            while next[start]?.isEmpty == false {
                var ring = [start]
                var corner = start
                repeat {
                    guard let following = next[corner]?.popLast() else { break }
                    ring.append(following)
                    corner = following
                } while corner != start
                rings.append(Self.withoutStraightCorners(ring))
            }
        }
        return rings
    }

    private static func withoutStraightCorners(_ ring: [Square]) -> [Square] {
        let open = ring.dropLast()
        let kept = open.indices.filter { index in
            let before = open[index == 0 ? open.count - 1 : index - 1]
            let after = open[index == open.count - 1 ? 0 : index + 1]
            return !(before.column == after.column || before.row == after.row)
        }.map { open[$0] }
        return kept.first.map { kept + [$0] } ?? ring
    }

    /// Twice the area, positive for a ring that runs counter-clockwise.
    private static func area(_ ring: [Square]) -> Int {
        zip(ring, ring.dropFirst()).reduce(0) { $0 + $1.0.column * $1.1.row - $1.1.column * $1.0.row }
    }

    /// Whether a ring lies around another that it does not cross.
    private static func contains(_ ring: [Square], _ inner: [Square]) -> Bool {
        guard let point = inner.first else { return false }
        // From the middle of a square beside the corner, so that no corner lies on the ray.
        let x = Double(point.column) + 0.5
        let y = Double(point.row) + 0.5
        return zip(ring, ring.dropFirst()).reduce(false) { isInside, side in
            let (a, b) = side
            guard a.column == b.column, (Double(a.row) > y) != (Double(b.row) > y), Double(a.column) > x else { return isInside }
            return !isInside
        }
    }

    private func coordinate(_ corner: Square) -> Coordinate {
        Coordinate(
            latitude: origin.latitude + (Double(corner.row) - 0.5) * resolution / metresPerLatitude,
            longitude: origin.longitude + (Double(corner.column) - 0.5) * resolution / metresPerLongitude)
    }
}
