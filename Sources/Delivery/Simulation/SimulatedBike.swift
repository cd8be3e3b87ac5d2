import Catalog
import Foundation
import Routing

/// A stop that a rider has yet to ride to, with the plan's times.
struct QueuedStop: Sendable {
    let stop: LiveTours.Stop
    /// `nil` for a rest, which is taken wherever the bike is.
    let place: GeoPoint?
    /// When its service begins by the plan.
    let begin: Seconds
    /// Before which being there is of no use: a window that opens, a shop that is ready.
    let opens: Seconds
    /// Set-up and service by the plan, or the length of the rest.
    let service: Seconds
    /// When the plan leaves it: a reload that waits for goods.
    let leaves: Seconds
    /// Hot food must not be fetched earlier than planned: it would grow cold at the door.
    let mayBeEarly: Bool

    /// Whether goods are fetched or brought here.
    var isTask: Bool {
        switch stop {
        case .pickup, .door: true
        case .reload, .rest: false
        }
    }
}

/// A tour that has not left its hub.
struct PendingTour: Sendable {
    let span: BikeSpan
    let departure: Seconds
    let stops: [QueuedStop]
}

/// A rider's way to a stop and what is done there, begun and not to be changed any more.
struct Commitment: Sendable {
    enum Aim: Hashable, Sendable {
        case stop(LiveTours.Stop)
        /// Back to the hub with nothing left to do.
        case home
    }

    let aim: Aim
    let place: GeoPoint
    let departs: Seconds
    /// What the dispatcher expects.
    var expectedFinish: Seconds
    /// What will be.
    let arrives: Seconds
    let begins: Seconds
    let finishes: Seconds
    let metres: Metres
    let energy: MilliwattHours
}

/// A tour on the road.
struct RunningBike: Sendable {
    let number: Int
    /// Index of the shift that it takes.
    let duty: Int
    let span: BikeSpan
    var spanEnd: Date
    var position: GeoPoint
    var freeAt: Seconds
    /// At its hub and empty.
    var isHome = false
    var battery: MilliwattHours
    var breakTaken: Seconds = 0
    var trip = 1
    var stops: [QueuedStop]
    /// Goods of the hub that wait for the next trip are not loaded before this.
    var heldUntil: Seconds = 0
    var commitment: Commitment?
    var hasLeft = false
}

/// A bike of the simulated day.
struct SimulatedBike: Sendable {
    let bike: Bike
    let home: GeoPoint
    var isOut = false
    var pending: [PendingTour] = []
    var running: RunningBike?
    /// Counts what was decided for it, so that events of a state that is no more are passed over.
    var stamp = 0
    var legs = 0
}

/// A shift on the simulated day; `isGone` when it is over, or nobody comes.
struct SimulatedDuty: Sendable {
    let key: String
    let duty: DayProblem.Duty
    var end: Date
    var isGone = false
    var isTaken = false
}
