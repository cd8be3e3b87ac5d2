/// One thing a tour does, in the order it does them. The start and the end of a tour are not stops.
public enum Stop: Sendable, Hashable {
    /// The job at this index of ``Problem/jobs``.
    case job(Int)
    /// The pick-up of the pair at this index of ``Problem/pairs``.
    case pickup(Int)
    /// The drop-off of the pair at this index of ``Problem/pairs``.
    case dropoff(Int)
    /// The end of one trip and the begin of the next, at the hub of this index.
    case reload(hub: Int)
    /// The break at this index of the vehicle's ``Vehicle/breaks``.
    case rest(Int)
}

/// A job or a pair: what is served as a whole or not at all.
public enum Request: Sendable, Hashable {
    case job(Int)
    case pair(Int)
}

/// What a solver found: which vehicle does what in which order. Times follow from it (``Schedule``).
public struct Solution: Sendable, Hashable {
    public var tours: [Tour]
    public var unserved: [Unserved]

    public init(tours: [Tour] = [], unserved: [Unserved] = []) {
        self.tours = tours
        self.unserved = unserved
    }

    /// The work of one used vehicle.
    public struct Tour: Sendable, Hashable {
        /// Index into ``Problem/vehicles``; no vehicle has two tours.
        public var vehicle: Int
        public var stops: [Stop]

        public init(vehicle: Int, stops: [Stop]) {
            self.vehicle = vehicle
            self.stops = stops
        }
    }

    /// A request that is in no tour.
    public struct Unserved: Sendable, Hashable {
        public var request: Request
        /// What keeps it out, the most telling first; empty only for a request that was not worth its cost.
        public var reasons: [Constraint]

        public init(_ request: Request, reasons: [Constraint] = []) {
            self.request = request
            self.reasons = reasons
        }
    }
}

/// The constraints of the model, by name: what a checker finds broken and what keeps a request out.
public enum Constraint: String, Sendable, Hashable, Codable, CaseIterable {
    case capacity
    case timeWindow = "time-window"
    case shift
    case release
    case hub
    case hubOpening = "hub-opening"
    case skills
    case rest
    case rideTime = "ride-time"
    case pairing
    case battery
    case taskLimit = "task-limit"
    case travelTimeLimit = "travel-time-limit"
    case distanceLimit = "distance-limit"
    case durationLimit = "duration-limit"
    case tripLimit = "trip-limit"
    case lockedStops = "locked-stops"
    case unreachable
    case reload
    /// Each is served once or listed as unserved once, by one existing vehicle.
    case completeness
    /// Optional and dearer to serve than its prize.
    case prize
}
