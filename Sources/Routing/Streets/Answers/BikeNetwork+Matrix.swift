/// Travel between all of a list of places.
public struct StreetMatrix: Sendable {
    /// Row by row; ``TravelMatrix/unreachable`` where there is no way.
    public var matrix: TravelMatrix
    /// Where each place meets the street; `nil` where no street is near.
    public var positions: [StreetPosition?]
}

extension BikeNetwork {
    /// Durations, distances and energies between all the places, from the street in front of each.
    ///
    /// Way from the place to the street and back is not part of it (see ``StreetPosition/snapDistance``).
    public func matrix(_ places: [Coordinate]) -> StreetMatrix {
        let positions = places.map { nearest(to: $0) }
        return StreetMatrix(matrix: matrix(positions), positions: positions)
    }

    /// The same for places that have been snapped already; rows and columns of `nil` are unreachable.
    public func matrix(_ positions: [StreetPosition?]) -> TravelMatrix {
        let size = positions.count
        var durations = [Int32](repeating: TravelMatrix.unreachable, count: size * size)
        var distances = durations
        var energies = durations
        let sources = positions.map { $0.map(metric.departures) ?? [] }
        let targets = positions.map { $0.map(metric.arrivals) ?? [] }
        let sameEdge = Dictionary(grouping: positions.indices.filter { positions[$0] != nil }) { positions[$0]?.edge ?? -1 }
        let order = Self.orderAlongCurve(positions)
        let sweep = MatrixSweep(hierarchy, targets: targets)
        durations.withUnsafeMutableBufferPointer { durations in
            distances.withUnsafeMutableBufferPointer { distances in
                energies.withUnsafeMutableBufferPointer { energies in
                    func store(_ entry: Int, _ cost: TravelCost) {
                        guard let leg = objective.leg(cost) else { return }
                        durations[entry] = leg.duration
                        distances[entry] = leg.distance
                        energies[entry] = leg.energy
                    }
                    sweep.run(sources: sources, order: order) { source, costs in
                        for target in 0..<size { store(source * size + target, costs[target]) }
                        guard let from = positions[source] else { return }
                        for target in sameEdge[from.edge] ?? [] {
                            guard let to = positions[target] else { continue }
                            let direct = source == target ? .zero : metric.directCost(from: from, to: to)
                            if direct.weight <= costs[target].weight { store(source * size + target, direct) }
                        }
                    }
                }
            }
        }
        return TravelMatrix(size: size, durations: durations, distances: distances, energies: energies)
    }

    /// The numbers of the positions, neighbours after each other.
    static func orderAlongCurve(_ positions: [StreetPosition?]) -> [Int] {
        let places = positions.map(curve)
        return positions.indices.sorted { places[$0] < places[$1] }
    }

    /// A number that is close for places that are close: the bits of both coordinates interleaved (Morton's curve).
    private static func curve(_ position: StreetPosition?) -> UInt64 {
        guard let position else { return .max }
        let fixed = FixedCoordinate(position.coordinate)
        return spread(UInt32(bitPattern: fixed.longitude) ^ 0x8000_0000) | spread(
            UInt32(bitPattern: fixed.latitude) ^ 0x8000_0000) << 1
    }

    private static func spread(_ value: UInt32) -> UInt64 {
        var bits = UInt64(value)
        for (shift, mask) in [
            (16, 0x0000_FFFF_0000_FFFF), (8, 0x00FF_00FF_00FF_00FF), (4, 0x0F0F_0F0F_0F0F_0F0F), (2, 0x3333_3333_3333_3333),
            (1, 0x5555_5555_5555_5555),
        ] as [(UInt64, UInt64)] {
            bits = (bits | bits << shift) & mask
        }
        return bits
    }
}
