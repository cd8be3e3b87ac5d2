/// Numbers OpenStreetMap's node ids in the order of their first appearance: an open-addressing hash table.
struct NodeIndex {
    private(set) var ids: [Int64] = []
    private var slots: [Int32]

    init(expecting count: Int) {
        var size = 16
        while size < count * 2 { size *= 2 }
        slots = Array(repeating: -1, count: size)
        ids.reserveCapacity(count)
    }

    /// The number of an id, which is new if it has not been seen.
    mutating func insert(_ id: Int64) -> Int32 {
        if ids.count * 2 >= slots.count { grow() }
        var slot = Self.slot(of: id, in: slots.count)
        while slots[slot] >= 0 {
            if ids[Int(slots[slot])] == id { return slots[slot] }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Int32(ids.count)
        ids.append(id)
        return slots[slot]
    }

    func find(_ id: Int64) -> Int32? {
        var slot = Self.slot(of: id, in: slots.count)
        while slots[slot] >= 0 {
            if ids[Int(slots[slot])] == id { return slots[slot] }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private mutating func grow() {
        slots = Array(repeating: -1, count: slots.count * 2)
        for (number, id) in ids.enumerated() {
            var slot = Self.slot(of: id, in: slots.count)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(number)
        }
    }

    /// Fibonacci hashing: the ids of a way are close together and must not be so in the table.
    private static func slot(of id: Int64, in size: Int) -> Int {
        Int(truncatingIfNeeded: (UInt64(bitPattern: id) &* 0x9E37_79B9_7F4A_7C15) >> 24) & (size - 1)
    }
}
