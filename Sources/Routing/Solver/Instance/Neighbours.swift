/// For each visit the others that could well stand next to it, the best first.
///
/// Nearness is that of Vidal, Crainic, Gendreau and Prins (Computers & Operations Research 40, 2013): the leg's cost, and what of
/// waiting and of lateness the two time windows make unavoidable, in the better of both directions.
final class Neighbours {
    /// How many each visit has.
    let count: Int
    /// `count` entries for each visit.
    let nodes: UnsafeMutablePointer<Int32>
    /// The cost of the leg to or from each of them, whichever is less, in the units of the first travel table.
    let costs: UnsafeMutablePointer<Int32>

    private static let waitingWeight = 0.2
    private static let latenessWeight = 1.0

    init(_ instance: Instance, count wanted: Int) {
        let visits = instance.visitCount
        let count = max(0, min(wanted, visits - 1))
        self.count = count
        nodes = .allocate(capacity: max(1, visits * count))
        costs = .allocate(capacity: max(1, visits * count))
        guard count > 0, let table = instance.tables.first else { return }
        let (stops, size) = (instance.stops, table.size)
        // Time counts as much as the cost of travelling for so long.
        let rate = Self.costPerSecond(table)
        let timed = instance.features.time
        var keys = [UInt64](repeating: 0, count: visits)
        for node in 0..<visits {
            let location = Int(stops[node].location)
            let (row, column) = (table.cost + location * size, table.costTo + location * size)
            for other in 0..<visits {
                let place = Int(stops[other].location)
                var nearness = Float(min(row[place], column[place]))
                if timed {
                    let there = Double(row[place]) + rate * Self.misfit(stops, table, node, other)
                    let back = Double(column[place]) + rate * Self.misfit(stops, table, other, node)
                    nearness = Float(min(there, back))
                }
                // Positive floats sort like their bit patterns.
                keys[other] = UInt64(nearness.bitPattern) << 32 | UInt64(other)
            }
            keys[node] = .max
            keys.withUnsafeMutableBufferPointer { buffer in
                Self.select(buffer, count)
                for index in 0..<count {
                    let other = Int(buffer[index] & 0xFFFF_FFFF)
                    let place = Int(stops[other].location)
                    nodes[node * count + index] = Int32(truncatingIfNeeded: other)
                    costs[node * count + index] = min(row[place], column[place])
                }
            }
        }
    }

    deinit {
        nodes.deallocate()
        costs.deallocate()
    }

    private static func costPerSecond(_ table: TravelTable) -> Double {
        if table.cost == table.duration { return 1 }
        var (cost, duration) = (0.0, 0.0)
        for entry in stride(from: 0, to: table.size * table.size, by: 7)
        where table.cost[entry] < TravelTable.blocked && table.duration[entry] < TravelTable.blocked {
            cost += Double(table.cost[entry])
            duration += Double(table.duration[entry])
        }
        return duration > 0 ? cost / duration : 1
    }

    private static func misfit(_ stops: UnsafeMutablePointer<StopData>, _ table: TravelTable, _ from: Int, _ to: Int) -> Double {
        let way = Int(table.duration[Int(stops[from].location) * table.size + Int(stops[to].location)])
        let waiting = stops[to].open - way - stops[from].service - stops[from].close
        let lateness = stops[from].open + stops[from].service + way - stops[to].close
        return waitingWeight * Double(max(0, waiting)) + latenessWeight * Double(max(0, lateness))
    }

    /// Brings the `count` smallest to the front, in order.
    private static func select(_ keys: UnsafeMutableBufferPointer<UInt64>, _ count: Int) {
        var (low, high) = (0, keys.count - 1)
        while low < high {
            let pivot = keys[(low + high) / 2]
            var (left, right) = (low, high)
            while left <= right {
                while keys[left] < pivot { left += 1 }
                while keys[right] > pivot { right -= 1 }
                if left <= right {
                    keys.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            if count - 1 <= right {
                high = right
            } else if count - 1 >= left {
                low = left
            } else {
                break
            }
        }
        keys[0..<count].sort()
    }
}
