/// A map of the street graph: streets by class, water, woods and parks, as SVG. Nothing of it comes from anybody else's server.
///
/// Whoever shows it must show ``StreetGraph/attribution`` with it. Immutable: any number of tasks may draw at once.
public final class StreetMap: Sendable {
    public let graph: StreetGraph
    /// By set of tags.
    private let classes: [StreetClass]
    private let shapes: [StreetGraph.Shape]

    public init(_ graph: StreetGraph) {
        self.graph = graph
        classes = graph.tagSets.map(StreetClass.init)
        shapes = graph.shapes
    }

    /// The picture as an SVG document.
    public func svg(_ frame: MapFrame) -> String {
        let canvas = MapCanvas(frame)
        let box = Self.box(frame)
        let scale = frame.metresPerPixel
        var text = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(Int(frame.width))\" height=\"\(Int(frame.height))\" "
        text += "viewBox=\"0 0 \(Int(canvas.width)) \(Int(canvas.height))\">"
        text += "<metadata>\(graph.attribution), ODbL</metadata>"
        text += "<rect width=\"\(Int(canvas.width))\" height=\"\(Int(canvas.height))\" fill=\"\(MapStyle.land)\"/>"
        text += shapes(canvas, box, scale)
        text += streets(canvas, box, scale)
        return text + "</svg>"
    }

    // MARK: - Shapes

    private func shapes(_ canvas: MapCanvas, _ box: SIMD4<Int32>, _ scale: Double) -> String {
        var paths = [String](repeating: "", count: MapShapeKind.allCases.count)
        for shape in shapes where Self.touch(shape.box, box) {
            for ring in shape.rings {
                let points = ring.map { canvas.point(graph.shapeLongitude[$0], graph.shapeLatitude[$0]) }
                if shape.kind.isArea {
                    canvas.addRing(points, to: &paths[Int(shape.kind.rawValue)])
                } else {
                    canvas.addLine(points, to: &paths[Int(shape.kind.rawValue)])
                }
            }
        }
        return [MapShapeKind.green, .wood, .water, .waterway, .railway].map { kind in
            let path = paths[Int(kind.rawValue)]
            return path.isEmpty ? "" : MapStyle.element(kind, path: path, metresPerPixel: scale)
        }.joined()
    }

    // MARK: - Streets

    private func streets(_ canvas: MapCanvas, _ box: SIMD4<Int32>, _ scale: Double) -> String {
        let shown = Set(StreetClass.allCases.filter { scale <= MapStyle.farthest($0) })
        var paths = [String](repeating: "", count: StreetClass.allCases.count)
        var labels = StreetLabels(canvas)
        for piece in pieces(in: box) {
            let kind = classes[Int(graph.pieceTags[piece])]
            guard shown.contains(kind) else { continue }
            let points = Int(graph.pieceFirstPoint[piece])...Int(graph.pieceLastPoint[piece])
            canvas.addLine(
                points.lazy.map { canvas.point(self.graph.pointLongitude[$0], self.graph.pointLatitude[$0]) },
                to: &paths[kind.rawValue])
            if scale <= StreetLabels.farthest {
                labels.add(
                    graph.name(ofPiece: piece), kind,
                    points.map { canvas.point(graph.pointLongitude[$0], graph.pointLatitude[$0]) })
            }
        }
        // The lesser streets first, and of all the rims before the streets, so that junctions are open.
        let order = StreetClass.allCases.reversed().filter { !paths[$0.rawValue].isEmpty }
        let rims = order.map { MapStyle.rim($0, path: paths[$0.rawValue], metresPerPixel: scale) }.joined()
        let surfaces = order.map { MapStyle.surface($0, path: paths[$0.rawValue], metresPerPixel: scale) }.joined()
        return rims + surfaces + labels.svg()
    }

    /// The pieces of streets that touch the squares of the grid under a box, each once, in their order.
    private func pieces(in box: SIMD4<Int32>) -> [Int] {
        let grid = graph.grid
        // Outside of the grid its outermost squares would answer.
        let columns = grid.column(box[0])...grid.column(box[2])
        let rows = grid.row(box[1])...grid.row(box[3])
        var isMarked = [Bool](repeating: false, count: graph.pieceCount)
        for row in rows {
            for column in columns {
                for slot in grid.segments(column: column, row: row) {
                    isMarked[Int(graph.pointPiece[Int(grid.segments[slot])])] = true
                }
            }
        }
        return isMarked.indices.filter { isMarked[$0] }
    }

    private static func box(_ frame: MapFrame) -> SIMD4<Int32> {
        let (width, height) = ((frame.east - frame.west) * 0.1, (frame.north - frame.south) * 0.1)
        let low = FixedCoordinate(Coordinate(latitude: frame.south - height, longitude: frame.west - width))
        let high = FixedCoordinate(Coordinate(latitude: frame.north + height, longitude: frame.east + width))
        return SIMD4(low.longitude, low.latitude, high.longitude, high.latitude)
    }

    private static func touch(_ a: SIMD4<Int32>, _ b: SIMD4<Int32>) -> Bool {
        a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1]
    }
}

extension StreetGraph {
    /// Something the map shows besides streets.
    struct Shape: Sendable {
        let kind: MapShapeKind
        /// The points of each ring, or of the line.
        let rings: [Range<Int>]
        /// West, south, east, north.
        let box: SIMD4<Int32>
    }

    /// All shapes; empty where the graph was made without them.
    var shapes: [Shape] {
        shapeKind.indices.compactMap { index in
            guard let kind = MapShapeKind(rawValue: shapeKind[index]) else { return nil }
            let rings = (Int(shapeFirstRing[index])..<Int(shapeFirstRing[index + 1])).map { ring in
                Int(ringFirstPoint[ring])..<Int(ringFirstPoint[ring + 1])
            }
            var box = SIMD4<Int32>(.max, .max, .min, .min)
            for point in rings.joined() {
                box[0] = min(box[0], shapeLongitude[point])
                box[1] = min(box[1], shapeLatitude[point])
                box[2] = max(box[2], shapeLongitude[point])
                box[3] = max(box[3], shapeLatitude[point])
            }
            return Shape(kind: kind, rings: rings, box: box)
        }
    }
}
