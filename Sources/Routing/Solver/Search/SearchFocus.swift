/// The visits that search keeps to for a while: only there do ruins begin, and ends of tours change places.
struct SearchFocus {
    private let visits: UnsafeMutablePointer<Int32>
    private let isIn: UnsafeMutablePointer<Bool>
    private(set) var count = 0

    init(_ instance: Instance) {
        visits = .allocate(capacity: max(1, instance.visitCount))
        isIn = .allocate(capacity: max(1, instance.visitCount))
        isIn.initialize(repeating: false, count: max(1, instance.visitCount))
    }

    func deallocate() {
        visits.deallocate()
        isIn.deallocate()
    }

    @inline(__always)
    var isOn: Bool { count > 0 }

    mutating func add(_ visit: Int) {
        if isIn[visit] { return }
        isIn[visit] = true
        visits[count] = Int32(visit)
        count += 1
    }

    mutating func clear() {
        for index in 0..<count { isIn[Int(visits[index])] = false }
        count = 0
    }

    @inline(__always)
    subscript(_ index: Int) -> Int { Int(visits[index]) }
}

extension Search {
    /// A visit for a ruin to begin at: any, or one that search keeps to.
    @inline(__always)
    func drawSeed() -> Int {
        focus.isOn ? focus[random.below(focus.count)] : random.below(instance.visitCount)
    }

    /// Makes search keep to a visit and those nearest to it, too.
    func addToFocus(_ visit: Int, neighbours count: Int) {
        focus.add(visit)
        for index in 0..<min(count, neighbours.count) {
            focus.add(Int(neighbours.nodes[visit * neighbours.count + index]))
        }
    }
}
