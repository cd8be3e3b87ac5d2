/// One bike with one rider for one shift: what a tour is planned for.
public struct Vehicle: Sendable, Hashable {
    /// The caller's number for it, unique among the vehicles.
    public var id: Int
    public var name: String
    /// Which of the problem's matrices it rides by.
    public var profile: Int
    /// Multiplies speed: 1.25 rides the matrix's durations in four fifths of the time. At most two decimals count.
    public var speedFactor: Double
    /// Where it starts; `nil`: at its first stop.
    public var start: Place?
    /// Where it ends; `nil`: at its last stop.
    public var end: Place?
    /// Hubs at which it may end one trip and begin the next, in addition to its start and end. Empty: one trip only.
    public var reloadHubs: [Int]
    /// The most it may carry at once, one entry for each of the problem's dimensions.
    public var capacity: [Int]
    /// When it may be on the road. It may start later and end earlier.
    public var shift: TimeWindow
    public var breaks: [Break]
    /// What it (and its rider) can do; see ``Job/skills``.
    public var skills: Set<Int>
    public var costs: Costs
    public var limits: Limits
    public var battery: Battery?
    /// Stops that stay as they are: the tour begins with exactly these, in this order, reloads and breaks included.
    public var lockedStops: [Stop]
    /// What the riders were already told: the order that ``Objective/changePenalty`` compares with. Also a start solution.
    public var plannedStops: [Stop]

    public init(
        id: Int, name: String = "", profile: Int = 0, speedFactor: Double = 1, start: Place? = nil, end: Place? = nil,
        reloadHubs: [Int] = [], capacity: [Int] = [], shift: TimeWindow = .always, breaks: [Break] = [], skills: Set<Int> = [],
        costs: Costs = Costs(), limits: Limits = Limits(), battery: Battery? = nil, lockedStops: [Stop] = [],
        plannedStops: [Stop] = []
    ) {
        self.id = id
        self.name = name
        self.profile = profile
        self.speedFactor = speedFactor
        self.start = start
        self.end = end
        self.reloadHubs = reloadHubs
        self.capacity = capacity
        self.shift = shift
        self.breaks = breaks
        self.skills = skills
        self.costs = costs
        self.limits = limits
        self.battery = battery
        self.lockedStops = lockedStops
        self.plannedStops = plannedStops
    }

    /// Where a tour starts or ends.
    public enum Place: Sendable, Hashable {
        /// One of the problem's hubs: goods are loaded and handed over there.
        case hub(Int)
        /// Any location. Goods that come from no particular hub may be on board at the start and be brought to the end.
        case location(Int)
    }

    /// What using the vehicle costs, in cost units (cents, for the planner).
    public struct Costs: Sendable, Hashable {
        /// Once if it is used at all.
        public var fixed: Int
        /// For each hour of riding.
        public var perTravelHour: Int
        /// For each hour of set-up, service, reloading.
        public var perTaskHour: Int
        /// For each hour of waiting between leaving and returning. Breaks cost nothing.
        public var perWaitingHour: Int
        public var perKilometre: Int
        /// For each job, pick-up and drop-off.
        public var perTask: Int

        /// Defaults: a cost unit for each second of travel, as in VROOM.
        public init(
            fixed: Int = 0, perTravelHour: Int = 3600, perTaskHour: Int = 0, perWaitingHour: Int = 0, perKilometre: Int = 0,
            perTask: Int = 0
        ) {
            self.fixed = fixed
            self.perTravelHour = perTravelHour
            self.perTaskHour = perTaskHour
            self.perWaitingHour = perWaitingHour
            self.perKilometre = perKilometre
            self.perTask = perTask
        }
    }

    /// What a whole tour may not exceed; `nil` is no limit.
    public struct Limits: Sendable, Hashable {
        public var tasks: Int?
        public var travelTime: Seconds?
        public var distance: Metres?
        /// From leaving to returning: riding, service, waiting and breaks.
        public var duration: Seconds?
        public var trips: Int?

        public init(
            tasks: Int? = nil, travelTime: Seconds? = nil, distance: Metres? = nil, duration: Seconds? = nil, trips: Int? = nil
        ) {
            self.tasks = tasks
            self.travelTime = travelTime
            self.distance = distance
            self.duration = duration
            self.trips = trips
        }
    }

    /// The bike's battery. A leg takes what the matrix says for it; a hub gives some back (see ``Hub/charging``).
    public struct Battery: Sendable, Hashable {
        public var capacity: MilliwattHours
        /// What is in it at the start.
        public var initial: MilliwattHours
        /// What must never be touched.
        public var reserve: MilliwattHours

        public init(capacity: MilliwattHours, initial: MilliwattHours? = nil, reserve: MilliwattHours = 0) {
            self.capacity = capacity
            self.initial = initial ?? capacity
            self.reserve = reserve
        }
    }

    /// A rest that starts within one of its windows, wherever the bike is then. Its time counts neither as travel nor as work.
    public struct Break: Sendable, Hashable {
        public var id: Int
        public var duration: Seconds
        /// When it may start, ascending and disjoint.
        public var windows: [TimeWindow]
        /// The most that may be on board meanwhile, for each dimension; `nil`: anything.
        public var maximumLoad: [Int]?

        public init(id: Int, duration: Seconds, windows: [TimeWindow] = [.always], maximumLoad: [Int]? = nil) {
            self.id = id
            self.duration = duration
            self.windows = windows
            self.maximumLoad = maximumLoad
        }
    }
}

/// A micro-hub: tours start, reload, charge and end there.
public struct Hub: Sendable, Hashable {
    public var name: String
    public var location: Int
    /// When bikes may leave, reload or return.
    public var opening: TimeWindow
    /// How long a stop between two trips takes.
    public var reloadTime: Seconds
    public var charging: Charging

    public init(
        name: String = "", location: Int, opening: TimeWindow = .always, reloadTime: Seconds = 0, charging: Charging = .none
    ) {
        self.name = name
        self.location = location
        self.opening = opening
        self.reloadTime = reloadTime
        self.charging = charging
    }

    /// What a reload does for the battery.
    public enum Charging: Sendable, Hashable {
        case none
        /// A full battery is put in within the reload time.
        case swap
        /// So many milliwatt hours for each minute of the reload time, up to the battery's capacity.
        case plug(milliwattHoursPerMinute: Int)
    }
}
