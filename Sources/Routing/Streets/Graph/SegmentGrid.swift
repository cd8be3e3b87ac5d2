/// Which line segments lie in which square of a grid: the index behind finding the nearest street.
struct SegmentGrid {
    /// West, south, east-west and north-south size of a square in ten-millionths of a degree, columns, rows.
    let shape: UnsafeBufferPointer<Int32>
    let first: UnsafeBufferPointer<Int32>
    /// Segment `n` runs from point `n` to point `n + 1`.
    let segments: UnsafeBufferPointer<Int32>

    var west: Int { Int(shape[0]) }
    var south: Int { Int(shape[1]) }
    var width: Int { Int(shape[2]) }
    var height: Int { Int(shape[3]) }
    var columns: Int { Int(shape[4]) }
    var rows: Int { Int(shape[5]) }

    func column(_ longitude: Int32) -> Int {
        min(max((Int(longitude) - west) / width, 0), columns - 1)
    }

    func row(_ latitude: Int32) -> Int {
        min(max((Int(latitude) - south) / height, 0), rows - 1)
    }

    /// The segments that touch a square.
    func segments(column: Int, row: Int) -> Range<Int> {
        let cell = row * columns + column
        return Int(first[cell])..<Int(first[cell + 1])
    }
}

/// Builds the arrays of a ``SegmentGrid``.
struct SegmentGridBuilder {
    /// The least size of a square, in metres.
    static let smallestSquare = 80.0
    /// Few far-away streets must not make the grid large.
    static let mostSquares = 1_000_000

    private(set) var shape: [Int32] = []
    private(set) var first: [Int32] = []
    private(set) var segments: [Int32] = []

    /// - Parameter isSegment: whether the line from point `n` to point `n + 1` is a street.
    init(positions: [FixedCoordinate], isSegment: (Int) -> Bool) {
        let longitudes = positions.map { Int($0.longitude) }
        let latitudes = positions.map { Int($0.latitude) }
        let west = longitudes.min() ?? 0
        let south = latitudes.min() ?? 0
        let east = longitudes.max() ?? 0
        let north = latitudes.max() ?? 0
        let scale = max(Geodesy.eastScale(latitude: Double(south + north) / 2), 0.01)
        var square = Self.smallestSquare / Geodesy.metresPerUnit
        var columns = 0
        var rows = 0
        while true {
            columns = Int(Double(east - west) * scale / square) + 1
            rows = Int(Double(north - south) / square) + 1
            if columns * rows <= Self.mostSquares { break }
            square *= 1.5
        }
        let width = Int(square / scale)
        let height = Int(square)
        columns = (east - west) / width + 1
        rows = (north - south) / height + 1
        shape = [west, south, width, height, columns, rows].map(Int32.init)

        // Two passes over the squares that each segment's box touches: count, then fill.
        first = Array(repeating: 0, count: columns * rows + 1)
        for isFilling in [false, true] {
            if isFilling {
                for cell in 1..<first.count { first[cell] += first[cell - 1] }
                segments = Array(repeating: 0, count: Int(first[first.count - 1]))
            }
            for point in 0..<max(positions.count - 1, 0) where isSegment(point) {
                let from = positions[point]
                let to = positions[point + 1]
                let left = (Int(min(from.longitude, to.longitude)) - west) / width
                let right = (Int(max(from.longitude, to.longitude)) - west) / width
                let bottom = (Int(min(from.latitude, to.latitude)) - south) / height
                let top = (Int(max(from.latitude, to.latitude)) - south) / height
                for row in bottom...top {
                    for column in left...right {
                        let cell = row * columns + column
                        if isFilling {
                            // Filling from each square's end leaves its start where the next square's count began.
                            first[cell] -= 1
                            segments[Int(first[cell])] = Int32(point)
                        } else {
                            first[cell] += 1
                        }
                    }
                }
            }
        }
    }
}
