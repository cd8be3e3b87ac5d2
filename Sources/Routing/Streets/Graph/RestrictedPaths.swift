/// Turn restrictions over ways, as the arcs that one rides along them: from the arc before the first way to the arc behind the last.
///
/// Source: https://wiki.openstreetmap.org/wiki/Relation:restriction ("Members", via as one or more ways).
struct RestrictedPaths {
    struct Path: Hashable {
        /// At least two; the last is what is forbidden, or the only one allowed.
        var arcs: [Int32]
        var isMandatory: Bool
    }

    private(set) var paths: [Path] = []
    /// Restrictions that bind somewhere.
    private(set) var obeyed = 0
    /// Restrictions whose ways are all here and do not hang together as they should.
    private(set) var broken = 0

    private struct Segment: Hashable {
        var from: Int32
        var to: Int32
        var way: Int64
    }

    /// - Parameter isArcOpen: whether some bike may use an arc; what nobody rides needs no restriction.
    init(_ chains: ChainBuilder, _ extract: StreetExtract, isArcOpen: [Bool]) {
        guard !extract.wayRestrictions.isEmpty else { return }
        let vertices = Self.vertices(of: extract)
        var courses: [(restriction: StreetExtract.WayRestriction, segments: [[Segment]])] = []
        for restriction in extract.wayRestrictions {
            // A way that no bike may use binds none.
            guard ([restriction.from, restriction.to] + restriction.via).allSatisfy({ vertices[$0] != nil }) else { continue }
            courses.append((restriction, Self.courses(of: restriction, vertices)))
        }
        let arcs = Self.arcs(of: Set(courses.flatMap { $0.segments.joined() }), chains)
        for (restriction, segments) in courses {
            let ridden = segments.map { course in course.map { arcs[$0] ?? -1 } }
            guard ridden.contains(where: { !$0.contains(-1) }) else {
                broken += 1
                continue
            }
            let bound = ridden.filter { course in course.allSatisfy { $0 >= 0 && isArcOpen[Int($0)] } }.map { course in
                // Where nothing joins between two ways, one arc holds both.
                zip([-1] + course, course).filter { $0 != $1 }.map(\.1)
            }.filter { $0.count >= 2 }
            for arcs in bound where !paths.contains(Path(arcs: arcs, isMandatory: restriction.isMandatory)) {
                paths.append(Path(arcs: arcs, isMandatory: restriction.isMandatory))
            }
            if !bound.isEmpty { obeyed += 1 }
        }
    }

    /// The vertices of the ways that restrictions name.
    private static func vertices(of extract: StreetExtract) -> [Int64: [Int32]] {
        let named = Set(extract.wayRestrictions.flatMap { [$0.from, $0.to] + $0.via })
        var vertices: [Int64: [Int32]] = [:]
        for way in extract.ways where named.contains(way.id) { vertices[way.id] = Array(extract.wayNodes[way.nodes]) }
        return vertices
    }

    /// All ways in which a restriction can be ridden, segment by segment, with one segment before and one behind its via ways.
    private static func courses(of restriction: StreetExtract.WayRestriction, _ vertices: [Int64: [Int32]]) -> [[Segment]] {
        let from = vertices[restriction.from] ?? []
        let to = vertices[restriction.to] ?? []
        let orders = restriction.via.count == 1 ? [restriction.via] : [restriction.via, restriction.via.reversed()]
        var courses: [[Segment]] = []
        for order in orders {
            guard let first = vertices[order[0]], let start = first.first, let end = first.last else { continue }
            for entry in start == end ? [start] : [start, end] where from.contains(entry) {
                guard let middle = chain(order, from: entry, vertices), let exit = middle.last?.to, to.contains(exit) else {
                    continue
                }
                for before in neighbours(of: entry, in: from) where before != middle.first?.to {
                    for behind in neighbours(of: exit, in: to) where behind != middle.last?.from {
                        courses.append(
                            [Segment(from: before, to: entry, way: restriction.from)] + middle
                                + [Segment(from: exit, to: behind, way: restriction.to)])
                    }
                }
            }
        }
        return courses
    }

    /// The segments of ways, each ridden from end to end, from a vertex on; `nil` where one does not join the next.
    private static func chain(_ ways: [Int64], from entry: Int32, _ vertices: [Int64: [Int32]]) -> [Segment]? {
        var segments: [Segment] = []
        var vertex = entry
        for way in ways {
            guard var ridden = vertices[way] else { return nil }
            if ridden.first != vertex { ridden.reverse() }
            guard ridden.first == vertex, let end = ridden.last else { return nil }
            for (from, to) in zip(ridden, ridden.dropFirst()) where from != to {
                segments.append(Segment(from: from, to: to, way: way))
            }
            vertex = end
        }
        return segments
    }

    /// What lies beside a vertex on its way: one where the way ends there, two where it goes through.
    private static func neighbours(of vertex: Int32, in way: [Int32]) -> Set<Int32> {
        guard let place = way.firstIndex(of: vertex) else { return [] }
        let sides = [place > 0 ? way[place - 1] : vertex, place + 1 < way.count ? way[place + 1] : vertex]
        // A ring ends where it starts.
        let others = way.first == way.last && place == 0 && way.count > 2 ? [way[way.count - 2]] : []
        return Set(sides + others).subtracting([vertex])
    }

    private static func arcs(of wanted: Set<Segment>, _ chains: ChainBuilder) -> [Segment: Int32] {
        let ways = Set(wanted.map(\.way))
        var arcs: [Segment: Int32] = [:]
        for piece in chains.pieceTags.indices where ways.contains(chains.pieceWay[piece]) {
            let way = chains.pieceWay[piece]
            for point in Int(chains.pieceFirstPoint[piece])..<Int(chains.pieceLastPoint[piece]) {
                let along = Segment(from: chains.pointVertex[point], to: chains.pointVertex[point + 1], way: way)
                let against = Segment(from: along.to, to: along.from, way: way)
                if wanted.contains(along) { arcs[along] = 2 * chains.pieceEdge[piece] }
                if wanted.contains(against) { arcs[against] = 2 * chains.pieceEdge[piece] + 1 }
            }
        }
        return arcs
    }
}
