/// A problem compiled for search: flat tables, everything named by small indices.
///
/// Nodes are numbered: first the jobs, then pick-up and drop-off of each pair, then rests, a supply of reloads, and a start and an
/// end for each vehicle. Requests are numbered: jobs, then pairs.
final class Instance {
    let problem: Problem
    let requestCount: Int
    /// Jobs, pick-ups and drop-offs: the nodes that belong to requests.
    let visitCount: Int
    let firstRest: Int
    let firstReload: Int
    let firstStart: Int
    let nodeCount: Int
    let dimensions: Int
    let stops: UnsafeMutablePointer<StopData>
    let vehicles: UnsafeMutablePointer<VehicleData>
    let vehicleCount: Int
    let classCount: Int
    /// Vehicles of each class, ascending.
    let classMembers: [[Int]]
    let tables: [TravelTable]
    let features: Features
    /// Capacity of each vehicle in all dimensions, `dimensions` entries each.
    let capacities: UnsafeMutablePointer<Int32>
    /// For each node and dimension: delivered, picked up, carried; three tables of `nodeCount * dimensions`.
    let amounts: UnsafeMutablePointer<Int32>
    /// Start and end of each window of the nodes that have several.
    let windows: UnsafeMutablePointer<(start: Int, end: Int)>
    /// Whether a class of vehicles could serve a request at all: `vehicleClass * requestCount + request`.
    let compatible: UnsafeMutablePointer<Bool>
    /// What leaving a request out costs if it is optional; -1 for a mandatory one.
    let prizes: UnsafeMutablePointer<Int>
    /// How bad it is to leave a mandatory request out, so that no sum of lower priorities outweighs a higher one.
    let weights: UnsafeMutablePointer<Int>
    /// Reload nodes in the supply, by hub.
    let reloadNodes: [Range<Int>]
    /// For each vehicle the reload hubs that it may use.
    let reloadHubs: [[Int32]]
    /// The same by `hub * vehicleCount + vehicle`.
    let mayReload: UnsafeMutablePointer<Bool>
    /// What search puts on a mandatory request that is left out, in exact cost.
    let leftOutCost: Int
    let averageLegCost: Double
    /// The least that a unit of the travel table costs; 0 where a leg of a tour does not tell what a place beside it costs at least:
    /// with several travel tables, or rests.
    let leastMultiplier: Int
    /// Whether every trip begins and ends at the same hub.
    let hasOneHub: Bool

    /// Whether some pair may be on board for so long only.
    let hasRideTimes: Bool

    /// Whether what a vehicle does could be done by another: nothing is locked, and it has no rests.
    let exchangeable: UnsafeMutablePointer<Bool>

    private let windowCount: Int

