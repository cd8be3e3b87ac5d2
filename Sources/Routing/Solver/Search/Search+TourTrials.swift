import Foundation

/// A tour that was opened at a loss, or closed, and how long the plan has to come to be the better for it.
struct TourTrial {
    /// The plan before it.
    let before: PlanSnapshot
    private(set) var objective = 0
    /// Iterations that it still has.
    private(set) var remaining = 0
    /// The iteration from which on the next may begin.
    private(set) var next = 0
    private var heat = (first: 0.0, last: 0.0)

    /// How many iterations a trial takes at most.
    static let length = 1_000
    /// How many iterations a trial has before it may be given up, and how many pass from one look at it to the next.
    private static let patience = 200
    private static let interval = 50
    /// How much dearer than the plan before a trial may be at its beginning, in the unit of temperatures; ever less as it goes on.
    private static let allowance = 80.0

    init(_ instance: Instance) {
        before = PlanSnapshot(instance)
    }

    var isOn: Bool { remaining > 0 }

    mutating func begin(objective: Int, heat: (first: Double, last: Double)) {
        self.objective = objective
        self.heat = heat
        remaining = Self.length
    }

    /// The temperature of its next iteration.
    mutating func nextTemperature() -> Double {
        remaining -= 1
        return heat.last * pow(heat.first / heat.last, Double(remaining) / Double(Self.length))
    }

    /// Whether the plan is so much dearer than the one before that what remains of the trial will hardly make up for it.
    ///
    /// Trials that come to something are near the old plan after a third of their iterations; most others are far from it to their end.
    func isHopeless(objective: Int, unit: Double) -> Bool {
        let passed = Self.length - remaining
        guard passed >= Self.patience, passed % Self.interval == 0 else { return false }
        let share = Double(remaining) / Double(Self.length)
        return Double(objective - self.objective) > Self.allowance * unit * share * share * share
    }

    /// Ends it, and lets the next one wait.
    ///
    /// - Parameter iteration: The iteration that goes on.
    mutating func end(in iteration: Int, isWarm: Bool) {
        pause(from: iteration, after: Self.length - remaining, isWarm: isWarm)
        remaining = 0
    }

    /// Lets the next one wait for so many iterations or three times as many: fewer when going out from a plan that was given, for which
    /// there is little time.
    mutating func pause(from iteration: Int, after length: Int, isWarm: Bool) {
        next = iteration + (isWarm ? 1 : 3) * length
    }
}

extension Search {
    /// Whether the number of tours is a question of cost: bikes cost something, or some requests may be left out.
    var triesTours: Bool {
        instance.features.optional || (instance.features.fixedCosts && hasTimeForTrials && !isFleetDecisive)
    }

    /// Opens a tour or closes one, whatever that costs, and lets search look only there for a while.
    ///
    /// Between one number of tours and the next lies a hill that annealing does not get over once it is cool: a new tour costs more
    /// than it spares until it is good, and the requests of a closed one first make other tours long.
    func beginTrial(_ heat: (first: Double, last: Double)) {
        let objective = objective
        // Should it not come about.
        trial.pause(from: iteration, after: TourTrial.length, isWarm: isWarm)
        trial.before.save(plan, cost: plan.cost)
        focus.clear()
        plan.begin()
        pendingCount = 0
        guard random.next() & 1 == 0 ? openTour() : closeTour() else {
            plan.undo()
            focus.clear()
            return
        }
        sortPending(by: drawOrder())
        recreate()
        if isSound {
            plan.commit()
            trial.begin(objective: objective, heat: heat)
        } else {
            plan.undo()
            plan.vehicleAllowance = .max
            focus.clear()
        }
    }

    /// Keeps what a trial has made, or goes back to the plan before it. Returns the objective of the plan.
    func endTrial(_ temperature: Double) -> Int {
        trial.end(in: iteration, isWarm: isWarm)
        focus.clear()
        plan.vehicleAllowance = .max
        let allowed = Double(trial.objective) - temperature * log(max(1e-300, random.unit()))
        if Double(objective) >= allowed { plan.load(trial.before.sequence(of:)) }
        return objective
    }

    /// Gives a free vehicle a request that is left out or that another tour has, and takes out what lies near. Returns whether it could.
    private func openTour() -> Bool {
        let vehicle = plan.freeVehicle(ofClass: random.below(instance.classCount))
        guard vehicle >= 0 else { return false }
        // Where vehicles cost nothing, only what is left out is a reason for a tour more.
        let takesLeftOut = plan.bankCount > 0 && (!instance.features.fixedCosts || random.next() & 1 == 0)
        guard takesLeftOut || instance.features.fixedCosts else { return false }
        let request = takesLeftOut ? Int(plan.bank[random.below(plan.bankCount)]) : random.below(instance.requestCount)
        let seed = instance.node(of: request)
        guard !plan.stops[seed].isPinned else { return false }
        if !takesLeftOut { takeOutNear(seed) }
        guard plan.bankPosition[request] >= 0 else { return false }
        apply(Place(cost: 0, after: plan.vehicles[vehicle].start, dropoffAfter: Int32(seed)), request: request, node: seed)
        guard canRide(vehicle) else { return false }
        addToFocus(seed, neighbours: Self.trialNeighbours)
        for index in 0..<focus.count {
            let near = instance.request(of: focus[index])
            if plan.bankPosition[near] >= 0, focus[index] == instance.node(of: near), !isPending(near, pendingCount) {
                pending[pendingCount] = Int32(near)
                pendingCount += 1
            }
        }
        return true
    }

    /// Takes out a visit and some of those nearest to it.
    private func takeOutNear(_ seed: Int) {
        for index in -1..<min(Self.trialRuin, neighbours.count) {
            let node = index < 0 ? seed : Int(neighbours.nodes[seed * neighbours.count + index])
            let vehicle = Int(plan.states[node].vehicle)
            guard vehicle >= 0, !plan.stops[node].isPinned else { continue }
            plan.touch(vehicle)
            takeOut(node)
        }
        for vehicle in plan.changedVehicles {
            tidyTrips(Int(vehicle))
            plan.refresh(Int(vehicle))
        }
    }

    /// Takes out all of a tour, the shorter of two, and lets no other be opened as long as the trial goes on. Returns whether it could.
    private func closeTour() -> Bool {
        guard plan.usedCount > 1 else { return false }
        let (one, other) = (Int(plan.used[random.below(plan.usedCount)]), Int(plan.used[random.below(plan.usedCount)]))
        let vehicle = plan.tours[other].visits < plan.tours[one].visits ? other : one
        guard instance.problem.vehicles[vehicle].lockedStops.isEmpty else { return false }
        var node = Int(plan.vehicles[vehicle].start)
        while node >= 0 {
            if plan.stops[node].request >= 0 { addToFocus(node, neighbours: Self.closedNeighbours) }
            node = Int(plan.states[node].next)
        }
        removeAll(of: vehicle)
        plan.vehicleAllowance = plan.usedCount
        return focus.isOn
    }

    /// How many of the nearest visits search looks at beside the first of a tour that is opened, and beside each of one that is closed.
    private static let trialNeighbours = 40
    private static let closedNeighbours = 6
    /// How many visits leave their tours for one that is opened.
    private static let trialRuin = 10
}
