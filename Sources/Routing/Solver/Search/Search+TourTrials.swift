import Foundation

/// A tour of optional requests that was opened at a loss, and how long it has to come to pay.
struct TourTrial {
    /// The plan before it.
    let before: PlanSnapshot
    private(set) var objective = 0
    /// Iterations that it still has.
    private(set) var remaining = 0
    private var heat = (first: 0.0, last: 0.0)

    /// How many iterations a trial takes, and how many iterations pass from one to the next.
    static let length = 1_000
    static let period = 4_000

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

    mutating func end() { remaining = 0 }
}

extension Search {
    /// Opens a tour for requests that are left out, whatever it costs, and lets search look only there for a while.
    ///
    /// Optional requests can pay together that do not pay one by one; a tour of them that is not yet good costs more than annealing lets
    /// through once it is cool.
    func beginTrial(_ heat: (first: Double, last: Double)) {
        guard plan.bankCount > 0 else { return }
        let request = Int(plan.bank[random.below(plan.bankCount)])
        let seed = instance.node(of: request)
        let vehicle = plan.freeVehicle(ofClass: random.below(instance.classCount))
        guard vehicle >= 0, plan.stops[seed].mate < 0, instance.prizes[request] >= 0 else { return }
        let objective = objective
        trial.before.save(plan, cost: plan.cost)
        plan.begin()
        apply(Place(cost: 0, after: plan.vehicles[vehicle].start), request: request, node: seed)
        guard canRide(vehicle) else {
            plan.undo()
            return
        }
        pendingCount = 0
        for index in 0..<neighbours.count {
            let near = instance.request(of: Int(neighbours.nodes[seed * neighbours.count + index]))
            if plan.bankPosition[near] >= 0, plan.stops[instance.node(of: near)].mate < 0 {
                pending[pendingCount] = Int32(near)
                pendingCount += 1
            }
        }
        recreate()
        if isSound {
            plan.commit()
            trial.begin(objective: objective, heat: heat)
            trialSeed = seed
        } else {
            plan.undo()
        }
    }

    /// Keeps what a trial has made, or goes back to the plan before it. Returns the objective of the plan.
    func endTrial() -> Int {
        trial.end()
        trialSeed = -1
        if objective >= trial.objective { plan.load(trial.before.sequence(of:)) }
        return objective
    }

    /// A visit for a ruin to begin at: any, or during a trial one near its first.
    @inline(__always)
    func drawSeed() -> Int {
        if trialSeed < 0 { return random.below(instance.visitCount) }
        let offset = random.below(min(Self.trialNeighbours, neighbours.count) + 1)
        return offset == 0 ? trialSeed : Int(neighbours.nodes[trialSeed * neighbours.count + offset - 1])
    }

    private static let trialNeighbours = 40
}
