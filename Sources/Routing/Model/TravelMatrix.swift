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
