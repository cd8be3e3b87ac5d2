/// The times, loads and ways of one tour: what a sequence of stops means.
///
/// The rules, which the solver, the checker and the arrival times told to customers share:
///
/// - **Departure.** Of all departures that let the tour end as early as possible and make no stop (and no leaving of a hub) later
///   than it may be, the latest is taken. From then on everything happens as early as it can. A tour leaves its start no earlier than its shift begins, its hub opens, and the goods of its
///   first trip are there.
/// - **Service** begins in one of the stop's windows; arriving before a window means waiting. ``Visit/setup`` is needed only when
///   arriving from another location (or when the tour starts at this stop without a place to start from).
/// - **Rests** are taken where they stand in the sequence, at the location of the stop before them.
/// - **Reload.** What was picked up is handed over and the next trip's deliveries are loaded, which takes the hub's reload time
///   and begins while the hub is open. Then the bike waits until the next trip's goods are there.
/// - **End.** Returning before the end's hub opens means waiting.
/// - **Speed.** Each leg's duration is divided by the vehicle's speed factor and rounded (``Vehicle/travelTime(scaling:)``).
///
/// A schedule can be made of any sequence of stops, also of one that breaks constraints: what begins too late then simply begins
/// late. Whether a plan is feasible is ``Checker``'s word.
public struct Schedule: Sendable, Hashable {
    /// Index into ``Problem/vehicles``.
    public let vehicle: Int
    /// The start, each stop, the end; at least two. Start and end are there even if the vehicle has no such place.
    public let steps: [Step]

    public struct Step: Sendable, Hashable {
        public var kind: Kind
        /// `nil` only where there is none yet: a rest before the first stop of a tour that starts at its first stop.
        public var location: Int?
        /// When the bike is there.
        public var arrival: Seconds
        /// When set-up, service, reload or rest begins.
        public var begin: Seconds
        public var setup: Seconds
        /// Service, reload time or the length of the rest.
        public var service: Seconds
        /// When the bike leaves; later than service's end only where it waits for goods.
        public var departure: Seconds
        /// On board when leaving, for each dimension.
        public var load: [Int]
        /// Since the tour's start.
        public var travelTime: Seconds
        /// Since the tour's start.
        public var distance: Metres
        /// In the battery when leaving, charging included; `nil` without a battery.
        public var battery: MilliwattHours?
        /// Counts from 0. A reload belongs to the trip that it ends.
        public var trip: Int

        /// Before service and, at a reload or start, for goods.
        public var waiting: Seconds {
            (begin - arrival) + (departure - begin - setup - service)
        }
    }

    public enum Kind: Sendable, Hashable {
        case start
        case stop(Stop)
        case end
    }

    public init(vehicle: Int, steps: [Step]) {
        self.vehicle = vehicle
        self.steps = steps
    }

    /// When the tour leaves its start.
    public var departure: Seconds { steps[0].departure }
    /// When the tour is over: back at its end, or done with its last stop.
    public var completion: Seconds { steps[steps.count - 1].departure }
    /// From leaving to returning.
    public var duration: Seconds { completion - departure }
    public var travelTime: Seconds { steps[steps.count - 1].travelTime }
    public var distance: Metres { steps[steps.count - 1].distance }
    public var trips: Int { steps[steps.count - 1].trip + 1 }
    /// All waiting between leaving and returning.
    public var waiting: Seconds { steps.reduce(0) { $0 + $1.waiting } }
    /// All set-up, service and reload time; rests are none.
    public var taskTime: Seconds {
        steps.reduce(0) { sum, step in
            if case .stop(.rest) = step.kind { sum } else { sum + step.setup + step.service }
        }
    }
    /// How many jobs, pick-ups and drop-offs.
    public var tasks: Int {
        steps.reduce(0) { count, step in
            switch step.kind {
            case .stop(.job), .stop(.pickup), .stop(.dropoff): count + 1
            default: count
            }
        }
    }
}
