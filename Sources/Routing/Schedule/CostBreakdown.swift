/// What a solution costs, part by part and exactly.
///
/// Every part is in 1/18000 of a cost unit, the largest unit in which rates per hour (1/3600) and per kilometre (1/1000) are whole.
public struct CostBreakdown: Sendable, Hashable {
    /// How many exact units make a cost unit.
    public static let unitsPerCost = 18_000
    static let unitsPerSecond = unitsPerCost / 3600
    static let unitsPerMetre = unitsPerCost / 1000

    /// Using vehicles.
    public var fixed = 0
    /// Riding time, or the legs' costs where the matrix has ``TravelMatrix/costs``.
    public var travel = 0
    /// Set-up, service, reload time and the rate for each task.
    public var task = 0
    public var waiting = 0
    /// Kilometres.
    public var distance = 0
    /// The prizes of optional requests left out.
    public var prizesForgone = 0
    public var changePenalty = 0
    public var balance = 0

    public init() {}

    /// The sum of all parts in 1/18000 cost units.
    public var exact: Int {
        fixed + travel + task + waiting + distance + prizesForgone + changePenalty + balance
    }

    /// ``exact`` in cost units, rounded to the nearest, halves up.
    public var rounded: Int { Self.round(exact) }

    /// An exact amount in cost units, rounded to the nearest, halves up.
    public static func round(_ exact: Int) -> Int {
        let sum = exact + unitsPerCost / 2
        return sum >= 0 ? sum / unitsPerCost : (sum - unitsPerCost + 1) / unitsPerCost
    }

    public static func + (left: CostBreakdown, right: CostBreakdown) -> CostBreakdown {
        var sum = left
        sum.fixed += right.fixed
        sum.travel += right.travel
        sum.task += right.task
        sum.waiting += right.waiting
        sum.distance += right.distance
        sum.prizesForgone += right.prizesForgone
        sum.changePenalty += right.changePenalty
        sum.balance += right.balance
        return sum
    }
}

extension Problem {
    /// What one tour costs by itself: all parts but prizes, changes and balance. A tour without stops costs nothing.
    public func cost(of schedule: Schedule) -> CostBreakdown {
        var cost = CostBreakdown()
        guard schedule.steps.count > 2 else { return cost }
        let vehicle = vehicles[schedule.vehicle]
        let rates = vehicle.costs
        cost.fixed = rates.fixed * CostBreakdown.unitsPerCost
        cost.task =
            schedule.taskTime * rates.perTaskHour * CostBreakdown.unitsPerSecond
            + schedule.tasks * rates.perTask * CostBreakdown.unitsPerCost
        cost.waiting = schedule.waiting * rates.perWaitingHour * CostBreakdown.unitsPerSecond
        let matrix = matrix(of: vehicle)
        if let legCosts = matrix.costs {
            var here: Int?
            for step in schedule.steps {
                if let from = here, let to = step.location, from != to {
                    cost.travel += Int(legCosts[from * matrix.size + to]) * CostBreakdown.unitsPerCost
                }
                here = step.location ?? here
            }
        } else {
            cost.travel = schedule.travelTime * rates.perTravelHour * CostBreakdown.unitsPerSecond
            cost.distance = schedule.distance * rates.perKilometre * CostBreakdown.unitsPerMetre
        }
        return cost
    }

    /// What a whole solution costs. Mandatory requests left out have no price; see ``SolutionValue``.
    public func cost(of solution: Solution) -> CostBreakdown {
        let schedules = solution.tours.filter { !$0.stops.isEmpty }.map { Schedule(self, $0) }
        var cost = schedules.reduce(CostBreakdown()) { $0 + self.cost(of: $1) }
        for unserved in solution.unserved {
            if case .optional(let prize) = priority(of: unserved.request) {
                cost.prizesForgone += prize * CostBreakdown.unitsPerCost
            }
        }
        if objective.changePenalty != 0 {
            cost.changePenalty = changedRequests(in: solution).count * objective.changePenalty * CostBreakdown.unitsPerCost
        }
        if objective.balancePerHour != 0, let shortest = schedules.lazy.map(\.duration).min() {
            let excess = schedules.reduce(0) { $0 + $1.duration - shortest }
            cost.balance = excess * objective.balancePerHour * CostBreakdown.unitsPerSecond
        }
        return cost
    }

    /// How much a request matters.
    public func priority(of request: Request) -> Priority {
        switch request {
        case .job(let index): jobs[index].priority
        case .pair(let index): pairs[index].priority
        }
    }
}
