/// What is kept for each node of a tour beside ``StopState``, for problems that need it.
final class SideData {
    /// Room in every dimension, as in ``StopState``: before, after, when leaving; `3 * dimensions` entries a node.
    let rooms: UnsafeMutablePointer<Int32>
    /// The tour from its start to the node, and from the node to its end.
    let prefixes: UnsafeMutablePointer<TimeSegment>
    let suffixes: UnsafeMutablePointer<TimeSegment>
    /// How leaving the node depends on leaving the trip's head.
    let shifts: UnsafeMutablePointer<TripShift>
    /// For a trip's head: when its goods are there, and when it could leave but for them.
    let releases: UnsafeMutablePointer<(goods: Int, ready: Int)>
    let hasRooms: Bool
    let hasSegments: Bool
    let hasShifts: Bool

    var isNeeded: Bool { hasRooms || hasSegments || hasShifts }

    init(_ instance: Instance) {
        let nodes = instance.nodeCount
        hasRooms = instance.features.manyDimensions
        hasSegments = instance.features.durations
        hasShifts = instance.features.releases
        rooms = .allocate(capacity: hasRooms ? 3 * nodes * instance.dimensions : 1)
        rooms.initialize(repeating: 0, count: hasRooms ? 3 * nodes * instance.dimensions : 1)
        prefixes = .allocate(capacity: hasSegments ? nodes : 1)
        prefixes.initialize(repeating: TimeSegment(), count: hasSegments ? nodes : 1)
        suffixes = .allocate(capacity: hasSegments ? nodes : 1)
        suffixes.initialize(repeating: TimeSegment(), count: hasSegments ? nodes : 1)
        shifts = .allocate(capacity: hasShifts ? nodes : 1)
        shifts.initialize(repeating: TripShift(), count: hasShifts ? nodes : 1)
        releases = .allocate(capacity: hasShifts ? nodes : 1)
        releases.initialize(repeating: (Int.min, 0), count: hasShifts ? nodes : 1)
    }

    deinit {
        rooms.deallocate()
        prefixes.deallocate()
        suffixes.deallocate()
        shifts.deallocate()
        releases.deallocate()
    }
}

/// A feasible piece of a tour: how long it takes at least, and between which moments it may begin for that.
///
/// Segments and their concatenation are those of Vidal, Crainic, Gendreau and Prins (European Journal of Operational Research 234,
/// 2014), without time warp, since only feasible pieces are kept.
struct TimeSegment {
    var duration = 0
    var earliest = 0
    var latest = endOfTime

    @inline(__always)
    static func visit(_ stop: UnsafeMutablePointer<StopData>) -> TimeSegment {
        TimeSegment(duration: stop.pointee.service, earliest: stop.pointee.open, latest: stop.pointee.close)
    }

    /// This piece and then another, `travel` later.
    @inline(__always)
    func followed(by next: TimeSegment, after travel: Int) -> TimeSegment {
        let delta = duration &+ travel
        let wait = max(0, next.earliest &- delta &- latest)
        return TimeSegment(
            duration: delta &+ next.duration &+ wait, earliest: max(next.earliest &- delta, earliest) &- wait,
            latest: min(next.latest &- delta, latest))
    }
}

/// How the moment of leaving a node depends on the moment `t` of leaving the head of its trip: `max(t + travel, floor)`, as long as
/// `t` is at most `latest`.
struct TripShift {
    var travel = 0
    var floor = Int.min / 4
    var latest = endOfTime
}
