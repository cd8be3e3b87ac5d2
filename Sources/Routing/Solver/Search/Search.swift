/// One thread's search: ruin and recreate on a plan of its own.
///
/// The engine is slack induction by string removals (Christiaens and Vanden Berghe, Transportation Science 54(2), 2020): strings of
/// consecutive visits are taken out of neighbouring tours and put back greedily with blinks; annealing decides what stays.
final class Search {
    let instance: Instance
    let neighbours: Neighbours
    let plan: Plan
    var random: RandomSource
    var settings: SearchSettings

    /// Requests to be put back, in order.
    let pending: UnsafeMutablePointer<Int32>
    var pendingCount = 0
    let orderKeys: UnsafeMutablePointer<Int>
    let window: UnsafeMutablePointer<Int32>
    /// The last iteration that took something out of a trip, by its head.
    let ruinedIn: UnsafeMutablePointer<Int>
    let seenIn: UnsafeMutablePointer<Int>
    var iteration = 0
    var seenStamp = 0
    var candidates: CandidateList
    let knownPairPlaces: KnownPairPlaces
    private let candidatePlaces: UnsafeMutablePointer<Place>
    /// Whether good places are overlooked now and then.
    var blinks = true
    /// Whether the next optional request that is not worth its cost is put in all the same.
    var isGenerous = false
    /// How often a request was left out, for the search that empties the bank.
    let absences: UnsafeMutablePointer<Int>

    let best: PlanSnapshot
    /// The best plan of the part of the search that is going on.
    let partBest: PlanSnapshot
    /// The plan that annealing begins with.
    let firstPlan: PlanSnapshot
    /// What temperatures are counted in; see ``heatUnit``.
    var temperatureScale = 1.0
    var progeny = Progeny()
    var trial: TourTrial
    var hasTimeForTrials = false
    /// What search keeps to.
    var focus: SearchFocus
    /// ``SearchSettings/prizeHeat`` for the time that there is, and the share that prizes count for more at the present temperature.
    var prizeHeat = 0.0
    var prizeSurcharge = 0.0
    var improvements = 0
    /// Whether it went out from a plan that was given.
    private(set) var isWarm = false

    init(_ instance: Instance, neighbours: Neighbours, seed: UInt64, settings: SearchSettings = SearchSettings()) {
        self.instance = instance
        self.neighbours = neighbours
        self.settings = settings
        plan = Plan(instance)
        random = RandomSource(seed: seed)
        let requests = max(1, instance.requestCount)
        pending = .allocate(capacity: requests)
        orderKeys = .allocate(capacity: requests)
        window = .allocate(capacity: max(4, instance.nodeCount))
        ruinedIn = .allocate(capacity: max(1, instance.nodeCount))
        ruinedIn.initialize(repeating: -1, count: max(1, instance.nodeCount))
        seenIn = .allocate(capacity: max(1, instance.vehicleCount))
        seenIn.initialize(repeating: -1, count: max(1, instance.vehicleCount))
        candidatePlaces = .allocate(capacity: CandidateList.mostPlaces)
        candidatePlaces.initialize(repeating: Place(), count: CandidateList.mostPlaces)
        candidates = CandidateList(candidatePlaces)
        knownPairPlaces = KnownPairPlaces(instance)
        absences = .allocate(capacity: requests)
        absences.initialize(repeating: 0, count: requests)
        best = PlanSnapshot(instance)
        partBest = PlanSnapshot(instance)
        firstPlan = PlanSnapshot(instance)
        trial = TourTrial(instance)
        focus = SearchFocus(instance)
        best.save(plan, cost: plan.cost + balanceCost())
    }

    deinit {
        pending.deallocate()
        orderKeys.deallocate()
        window.deallocate()
        ruinedIn.deallocate()
        seenIn.deallocate()
        absences.deallocate()
        candidatePlaces.deallocate()
        focus.deallocate()
    }

    /// Whether there are vehicles and requests.
    var canPlan: Bool { instance.vehicleCount > 0 && instance.requestCount > 0 }

    /// What tours longer than the shortest cost; 0 unless asked for.
    func balanceCost() -> Int {
        guard instance.features.balanced, plan.usedCount > 0 else { return 0 }
        var (sum, shortest) = (0, Int.max)
        for index in 0..<plan.usedCount {
            let duration = plan.duration(of: Int(plan.used[index]))
            sum += duration
            shortest = min(shortest, duration)
        }
        return (sum - shortest * plan.usedCount) * instance.problem.objective.balancePerHour * CostBreakdown.unitsPerSecond
    }

    /// Goes on from another search's plan, with what that one knows of the problem.
    func join(_ other: Search) {
        plan.load(other.best.sequence(of:))
        best.copy(other.best)
        partBest.clear()
        firstPlan.copy(other.firstPlan)
        learn(from: other)
    }

    /// Takes over what another search knows of the problem.
    func learn(from other: Search) {
        isWarm = other.isWarm
        temperatureScale = other.temperatureScale
        hasTimeForTrials = other.hasTimeForTrials
        prizeHeat = other.prizeHeat
    }

    /// Puts every request into the plan that fits, in the order of a first plan.
    func construct() {
        let features = instance.features
        takeOverPlannedStops()
        let isFresh = plan.usedCount == 0
        // What is mostly planned already is not worth melting down.
        isWarm = 2 * plan.bankCount < instance.requestCount && !isFresh
        if isFresh, !features.rich, !features.pairs, !features.mixedLoads, instance.vehicleCount > 0 { constructBySavings() }
        if features.optional { dropUnprofitable() }
        plan.begin()
        pendingCount = 0
        for index in 0..<plan.bankCount {
            pending[pendingCount] = plan.bank[index]
            pendingCount += 1
        }
        sortPending(by: instance.features.time ? .windowEnd : .far)
        blinks = false
        recreate()
        blinks = true
        plan.commit()
        best.save(plan, cost: plan.cost + balanceCost())
    }
}
