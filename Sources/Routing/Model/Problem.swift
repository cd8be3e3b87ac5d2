/// A day's routing problem: who can ride, what is to be carried, and what counts.
///
/// The model is that of VROOM with several trips, hubs, batteries, ride times and prizes added. Build one, check it with
/// ``validate()``, and hand it to ``Solver``.
public struct Problem: Sendable, Hashable {
    /// Where each location is; empty when only matrices are given.
    public var coordinates: [Coordinate]
    /// One for each profile that a vehicle names; all of one size.
    public var matrices: [TravelMatrix]
    /// Names of the load's dimensions, for messages: mass, volume, hot, chilled …
    public var dimensions: [String]
    public var hubs: [Hub]
    public var vehicles: [Vehicle]
    public var jobs: [Job]
    public var pairs: [PickupDelivery]
    public var objective: Objective

    public init(
        coordinates: [Coordinate] = [], matrices: [TravelMatrix], dimensions: [String] = [], hubs: [Hub] = [],
        vehicles: [Vehicle], jobs: [Job] = [], pairs: [PickupDelivery] = [], objective: Objective = Objective()
    ) {
        self.coordinates = coordinates
        self.matrices = matrices
        self.dimensions = dimensions
        self.hubs = hubs
        self.vehicles = vehicles
        self.jobs = jobs
        self.pairs = pairs
        self.objective = objective
    }
}

/// What is minimised once as much as possible is served: the vehicles' costs, prizes forgone, and these.
public struct Objective: Sendable, Hashable {
    /// Cost units for each request that rides with another vehicle or in another order than its riders were told.
    public var changePenalty: Int
    /// Cost units for each hour by which a used vehicle's tour is longer than the shortest used one's; 0 is off.
    public var balancePerHour: Int

    public init(changePenalty: Int = 0, balancePerHour: Int = 0) {
        self.changePenalty = changePenalty
        self.balancePerHour = balancePerHour
    }
}