    init(_ problem: Problem) {
        self.problem = problem
        let layout = NodeLayout(problem)
        requestCount = problem.jobs.count + problem.pairs.count
        visitCount = layout.firstRest
        firstRest = layout.firstRest
        firstReload = layout.firstReload
        firstStart = layout.firstStart
        nodeCount = layout.nodeCount
        reloadNodes = layout.reloads
        dimensions = max(1, problem.dimensionCount)
        hasRideTimes = problem.pairs.contains { $0.maximumRideTime != nil }
        vehicleCount = problem.vehicles.count

        let fleet = CompiledFleet(problem, layout)
        classCount = fleet.members.count
        classMembers = fleet.members
        tables = fleet.tables
        reloadHubs = problem.vehicles.map { $0.reloadHubs.map(Int32.init) }
        mayReload = .allocate(capacity: max(1, problem.hubs.count * vehicleCount))
        mayReload.initialize(repeating: false, count: max(1, problem.hubs.count * vehicleCount))
        for (index, vehicle) in problem.vehicles.enumerated() {
            for hub in vehicle.reloadHubs { mayReload[hub * problem.vehicles.count + index] = true }
        }
        vehicles = .allocate(capacity: max(1, vehicleCount))
        vehicles.initialize(from: fleet.vehicles, count: vehicleCount)

        let compiled = CompiledStops(problem, layout, fleet)
        stops = .allocate(capacity: max(1, nodeCount))
        stops.initialize(from: compiled.stops, count: nodeCount)
        windowCount = compiled.windows.count
        windows = .allocate(capacity: max(1, windowCount))
        windows.initialize(from: compiled.windows, count: windowCount)

        let loads = CompiledLoads(problem, layout, dimensions: dimensions)
        amounts = .allocate(capacity: loads.amounts.count)
        amounts.initialize(from: loads.amounts, count: loads.amounts.count)
        capacities = .allocate(capacity: max(1, loads.capacities.count))
        capacities.initialize(from: loads.capacities, count: loads.capacities.count)
        for node in 0..<visitCount {
            stops[node].delivery = loads.amounts[node * dimensions]
            stops[node].pickup = loads.amounts[(nodeCount + node) * dimensions]
            stops[node].carried = loads.amounts[(2 * nodeCount + node) * dimensions]
        }
        for vehicle in 0..<vehicleCount { vehicles[vehicle].capacity = loads.capacities[vehicle * dimensions] }

        let worth = RequestWorth(problem)
        prizes = .allocate(capacity: max(1, requestCount))
        prizes.initialize(from: worth.prizes, count: requestCount)
        weights = .allocate(capacity: max(1, requestCount))
        weights.initialize(from: worth.weights, count: requestCount)

        compatible = .allocate(capacity: max(1, classCount * requestCount))
        for vehicleClass in 0..<classCount {
            let vehicle = fleet.members[vehicleClass][0]
            let skills = problem.vehicles[vehicle].skills
            for request in 0..<requestCount {
                let job = request < problem.jobs.count
                let needed = job ? problem.jobs[request].skills : problem.pairs[request - problem.jobs.count].skills
                let fits = loads.fits(request: request, jobs: problem.jobs.count, vehicle: vehicle)
                compatible[vehicleClass * requestCount + request] = fits && needed.isSubset(of: skills)
            }
        }

        var features = Features(problem, tables: tables, vehicles: fleet.vehicles, classCount: classCount, dimensions: dimensions)
        // Whether a vehicle may serve a request is only asked where it matters.
        for entry in 0..<classCount * requestCount where !compatible[entry] { features.rich = true }
        self.features = features
        let (mean, detour) = Self.costScale(tables: tables, vehicles: fleet.vehicles, requests: requestCount)
        averageLegCost = mean
        exchangeable = .allocate(capacity: max(1, vehicleCount))
        for (vehicle, model) in problem.vehicles.enumerated() {
            (exchangeable + vehicle).initialize(to: model.lockedStops.isEmpty && model.breaks.isEmpty)
        }
        hasOneHub = problem.hubs.count == 1 && problem.vehicles.allSatisfy { $0.start == .hub(0) && $0.end == .hub(0) }
        leastMultiplier = tables.count == 1 && !features.rests ? fleet.vehicles.map(\.multiplier).min() ?? 0 : 0
        leftOutCost = detour + Self.largestTaskCost(problem, fleet.vehicles)
    }

    deinit {
        stops.deallocate()
        vehicles.deallocate()
        mayReload.deallocate()
        amounts.deallocate()
        capacities.deallocate()
        windows.deallocate()
        prizes.deallocate()
        weights.deallocate()
        compatible.deallocate()
        exchangeable.deallocate()
    }

    /// The request that a visit belongs to.
    @inline(__always)
    func request(of node: Int) -> Int {
        Int(stops[node].request)
    }

    /// The first node of a request: the job, or the pick-up.
    @inline(__always)
    func node(of request: Int) -> Int {
        let jobs = problemJobs
        return request < jobs ? request : jobs + 2 * (request - jobs)
    }

    private var problemJobs: Int { requestCount - (visitCount - requestCount) }

    /// The request as the model names it.
    func modelRequest(_ request: Int) -> Request {
        request < problemJobs ? .job(request) : .pair(request - problemJobs)
    }

    /// The stop as the model names it; `nil` for starts and ends.
    func modelStop(_ node: Int) -> Stop? {
        let reference = Int(stops[node].reference)
        return switch stops[node].kind {
        case .job: .job(reference)
        case .pickup: .pickup(reference)
        case .dropoff: .dropoff(reference)
        case .rest: .rest(reference)
        case .reload: .reload(hub: reference)
        case .start, .end: nil
        }
    }

    /// The node of a request's stop; `nil` for reloads and rests.
    func visitNode(_ stop: Stop) -> Int? {
        switch stop {
        case .job(let index): index
        case .pickup(let index): problemJobs + 2 * index
        case .dropoff(let index): problemJobs + 2 * index + 1
        case .reload, .rest: nil
        }
    }

