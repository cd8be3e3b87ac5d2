/// The names of streets on a picture of the map, each once, along the street, where it is long and straight enough to bear its name.
///
/// A tile is drawn without its neighbours, so a name stands in it whole or not at all.
struct StreetLabels {
    /// Metres a pixel beyond which no name is written: from zoom 16 of tiles on.
    static let farthest = 2.4
    /// In units of the canvas, as all below.
    private static let size = 100.0
    /// The width of a letter on average, in a narrow sans-serif face.
    private static let letter = 0.56 * size
    /// From the picture's edge.
    private static let margin = 0.8 * size
    /// Where a street bends more than this (cosine), a name does not go on.
    private static let straightest = 0.8
    /// A name's chord is at least this part of its way.
    private static let flattest = 0.94

    private struct Line {
        var points: [MapCanvas.Point]

        var isEmpty: Bool { points.count < 2 }
        var reversed: Line { Line(points: points.reversed()) }
    }

    private let canvas: MapCanvas
    /// By name: the lines of its pieces, and how important the street is.
    private var lines: [String: [Line]] = [:]
    private var importance: [String: Int] = [:]

    init(_ canvas: MapCanvas) {
        self.canvas = canvas
    }

    mutating func add(_ name: String, _ kind: StreetClass, _ points: [MapCanvas.Point]) {
        guard !name.isEmpty, points.count >= 2, kind.rawValue <= StreetClass.pedestrian.rawValue else { return }
        lines[name, default: []].append(Line(points: points))
        importance[name] = min(importance[name] ?? .max, kind.rawValue)
    }

    /// The names as elements, those of main streets first; one that would lie on another is left out.
    func svg() -> String {
        var taken: [(low: MapCanvas.Point, high: MapCanvas.Point)] = []
        var text = ""
        let order = lines.keys.sorted { (importance[$0] ?? .max, $0) < (importance[$1] ?? .max, $1) }
        for name in order {
            guard let way = way(for: name) else { continue }
            let box = Self.box(way)
            guard !taken.contains(where: { Self.overlap($0, box) }) else { continue }
            let id = "n\(taken.count)"
            taken.append(box)
            var path = ""
            canvas.addLine(way.points, to: &path)
            text += "<path id=\"\(id)\" fill=\"none\" d=\"\(path)\"/><text><textPath href=\"#\(id)\" startOffset=\"50%\">"
            text += "\(Self.escaped(name))</textPath></text>"
        }
        guard !text.isEmpty else { return "" }
        return
            "<g font-family=\"sans-serif\" font-size=\"\(Int(Self.size))\" text-anchor=\"middle\" dominant-baseline=\"central\" "
            + "fill=\"#55504a\" stroke=\"#ffffff\" stroke-width=\"24\" paint-order=\"stroke\">\(text)</g>"
    }

    // MARK: - Where a name fits

    /// The middle of the longest stretch that bears the name, from left to right.
    private func way(for name: String) -> Line? {
        let need = Double(name.count + 1) * Self.letter
        let stretches = chains(lines[name] ?? []).flatMap(inside)
        let longest = stretches.max { Self.length($0) < Self.length($1) }
        guard let longest, case let length = Self.length(longest), length >= need else { return nil }
        let middle = Self.part(of: longest, from: (length - need) / 2, to: (length + need) / 2)
        guard let first = middle.points.first, let last = middle.points.last,
            Self.distance(first, last) >= Self.flattest * need
        else { return nil }
        return first.x <= last.x ? middle : middle.reversed
    }

    /// Joins lines that go on straight into each other.
    private func chains(_ lines: [Line]) -> [Line] {
        var left = lines
        var chains: [Line] = []
        while var chain = left.popLast() {
            var hasGrown = true
            while hasGrown {
                hasGrown = false
                for (index, line) in left.enumerated() {
                    guard let grown = Self.join(chain, line) else { continue }
                    chain = grown
                    left.remove(at: index)
                    hasGrown = true
                    break
                }
            }
            chains.append(chain)
        }
        return chains
    }

    private static func join(_ a: Line, _ b: Line) -> Line? {
        for (first, second) in [(a, b), (a, b.reversed), (b, a), (b.reversed, a)] {
            guard let end = first.points.last, let start = second.points.first, distance(end, start) < 0.5 else { continue }
            let before = first.points[first.points.count - 2]
            if cosine(before, end, second.points[1]) >= straightest {
                return Line(points: first.points + second.points.dropFirst())
            }
        }
        return nil
    }

