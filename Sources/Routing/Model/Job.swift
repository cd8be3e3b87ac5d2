/// A stop that stands alone: a delivery from a hub, a pick-up to a hub, both at once, or a service without goods.
public struct Job: Sendable, Hashable {
    /// The caller's number for it, unique among the jobs.
    public var id: Int
    public var name: String
    public var location: Int
    /// What is loaded at the start of the trip and left here, for each dimension; empty is nothing.
    public var delivery: [Int]
    /// What is taken here and handed over at the end of the trip, for each dimension; empty is nothing.
    public var pickup: [Int]
    /// The hub at which the trip that delivers this must be loaded, or to which what is picked up must come; `nil`: any start.
    public var hub: Int?
    /// The trip that brings this leaves its start no earlier (the goods are not there before).
    public var release: Seconds
    public var visit: Visit
    /// Every one of these must be among the vehicle's.
    public var skills: Set<Int>
    public var priority: Priority

    public init(
        id: Int, name: String = "", location: Int, delivery: [Int] = [], pickup: [Int] = [], hub: Int? = nil,
        release: Seconds = 0,
        visit: Visit = Visit(), skills: Set<Int> = [], priority: Priority = .mandatory(0)
    ) {
        self.id = id
        self.name = name
        self.location = location
        self.delivery = delivery
        self.pickup = pickup
        self.hub = hub
        self.release = release
        self.visit = visit
        self.skills = skills
        self.priority = priority
    }
}

/// Goods that one vehicle takes at one place and leaves at another within one trip: shop → customer.
///
/// VROOM calls it a shipment; here a shipment is what the marketplace sends, whichever way it travels.
public struct PickupDelivery: Sendable, Hashable {
    /// One end of the pair.
    public struct End: Sendable, Hashable {
        /// The caller's number, unique among pick-ups or among drop-offs.
        public var id: Int
        public var location: Int
        public var visit: Visit

        public init(id: Int, location: Int, visit: Visit = Visit()) {
            self.id = id
            self.location = location
            self.visit = visit
        }
    }

    public var name: String
    public var pickup: End
    public var delivery: End
    public var amount: [Int]
    /// The longest time between leaving the pick-up and arriving at the drop-off: hot food; `nil`: any.
    public var maximumRideTime: Seconds?
    public var skills: Set<Int>
    public var priority: Priority

    public init(
        name: String = "", pickup: End, delivery: End, amount: [Int] = [], maximumRideTime: Seconds? = nil, skills: Set<Int> = [],
        priority: Priority = .mandatory(0)
    ) {
        self.name = name
        self.pickup = pickup
        self.delivery = delivery
        self.amount = amount
        self.maximumRideTime = maximumRideTime
        self.skills = skills
        self.priority = priority
    }
}

/// How long a stop takes and when its service may start.
public struct Visit: Sendable, Hashable {
    /// Time that is needed once when arriving from another location (parking, ringing the bell).
    public var setup: Seconds
    public var service: Seconds
    /// When the service (its set-up included) may start, ascending and disjoint.
    public var windows: [TimeWindow]

    public init(setup: Seconds = 0, service: Seconds = 0, windows: [TimeWindow] = [.always]) {
        self.setup = setup
        self.service = service
        self.windows = windows
    }
}

/// What leaving a request out costs.
public enum Priority: Sendable, Hashable {
    /// Serve it if that can be done at any price; among those that cannot all be served, the higher number first (0…100).
    case mandatory(Int)
    /// Serve it if that costs less than so many cost units.
    case optional(prize: Int)
}
