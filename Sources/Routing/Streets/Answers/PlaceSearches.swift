import Synchronization

/// The searches of some places, kept, so that travel between them and further places is known without searching all of them again.
///
/// Climbs from the places and the sweep down to them are made when they are first needed, some 20 µs a place; from then on a further place takes one
/// search up and one sweep. What comes out is exactly what ``BikeNetwork/matrix(_:)-(Array<StreetPosition?>)`` of all the places says.
public final class PlaceSearches: Sendable {
    public let network: BikeNetwork
    public let positions: [StreetPosition?]

    /// Places that were searched together.
    private struct Block: Sendable {
        let first: Int
        let climbs: [KeptClimb]
        let sweep: MatrixSweep
    }

    /// The blocks that hold all places, once they are made.
    private let blocks: Mutex<[Block]?>
    /// More blocks than this are not worth their own sweeps.
    private static let mostBlocks = 8

    public convenience init(_ network: BikeNetwork, _ positions: [StreetPosition?]) {
        self.init(network, positions, blocks: nil)
    }

    private init(_ network: BikeNetwork, _ positions: [StreetPosition?], blocks: [Block]?) {
        self.network = network
        self.positions = positions
        self.blocks = Mutex(blocks)
    }

    /// What lies between the places and further ones.
    public struct Rim: Sendable {
        /// The searches of all, the further places last.
        public let all: PlaceSearches
        private let old: Int
        /// From each of the old places to each of the further ones, and from these to all.
        fileprivate var arriving: [TravelLeg]
        fileprivate var leaving: [TravelLeg]

        fileprivate init(old: Int, all: PlaceSearches) {
            self.old = old
            self.all = all
            let added = all.positions.count - old
            arriving = Array(repeating: .unreachable, count: old * added)
            leaving = Array(repeating: .unreachable, count: added * all.positions.count)
        }

        /// - Precondition: one of both is a further place.
        public func leg(from: Int, to: Int) -> TravelLeg {
            from < old
                ? arriving[from * (all.positions.count - old) + to - old] : leaving[(from - old) * all.positions.count + to]
        }

        fileprivate mutating func store(_ leg: TravelLeg, from: Int, to: Int) {
            if from < old {
                arriving[from * (all.positions.count - old) + to - old] = leg
            } else {
                leaving[(from - old) * all.positions.count + to] = leg
            }
        }
    }

    /// Travel between these places and further ones, and among the latter.
    public func rim(adding added: [StreetPosition?]) -> Rim {
        let old = positions.count
        let known = blocks.withLock { blocks in
            let made = blocks ?? [block(positions, from: 0)]
            blocks = made
            return made
        }
        let everything = positions + added
        let own = block(added, from: old)
        let joined = known + [own]
        var rim = Rim(
            old: old,
            all: PlaceSearches(network, everything, blocks: joined.count > Self.mostBlocks ? nil : joined))
        let byEdge = Dictionary(grouping: everything.indices.filter { everything[$0] != nil }) { everything[$0]?.edge ?? -1 }
        for block in known {
            own.sweep.run(block.climbs) { source, costs in
                store(costs, from: block.first + source, to: old, everything, byEdge, &rim)
            }
        }
        for block in joined {
            block.sweep.run(own.climbs) { source, costs in
                store(costs, from: old + source, to: block.first, everything, byEdge, &rim)
            }
        }
        return rim
    }

    /// - Parameter first: the number of the first position of the block.
    private func block(_ positions: [StreetPosition?], from first: Int) -> Block {
        let metric = network.metric
        return Block(
            first: first,
            climbs: KeptClimb.climbs(
                network.hierarchy, sources: positions.map { $0.map(metric.departures) ?? [] },
                order: BikeNetwork.orderAlongCurve(positions)),
            sweep: MatrixSweep(network.hierarchy, targets: positions.map { $0.map(metric.arrivals) ?? [] }))
    }

    private func store(
        _ costs: UnsafeBufferPointer<TravelCost>, from: Int, to first: Int, _ positions: [StreetPosition?],
        _ byEdge: [Int: [Int]], _ rim: inout Rim
    ) {
        for (number, cost) in costs.enumerated() {
            if let leg = network.objective.leg(cost) { rim.store(leg, from: from, to: first + number) }
        }
        guard let start = positions[from] else { return }
        for to in byEdge[start.edge] ?? [] where to >= first && to < first + costs.count {
            guard let end = positions[to] else { continue }
            let direct = from == to ? .zero : network.metric.directCost(from: start, to: end)
            guard direct.weight <= costs[to - first].weight, let leg = network.objective.leg(direct) else { continue }
            rim.store(leg, from: from, to: to)
        }
    }
}

extension RouteObjective {
    /// Whole seconds and metres; `nil` where there is no way.
    @inline(__always)
    func leg(_ cost: TravelCost) -> TravelLeg? {
        guard cost.isReachable else { return nil }
        let amounts = amounts(weight: cost.weight, secondary: cost.secondary)
        return TravelLeg(
            duration: (amounts.time &+ 50) / 100, distance: (amounts.distance &+ 50) / 100, energy: cost.energy)
    }
}
