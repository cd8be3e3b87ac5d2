/// Turns positions into the numbers of SVG paths: tenths of pixels, cut at the picture's edge, without points that nobody could tell apart.
struct MapCanvas {
    /// Numbers for one pixel.
    static let unitsPerPixel = 10.0
    /// What is drawn beyond the edge, in units, so that no line's end shows: lines are at most so wide.
    private static let margin = 160.0
    /// Points nearer to the last one than this are left out, in units.
    private static let least = 4.0

    struct Point {
        var x: Double
        var y: Double
    }

    private let west: Double
    private let north: Double
    private let unitsPerLongitude: Double
    private let unitsPerLatitude: Double
    let width: Double
    let height: Double

    init(_ frame: MapFrame) {
        width = frame.width * Self.unitsPerPixel
        height = frame.height * Self.unitsPerPixel
        west = frame.west * 1e7
        north = frame.north * 1e7
        unitsPerLongitude = width / ((frame.east - frame.west) * 1e7)
        unitsPerLatitude = height / ((frame.north - frame.south) * 1e7)
    }

    func point(_ longitude: Int32, _ latitude: Int32) -> Point {
        Point(x: (Double(longitude) - west) * unitsPerLongitude, y: (north - Double(latitude)) * unitsPerLatitude)
    }

    /// Adds a line to a path; parts that lie outside are left out.
    func addLine(_ points: some Sequence<Point>, to path: inout String) {
        var previous: Point?
        var pen: (x: Int, y: Int)?
        var skipped: Point?
        for point in points {
            guard let last = previous else {
                previous = point
                continue
            }
            if abs(point.x - last.x) < Self.least, abs(point.y - last.y) < Self.least {
                skipped = point
                continue
            }
            draw(from: last, to: point, pen: &pen, path: &path)
            previous = point
            skipped = nil
        }
        // The end counts even if it is near: lines have to meet.
        if let last = previous, let skipped { draw(from: last, to: skipped, pen: &pen, path: &path) }
    }

    private func draw(from: Point, to: Point, pen: inout (x: Int, y: Int)?, path: inout String) {
        guard max(from.x, to.x) >= -Self.margin, min(from.x, to.x) <= width + Self.margin, max(from.y, to.y) >= -Self.margin,
            min(from.y, to.y) <= height + Self.margin
        else {
            pen = nil
            return
        }
        var position = pen ?? (Self.whole(from.x), Self.whole(from.y))
        if pen == nil { path += "M\(position.x) \(position.y)" }
        let target = (x: Self.whole(to.x), y: Self.whole(to.y))
        path += "l\(target.x - position.x) \(target.y - position.y)"
        position = target
        pen = position
    }

    /// Adds a closed ring to a path, cut to the picture.
    func addRing(_ ring: [Point], to path: inout String) {
        let (low, high) = (-Self.margin, Self.margin)
        var points = ring
        // Sutherland and Hodgman: cut by one edge of the picture after the other.
        points = Self.cut(points, isInside: { $0.x >= low }, crossing: { Self.atX(low, $0, $1) })
        points = Self.cut(points, isInside: { $0.x <= width + high }, crossing: { Self.atX(width + high, $0, $1) })
        points = Self.cut(points, isInside: { $0.y >= low }, crossing: { Self.atY(low, $0, $1) })
        points = Self.cut(points, isInside: { $0.y <= height + high }, crossing: { Self.atY(height + high, $0, $1) })
        guard points.count >= 3 else { return }
        var pen = (x: Self.whole(points[0].x), y: Self.whole(points[0].y))
        var steps = ""
        var count = 0
        for point in points.dropFirst() {
            let target = (x: Self.whole(point.x), y: Self.whole(point.y))
            guard abs(target.x - pen.x) >= Int(Self.least) || abs(target.y - pen.y) >= Int(Self.least) else { continue }
            steps += "l\(target.x - pen.x) \(target.y - pen.y)"
            pen = target
            count += 1
        }
        if count >= 2 { path += "M\(Self.whole(points[0].x)) \(Self.whole(points[0].y))\(steps)z" }
    }

    private static func cut(
        _ points: [Point], isInside: (Point) -> Bool, crossing: (Point, Point) -> Point
    ) -> [Point] {
        guard var previous = points.last else { return [] }
        var kept: [Point] = []
        kept.reserveCapacity(points.count)
        var wasInside = isInside(previous)
        for point in points {
            let isNow = isInside(point)
            if isNow != wasInside { kept.append(crossing(previous, point)) }
            if isNow { kept.append(point) }
            previous = point
            wasInside = isNow
        }
        return kept
    }

    private static func atX(_ x: Double, _ a: Point, _ b: Point) -> Point {
        Point(x: x, y: a.y + (x - a.x) / (b.x - a.x) * (b.y - a.y))
    }

    private static func atY(_ y: Double, _ a: Point, _ b: Point) -> Point {
        Point(x: a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x), y: y)
    }

    private static func whole(_ value: Double) -> Int {
        Int(min(max(value, -1e6), 1e6).rounded())
    }
}