    /// When something begins for which one is there at `arrival`; past the last window's end if it is too late.
    @inline(__always)
    func begin(_ stop: UnsafeMutablePointer<StopData>, arrivingAt arrival: Int) -> Int {
        Self.begin(stop, arrivingAt: arrival, windows: windows)
    }

    /// The same for who keeps the windows at hand, so that the instance need not be held while looking.
    @inline(__always)
    static func begin(
        _ stop: UnsafeMutablePointer<StopData>, arrivingAt arrival: Int, windows: UnsafeMutablePointer<(start: Int, end: Int)>
    ) -> Int {
        if stop.pointee.windowCount == 1 { return max(arrival, stop.pointee.open) }
        return beginInWindows(stop, arrival, windows)
    }

    @inline(never)
    private static func beginInWindows(
        _ stop: UnsafeMutablePointer<StopData>, _ arrival: Int, _ windows: UnsafeMutablePointer<(start: Int, end: Int)>
    ) -> Int {
        let first = Int(stop.pointee.firstWindow)
        for window in first..<first + Int(stop.pointee.windowCount) where arrival <= windows[window].end {
            return max(arrival, windows[window].start)
        }
        return arrival
    }

    /// The latest arrival with which it begins no later than `bound`; `Int.min` if there is none.
    @inline(__always)
    func latestArrival(_ stop: UnsafeMutablePointer<StopData>, beginningBy bound: Int) -> Int {
        if stop.pointee.windowCount == 1 {
            return bound < stop.pointee.open ? Int.min / 4 : min(bound, stop.pointee.close)
        }
        return latestInWindows(stop, bound)
    }

    @inline(never)
    private func latestInWindows(_ stop: UnsafeMutablePointer<StopData>, _ bound: Int) -> Int {
        let first = Int(stop.pointee.firstWindow)
        for window in stride(from: first + Int(stop.pointee.windowCount) - 1, through: first, by: -1)
        where windows[window].start <= bound {
            return min(bound, windows[window].end)
        }
        return Int.min / 4
    }

    /// What serving a request can cost beside its way: its tasks with a reload, and waiting for as long as the latest window is away.
    ///
    /// Were leaving a request out cheaper than that, annealing would empty dear tours for good.
    private static func largestTaskCost(_ problem: Problem, _ vehicles: [VehicleData]) -> Int {
        let visits = problem.jobs.map(\.visit) + problem.pairs.flatMap { [$0.pickup.visit, $0.delivery.visit] }
        let longest = visits.map { $0.setup + $0.service }.max() ?? 0
        let reload = problem.hubs.map(\.reloadTime).max() ?? 0
        let opens = visits.compactMap { $0.windows.last?.start }.filter { $0 < endOfTime }
        let wait = (opens.max() ?? 0) - min(opens.min() ?? 0, problem.vehicles.map(\.shift.start).min() ?? 0)
        return vehicles.map { vehicle in
            2 * vehicle.taskCost + vehicle.taskSecondCost * (2 * longest + reload) + vehicle.waitingSecondCost * max(0, wait)
        }.max() ?? 0
    }

    /// The mean cost of a short leg, and a cost that no detour reaches.
    private static func costScale(tables: [TravelTable], vehicles: [VehicleData], requests: Int) -> (Double, Int) {
        var (largest, fixed) = (1, 0)
        var mean = 0.0
        for vehicle in vehicles {
            fixed = max(fixed, vehicle.fixedCost)
        }
        var seen: Set<Int32> = []
        for vehicle in vehicles where seen.insert(vehicle.table).inserted {
            let table = tables[Int(vehicle.table)]
            var sum = 0.0
            for row in 0..<table.size {
                var nearest = Int.max
                for column in 0..<table.size where column != row {
                    let cost = Int(table.cost[row * table.size + column])
                    if cost > 0, cost < nearest { nearest = cost }
                    if cost < Int(TravelTable.blocked) { largest = max(largest, cost * max(1, vehicle.multiplier)) }
                }
                if nearest < Int(TravelTable.blocked) { sum += Double(nearest * max(1, vehicle.multiplier)) }
            }
            mean = max(mean, sum / Double(max(1, table.size)))
        }
        return (max(1, mean), fixed + 8 * largest)
    }
}
