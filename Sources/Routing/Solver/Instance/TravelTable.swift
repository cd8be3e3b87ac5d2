/// Travel between all locations for vehicles that ride alike, row by row and once more column by column.
///
/// Tables that are equal share their memory: travel time and cost on most problems, and both directions on symmetric ones.
final class TravelTable {
    let size: Int
    let duration: UnsafeMutablePointer<Int32>
    /// Column by column: entry `to * size + from`.
    let durationTo: UnsafeMutablePointer<Int32>
    let cost: UnsafeMutablePointer<Int32>
    let costTo: UnsafeMutablePointer<Int32>
    private let distances: UnsafeMutablePointer<Int32>?
    private let energies: UnsafeMutablePointer<Int32>?
    private let owned: [UnsafeMutablePointer<Int32>]
    /// A leg's cost is the sum of a share of its duration and a share of its distance, in this proportion.
    let hasUnreachable: Bool
    /// Factor by which costs were made smaller to fit 32 bits; 1 unless rates or ways are enormous.
    let costScale: Int
    let isSymmetric: Bool

    /// What tells one table from another.
    struct Key: Hashable {
        var profile: Int
        var speedPercent: Int
        var durationWeight: Int
        var distanceWeight: Int
    }

    /// The duration that stands for a leg without a way.
    static let blocked: Int32 = 1 << 29

    init(_ matrix: TravelMatrix, key: Key, vehicle: Vehicle, locations: [Int], hasVirtual: Bool) {
        let count = locations.count
        let size = count + (hasVirtual ? 1 : 0)
        self.size = size
        var owned: [UnsafeMutablePointer<Int32>] = []
        func allocate() -> UnsafeMutablePointer<Int32> {
            let table = UnsafeMutablePointer<Int32>.allocate(capacity: size * size)
            table.initialize(repeating: 0, count: size * size)
            owned.append(table)
            return table
        }
        func transposed(_ table: UnsafeMutablePointer<Int32>) -> UnsafeMutablePointer<Int32> {
            for row in 0..<size {
                for column in 0..<row where table[row * size + column] != table[column * size + row] {
                    let other = allocate()
                    for from in 0..<size {
                        for to in 0..<size { other[to * size + from] = table[from * size + to] }
                    }
                    return other
                }
            }
            return table
        }
        func fill(_ table: UnsafeMutablePointer<Int32>, _ value: (Int) -> Int32) {
            for row in 0..<count {
                let from = locations[row] * matrix.size
                for column in 0..<count where column != row { table[row * size + column] = value(from + locations[column]) }
            }
        }

        let duration = allocate()
        var unreachable = false
        matrix.durations.withUnsafeBufferPointer { source in
            fill(duration) { entry in
                let raw = source[entry]
                if raw >= Self.blocked {
                    unreachable = true
                    return Self.blocked
                }
                let scaled = key.speedPercent == 100 ? Int(raw) : vehicle.travelTime(scaling: Int(raw))
                return Int32(clamping: min(scaled, Int(Self.blocked)))
            }
        }
        hasUnreachable = unreachable
        self.duration = duration

        var scale = 1
        if matrix.costs == nil, key.durationWeight == 1, key.distanceWeight == 0 {
            cost = duration
        } else {
            let cost = allocate()
            let costs = matrix.costs
            let distances = matrix.distances
            func exact(_ entry: Int, _ at: Int) -> Int {
                if let costs { return Int(costs[entry]) }
                return Int(duration[at]) * key.durationWeight + Int(distances?[entry] ?? 0) * key.distanceWeight
            }
            var largest = 0
            for row in 0..<count {
                for column in 0..<count where column != row && duration[row * size + column] < Self.blocked {
                    largest = max(largest, exact(locations[row] * matrix.size + locations[column], row * size + column))
                }
            }
            scale = max(1, largest >> 29)
            for row in 0..<count {
                for column in 0..<count where column != row {
                    let at = row * size + column
                    let value =
                        duration[at] < Self.blocked
                        ? exact(locations[row] * matrix.size + locations[column], at) / scale : Int(Self.blocked)
                    cost[at] = Int32(clamping: min(value, Int(Self.blocked)))
                }
            }
            self.cost = cost
        }
        costScale = scale

        if let source = matrix.distances {
            let table = allocate()
            fill(table) { source[$0] }
            distances = table
        } else {
            distances = nil
        }
        if let source = matrix.energies {
            let table = allocate()
            fill(table) { source[$0] }
            energies = table
        } else {
            energies = nil
        }

        durationTo = transposed(duration)
        costTo = cost == duration ? durationTo : transposed(cost)
        isSymmetric = costTo == cost && durationTo == duration
        self.owned = owned
    }

    deinit {
        for table in owned { table.deallocate() }
    }

    func distance(_ from: Int32, _ to: Int32) -> Int {
        distances.map { Int($0[Int(from) * size + Int(to)]) } ?? 0
    }

    func energy(_ from: Int32, _ to: Int32) -> Int {
        energies.map { Int($0[Int(from) * size + Int(to)]) } ?? 0
    }
}
