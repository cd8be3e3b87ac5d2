import Foundation

/// Which arc can follow which, and by how much the way bends there.
struct TurnTable {
    struct Turn {
        var from: Int32
        var to: Int32
        var angle: Int8
    }

    private(set) var turns: [Turn] = []
    private(set) var restrictionsObeyed = 0

    private let chains: ChainBuilder
    private let extract: StreetExtract
    private let isArcOpen: [Bool]
    /// The arcs that leave a node.
    private var outgoing: [[Int32]]

    /// - Parameter isArcOpen: whether some cargo bike may use an arc; the others get no turns.
    init(_ chains: ChainBuilder, _ extract: StreetExtract, isArcOpen: [Bool]) {
        self.chains = chains
        self.extract = extract
        self.isArcOpen = isArcOpen
        outgoing = Array(repeating: [], count: chains.nodeVertex.count)
        for edge in 0..<chains.edgeTail.count {
            if isArcOpen[2 * edge] { outgoing[Int(chains.edgeTail[edge])].append(Int32(2 * edge)) }
            if isArcOpen[2 * edge + 1] { outgoing[Int(chains.edgeHead[edge])].append(Int32(2 * edge + 1)) }
        }
        let rules = restrictionsByNode()
        let arrivals = (0..<isArcOpen.count).map { bearing(arc: $0, arriving: true) }
        let departures = (0..<isArcOpen.count).map { bearing(arc: $0, arriving: false) }
        turns.reserveCapacity(isArcOpen.count * 3)
        for arc in 0..<isArcOpen.count where isArcOpen[arc] {
            let node = head(arc)
            let exits = outgoing[node]
            let others = exits.filter { $0 != Int32(arc ^ 1) }
            // Turning round is for dead ends only.
            for exit in others.isEmpty ? exits : others where !isForbidden(from: arc, to: Int(exit), by: rules[node]) {
                let bend = departures[Int(exit)] - arrivals[arc]
                let angle = bend > 180 ? bend - 360 : bend < -180 ? bend + 360 : bend
                turns.append(Turn(from: Int32(arc), to: exit, angle: Int8((angle * 127 / 180).rounded())))
            }
        }
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
