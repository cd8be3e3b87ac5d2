/// What never changes about one node of an instance: a place in a tour that something happens at.
struct StopData {
    enum Kind: UInt8 {
        case job, pickup, dropoff, rest, reload, start, end
    }

    /// When the first window opens.
    var open: Int
    /// When the last window closes.
    var close: Int
    var service: Int
    /// In addition to the service when arriving from another location.
    var setup: Int
    /// The longest that what ends here may be on board; of drop-offs.
    var longestRide: Int
    /// A trip that brings this leaves no earlier.
    var release: Int
    /// Energy that a reload here gives back: ``Hub/charging``; negative for a full battery.
    var charge: Int
    /// Row of the travel tables; -1 for a rest, which has no place of its own.
    var location: Int32
    /// The request that it belongs to; -1 for rests, reloads, starts and ends.
    var request: Int32
    /// The other end of a pair; -1 otherwise.
    var mate: Int32
    /// Windows in ``Instance/windows``; only looked at when there are several.
    var firstWindow: Int32
    var windowCount: Int32
    /// Load of the first dimension that is on board from the trip's start to here.
    var delivery: Int32
    /// Load of the first dimension that is on board from here to the trip's end.
    var pickup: Int32
    /// Load of the first dimension that comes on board here and leaves at the mate (negative there).
    var carried: Int32
    /// The hub at which the goods must be loaded or to which they must come; -1 for any.
    var requiredHub: Int32
    /// The hub that this reload, start or end is; -1 otherwise.
    var hub: Int32
    /// Index of the stop in the problem: job, pair, break or hub.
    var reference: Int32
    var kind: Kind
    /// It never leaves its place: locked stops and their drop-offs, rests, starts and ends.
    var isPinned: Bool
    /// Pinned to its tour, but not to its place there: rests and the drop-offs of locked pick-ups, unless locked themselves.
    var floats: Bool
    /// Nothing may be put directly after it: it is followed by a locked stop.
    var isSealed: Bool

    init(kind: Kind, reference: Int = 0, location: Int = -1) {
        open = 0
        close = endOfTime
        service = 0
        setup = 0
        longestRide = endOfTime
        release = Int.min
        charge = 0
        self.location = Int32(location)
        request = -1
        mate = -1
        firstWindow = 0
        windowCount = 1
        delivery = 0
        pickup = 0
        carried = 0
        requiredHub = -1
        hub = -1
        self.reference = Int32(reference)
        self.kind = kind
        isPinned = kind == .rest || kind == .start || kind == .end
        floats = kind == .rest
        isSealed = kind == .end
    }
}