    /// The stretches of a line that lie within the picture and do not bend sharply.
    private func inside(_ line: Line) -> [Line] {
        var stretches: [Line] = []
        var current = Line(points: [])
        for (from, to) in zip(line.points, line.points.dropFirst()) {
            let piece = clipped(from, to)
            if let last = current.points.last, let piece, Self.distance(last, piece.0) < 0.5,
                current.points.count < 2
                    || Self.cosine(current.points[current.points.count - 2], last, piece.1) >= Self.straightest
            {
                current.points.append(piece.1)
            } else {
                stretches.append(current)
                current = Line(points: piece.map { [$0.0, $0.1] } ?? [])
            }
        }
        return (stretches + [current]).filter { !$0.isEmpty }
    }

    /// The part of a segment within the picture's margin; Liang and Barsky's way to cut.
    private func clipped(_ a: MapCanvas.Point, _ b: MapCanvas.Point) -> (MapCanvas.Point, MapCanvas.Point)? {
        var (enter, leave) = (0.0, 1.0)
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        for (slope, room) in [
            (-dx, a.x - Self.margin), (dx, canvas.width - Self.margin - a.x), (-dy, a.y - Self.margin),
            (dy, canvas.height - Self.margin - a.y),
        ] {
            if slope == 0 {
                if room < 0 { return nil }
            } else if slope < 0 {
                enter = max(enter, room / slope)
            } else {
                leave = min(leave, room / slope)
            }
        }
        guard enter < leave else { return nil }
        func at(_ part: Double) -> MapCanvas.Point { MapCanvas.Point(x: a.x + part * dx, y: a.y + part * dy) }
        return (at(enter), at(leave))
    }

    // MARK: - Geometry

    private static func length(_ line: Line) -> Double {
        zip(line.points, line.points.dropFirst()).reduce(0) { $0 + distance($1.0, $1.1) }
    }

    private static func part(of line: Line, from low: Double, to high: Double) -> Line {
        var along = 0.0
        var points: [MapCanvas.Point] = []
        for (a, b) in zip(line.points, line.points.dropFirst()) {
            let length = distance(a, b)
            defer { along += length }
            guard length > 0, along + length > low, along < high else { continue }
            func at(_ place: Double) -> MapCanvas.Point {
                let part = min(max((place - along) / length, 0), 1)
                return MapCanvas.Point(x: a.x + part * (b.x - a.x), y: a.y + part * (b.y - a.y))
            }
            if points.isEmpty { points.append(at(low)) }
            points.append(at(high))
        }
        return Line(points: points)
    }

    private static func distance(_ a: MapCanvas.Point, _ b: MapCanvas.Point) -> Double {
        ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).squareRoot()
    }

    /// Of the angle by which the way bends at `b`: 1 straight on, −1 back.
    private static func cosine(_ a: MapCanvas.Point, _ b: MapCanvas.Point, _ c: MapCanvas.Point) -> Double {
        let lengths = distance(a, b) * distance(b, c)
        return lengths > 0 ? ((b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y)) / lengths : 1
    }

    private static func box(_ line: Line) -> (low: MapCanvas.Point, high: MapCanvas.Point) {
        let (x, y) = (line.points.map(\.x), line.points.map(\.y))
        let room = size * 0.6
        return (
            MapCanvas.Point(x: (x.min() ?? 0) - room, y: (y.min() ?? 0) - room),
            MapCanvas.Point(x: (x.max() ?? 0) + room, y: (y.max() ?? 0) + room)
        )
    }

    private static func overlap(
        _ a: (low: MapCanvas.Point, high: MapCanvas.Point), _ b: (low: MapCanvas.Point, high: MapCanvas.Point)
    ) -> Bool {
        a.low.x < b.high.x && b.low.x < a.high.x && a.low.y < b.high.y && b.low.y < a.high.y
    }

    private static func escaped(_ text: String) -> String {
        String(
            text.flatMap { character -> String in
                switch character {
                case "&": "&amp;"
                case "<": "&lt;"
                case ">": "&gt;"
                default: String(character)
                }
            })
    }
}
