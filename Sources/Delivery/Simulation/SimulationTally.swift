import Routing

/// What is counted while days are simulated. Days are added up.
struct SimulationTally: Hashable, Sendable {
    var days = 0
    var asked = 0
    var refused = 0
    var declined = 0
    /// Sold windows by what became of them; they add up to the windows sold.
    var kept = 0
    var late = 0
    var undelivered = 0
    /// Of those kept or late: where a door stayed shut.
    var shutDoors = 0
    /// Minutes behind the window's end, one for each window that was late, each rounded up.
    var lateMinutes: [Int] = []
    /// Sold, and then refused by the checker.
    var unconfirmed = 0

    var delivered = 0
    var returned = 0
    var leftBehind = 0

    var bikes = 0
    var shifts = 0
    var tours = 0
    var metres = 0
    var milliwattHours = 0
    /// In 1/18000 cent, as plans cost.
    var exactCost = 0
    var shiftSeconds = 0
    var ridingSeconds = 0
    var servingSeconds = 0
    var waitingSeconds = 0
    var restSeconds = 0
    var overtimeSeconds = 0

    var plans = 0
    /// Requests that were in a plan when it was searched again, and those of them that came to another tour or place in it.
    var plannedRequests = 0
    var movedRequests = 0

    var lateShops = 0
    var flats = 0
    var breakdowns = 0
    var sickRiders = 0
    var rainyDays = 0

    private static let counters: [any WritableKeyPath<SimulationTally, Int> & Sendable] = [
        \.days, \.asked, \.refused, \.declined, \.kept, \.late, \.undelivered, \.shutDoors, \.unconfirmed, \.delivered,
        \.returned, \.leftBehind, \.bikes, \.shifts, \.tours, \.metres, \.milliwattHours, \.exactCost, \.shiftSeconds,
        \.ridingSeconds, \.servingSeconds, \.waitingSeconds, \.restSeconds, \.overtimeSeconds, \.plans, \.plannedRequests,
        \.movedRequests, \.lateShops, \.flats, \.breakdowns, \.sickRiders, \.rainyDays,
    ]

    static func += (left: inout SimulationTally, right: SimulationTally) {
        for counter in counters { left[keyPath: counter] += right[keyPath: counter] }
        left.lateMinutes += right.lateMinutes
    }

    var sold: Int { kept + late + undelivered }
}
