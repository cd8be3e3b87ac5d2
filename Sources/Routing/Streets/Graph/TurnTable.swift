import Foundation

/// Which arc can follow which, and by how much the way bends there.
///
/// Where a restriction over several ways begins, what may follow depends on where one came from. There a *state* stands beside the arc's own: the
/// arc, ridden while restrictions are under way. The states are those of Aho and Corasick's automaton over the restrictions' arcs, so there are at
/// most as many as these have arcs together.
struct TurnTable {
    /// A turn from one state to the next; the first states are the arcs themselves.
    struct Turn {
        var from: Int32
        var to: Int32
        var angle: Int8
    }

    private(set) var turns: [Turn] = []
    private(set) var restrictionsObeyed = 0
    private(set) var restrictionsBroken = 0
    /// The arcs of the states behind those of the arcs themselves.
    var furtherStates: [Int32] { memories.map(\.arc) }

    private let chains: ChainBuilder
    private let extract: StreetExtract
    private let isArcOpen: [Bool]
    /// The arcs that leave a node.
    private var outgoing: [[Int32]]
    private let paths: [RestrictedPaths.Path]
    /// By arc: the paths that start on it.
    private var starts: [Int32: [Progress]] = [:]
    private var memories: [Memory] = []
    private var stateOfMemory: [Memory: Int32] = [:]

    /// How far one has come along a restricted path: on its arc of this index.
    private struct Progress: Hashable {
        var path: Int
        var index: Int

        var next: Progress { Progress(path: path, index: index + 1) }
    }

    /// An arc, and the restricted paths that are under way on it.
    private struct Memory: Hashable {
        var arc: Int32
        var progress: [Progress]
    }

    /// - Parameter isArcOpen: whether some cargo bike may use an arc; the others get no turns.
    init(_ chains: ChainBuilder, _ extract: StreetExtract, isArcOpen: [Bool]) {
        self.chains = chains
        self.extract = extract
        self.isArcOpen = isArcOpen
        outgoing = Array(repeating: [], count: chains.nodeVertex.count)
        let restricted = RestrictedPaths(chains, extract, isArcOpen: isArcOpen)
        paths = restricted.paths
        for (number, path) in paths.enumerated() { starts[path.arcs[0], default: []].append(Progress(path: number, index: 0)) }
        for edge in 0..<chains.edgeTail.count {
            if isArcOpen[2 * edge] { outgoing[Int(chains.edgeTail[edge])].append(Int32(2 * edge)) }
            if isArcOpen[2 * edge + 1] { outgoing[Int(chains.edgeHead[edge])].append(Int32(2 * edge + 1)) }
        }
        let rules = restrictionsByNode()
        restrictionsObeyed += restricted.obeyed
        restrictionsBroken = extract.brokenRestrictions + restricted.broken
        let bearings = Bearings(
            arrivals: (0..<isArcOpen.count).map { bearing(arc: $0, arriving: true) },
            departures: (0..<isArcOpen.count).map { bearing(arc: $0, arriving: false) })
        turns.reserveCapacity(isArcOpen.count * 3)
        for arc in 0..<isArcOpen.count where isArcOpen[arc] { addTurns(fromState: arc, arc: arc, [], rules, bearings) }
        // Turns from a state may lead to states that are new.
        var number = 0
        while number < memories.count {
            let memory = memories[number]
            addTurns(fromState: isArcOpen.count + number, arc: Int(memory.arc), memory.progress, rules, bearings)
            number += 1
        }
    }

    private struct Bearings {
        var arrivals: [Double]
        var departures: [Double]

        /// 127 is half a turn to the right, −127 to the left.
        func angle(from: Int, to: Int) -> Int8 {
            let bend = departures[to] - arrivals[from]
            let angle = bend > 180 ? bend - 360 : bend < -180 ? bend + 360 : bend
            return Int8((angle * 127 / 180).rounded())
        }
    }

