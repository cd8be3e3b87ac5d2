/// Where a node stands in the present plan, and what its tour looks like from there. One cache line.
struct StopState: Equatable {
    /// Neighbours in the tour; -1 at its ends.
    var next: Int32 = -1
    var previous: Int32 = -1
    /// -1: in no tour.
    var vehicle: Int32 = -1
    /// Load of the first dimension that its trip delivers from its start up to here; not kept where loads are mixed.
    var delivered: Int32 = 0
    /// Row of the travel tables. A rest takes that of the stop before it.
    var location: Int32 = -1
    /// The table's cost and duration of the leg to the next node.
    var legCost: Int32 = 0
    var legDuration: Int32 = 0
    /// The start or reload that its trip begins with.
    var head: Int32 = -1
    /// The earliest moment to leave it.
    var departure: Int = 0
    /// The latest arrival here with which the rest of the tour is in time.
    var latest: Int = endOfTime
    /// How much more could be on board from the trip's start to here, from here to its end, and when leaving here.
    var roomBefore: Int32 = 0
    var roomAfter: Int32 = 0
    var room: Int32 = 0
}

/// The table's cost of the legs to and from a node of a tour: all that is needed to sort most places out, eight of them a cache line.
/// Of a node that is in no tour they say nothing.
struct LegCosts {
    var before: Int32 = 0
    var after: Int32 = 0
}

/// What is known about the tour of one vehicle.
struct TourState {
    /// Jobs, pick-ups and drop-offs.
    var visits = 0
    /// Journeys from hub to hub; 1 without reloads, 0 if it is not used.
    var trips = 0
    var cost = 0
    /// The sum of its legs in the table's units.
    var legCost = 0
    /// Changes with every change of the tour and comes back when that is undone.
    var version = 0
    /// Index in the list of used, or of its class's free vehicles.
    var listPosition = 0
    var isUsed = false
    /// The last change that touched it.
    var touchedIn = 0
}
