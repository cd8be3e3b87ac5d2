/// Travel between all locations of a problem for one kind of bike, row by row: entry `from * size + to`.
///
/// Rows need not be symmetric. A value of ``unreachable`` says that there is no way.
public struct TravelMatrix: Sendable, Hashable {
    /// The number of locations, so that each table has `size * size` entries.
    public let size: Int
    /// Seconds from one location to another.
    public let durations: [Int32]
    /// Metres; `nil` when nothing in the problem depends on distance.
    public let distances: [Int32]?
    /// Milliwatt hours that the battery gives, unladen; `nil` when no bike's battery is to be watched.
    public let energies: [Int32]?
    /// What a leg costs in cost units where that is neither time nor distance (VROOM's `costs`); replaces both when given.
    public let costs: [Int32]?

    /// The entry of a pair of locations without a way between them.
    public static let unreachable = Int32.max

    /// - Precondition: every table given has `size * size` entries, none negative.
    public init(size: Int, durations: [Int32], distances: [Int32]? = nil, energies: [Int32]? = nil, costs: [Int32]? = nil) {
        for table in [durations, distances, energies, costs] {
            precondition(table == nil || table?.count == size * size, "a travel table has size × size entries")
        }
        self.size = size
        self.durations = durations
        self.distances = distances
        self.energies = energies
        self.costs = costs
    }

    public func isReachable(from: Int, to: Int) -> Bool {
        durations[from * size + to] != Self.unreachable
    }

    public func duration(from: Int, to: Int) -> Seconds {
        Seconds(durations[from * size + to])
    }

    /// Metres of the leg; 0 when the matrix has no distances.
    public func distance(from: Int, to: Int) -> Metres {
        Metres(distances?[from * size + to] ?? 0)
    }

    /// Milliwatt hours of the leg; 0 when the matrix has no energies.
    public func energy(from: Int, to: Int) -> MilliwattHours {
        MilliwattHours(energies?[from * size + to] ?? 0)
    }
}

/// One entry of a ``TravelMatrix``.
public struct TravelLeg: Sendable, Hashable {
    /// Seconds; ``TravelMatrix/unreachable`` where there is no way, as the others.
    public var duration: Int32
    /// Metres.
    public var distance: Int32
    /// Milliwatt hours.
    public var energy: Int32

    public init(duration: Int32, distance: Int32, energy: Int32) {
        self.duration = duration
        self.distance = distance
        self.energy = energy
    }

    public static let unreachable = TravelLeg(
        duration: TravelMatrix.unreachable, distance: TravelMatrix.unreachable, energy: TravelMatrix.unreachable)
}

extension TravelMatrix {
    public func leg(from: Int, to: Int) -> TravelLeg {
        let entry = from * size + to
        return TravelLeg(duration: durations[entry], distance: distances?[entry] ?? 0, energy: energies?[entry] ?? 0)
    }

    /// The matrix with more places behind its own; what lies between them and all others comes from `leg`. O(size²) to copy.
    public func widened(by added: Int, leg: (_ from: Int, _ to: Int) -> TravelLeg) -> TravelMatrix {
        let count = size + added
        var durations = Self.widened(durations, from: size, to: count)
        var distances = Self.widened(distances, from: size, to: count)
        var energies = Self.widened(energies, from: size, to: count)
        for from in 0..<count {
            for to in from < size ? size..<count : 0..<count {
                let leg = leg(from, to)
                durations[from * count + to] = leg.duration
                distances[from * count + to] = leg.distance
                energies[from * count + to] = leg.energy
            }
        }
        return TravelMatrix(size: count, durations: durations, distances: distances, energies: energies)
    }

    /// A square table with room for more rows and columns, which are 0.
    static func widened(_ table: [Int32]?, from old: Int, to size: Int) -> [Int32] {
        var wide = [Int32](repeating: 0, count: size * size)
        guard let table, old > 0 else { return wide }
        for row in 0..<old { wide.replaceSubrange(row * size..<row * size + old, with: table[row * old..<(row + 1) * old]) }
        return wide
    }
}