    private mutating func addTurns(
        fromState state: Int, arc: Int, _ progress: [Progress], _ rules: [Int: [StreetExtract.Restriction]], _ bearings: Bearings
    ) {
        let node = head(arc)
        let exits = outgoing[node]
        let others = exits.filter { $0 != Int32(arc ^ 1) }
        let underWay = progress + (starts[Int32(arc)] ?? [])
        // Turning round is for dead ends only.
        for exit in others.isEmpty ? exits : others where !isForbidden(from: arc, to: Int(exit), by: rules[node]) {
            if underWay.contains(where: { isForbidden(exit, by: $0) }) { continue }
            let next = underWay.filter { paths[$0.path].arcs[$0.index + 1] == exit && $0.index + 2 < paths[$0.path].arcs.count }
            let to = next.isEmpty ? exit : self.state(of: Memory(arc: exit, progress: next.map(\.next)))
            turns.append(Turn(from: Int32(state), to: to, angle: bearings.angle(from: arc, to: Int(exit))))
        }
    }

    /// Whether a path that is under way forbids to go on along an arc.
    private func isForbidden(_ exit: Int32, by progress: Progress) -> Bool {
        let path = paths[progress.path]
        let isNext = path.arcs[progress.index + 1] == exit
        let isAtEnd = progress.index + 2 == path.arcs.count
        // Whoever comes from the first way may still leave before the others; once on them, there is only one way.
        return path.isMandatory ? !isNext && (progress.index > 0 || isAtEnd) : isNext && isAtEnd
    }

    private mutating func state(of memory: Memory) -> Int32 {
        if let known = stateOfMemory[memory] { return known }
        let state = Int32(isArcOpen.count + memories.count)
        stateOfMemory[memory] = state
        memories.append(memory)
        return state
    }

    private func head(_ arc: Int) -> Int {
        Int(arc & 1 == 0 ? chains.edgeHead[arc >> 1] : chains.edgeTail[arc >> 1])
    }

    // MARK: - Restrictions

    private mutating func restrictionsByNode() -> [Int: [StreetExtract.Restriction]] {
        var result: [Int: [StreetExtract.Restriction]] = [:]
        for restriction in extract.restrictions {
            guard let vertex = extract.index.find(restriction.via) else { continue }
            let node = Int(chains.nodeOfVertex[Int(vertex)])
            guard node >= 0, outgoing[node].contains(where: { firstWay(ofArc: Int($0)) == restriction.to }) else { continue }
            result[node, default: []].append(restriction)
            restrictionsObeyed += 1
        }
        return result
    }

    private func isForbidden(from: Int, to: Int, by restrictions: [StreetExtract.Restriction]?) -> Bool {
        guard let restrictions else { return false }
        let fromWay = firstWay(ofArc: from ^ 1)
        let toWay = firstWay(ofArc: to)
        return restrictions.contains { $0.from == fromWay && ($0.to == toWay) != $0.isMandatory }
    }

    /// The way on which an arc starts.
    private func firstWay(ofArc arc: Int) -> Int64 {
        let edge = arc >> 1
        return chains.pieceWay[Int(arc & 1 == 0 ? chains.edgeFirstPiece[edge] : chains.edgeFirstPiece[edge + 1] - 1)]
    }

    // MARK: - Angles

    /// The direction of an arc at its start or end, in degrees clockwise from north, seen over some ten metres.
    private func bearing(arc: Int, arriving: Bool) -> Double {
        let edge = arc >> 1
        let firstPoint = Int(chains.pieceFirstPoint[Int(chains.edgeFirstPiece[edge])])
        let lastPoint = Int(chains.pieceLastPoint[Int(chains.edgeFirstPiece[edge + 1]) - 1])
        let startsAtFirst = (arc & 1 == 0) != arriving
        var point = startsAtFirst ? firstPoint : lastPoint
        let end = startsAtFirst ? lastPoint : firstPoint
        let step = startsAtFirst ? 1 : -1
        let origin = extract.positions[Int(chains.pointVertex[point])]
        var offset = (east: 0.0, north: 0.0)
        while point != end {
            point += step
            offset = Geodesy.offset(from: origin, to: extract.positions[Int(chains.pointVertex[point])])
            if offset.east * offset.east + offset.north * offset.north > 100 { break }
        }
        let outward = atan2(offset.east, offset.north) * 180 / .pi
        return arriving ? (outward > 0 ? outward - 180 : outward + 180) : outward
    }
}
