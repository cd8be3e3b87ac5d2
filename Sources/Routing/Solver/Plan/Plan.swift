/// A plan in the making: tours as linked nodes with what is needed to test a change in constant time.
///
/// Changes happen in place. Between ``begin()`` and ``undo()`` or ``commit()`` every tour is recorded once before it is first
/// touched, so that a change costs what it touches and not the size of the plan.
final class Plan {
    let instance: Instance
    let stops: UnsafeMutablePointer<StopData>
    let vehicles: UnsafeMutablePointer<VehicleData>
    let states: UnsafeMutablePointer<StopState>
    /// For each node of a tour the legs beside it; not kept where rests take part (``setLegAcrossRests(_:_:)``).
    let legs: UnsafeMutablePointer<LegCosts>
    let tours: UnsafeMutablePointer<TourState>
    let travel: UnsafeMutablePointer<TravelPointers>
    /// Tours' costs and prizes forgone, in exact units.
    private(set) var cost = 0
    /// The prizes of what is left out, which ``cost`` contains.
    private(set) var prizesForgone = 0
    /// The sum of ``Instance/weights`` of what is left out.
    private(set) var leftOut = 0
    /// How many mandatory requests are left out.
    private(set) var leftOutCount = 0
    /// The trips of all tours.
    private(set) var tripCount = 0
    /// Requests that are in no tour.
    let bank: UnsafeMutablePointer<Int32>
    private(set) var bankCount = 0
    /// Where a request stands in the bank; -1: it is served.
    let bankPosition: UnsafeMutablePointer<Int32>
    /// Vehicles that have tours.
    let used: UnsafeMutablePointer<Int32>
    private(set) var usedCount = 0
    /// Vehicles without, by class: `freeFirst[class]..<freeFirst[class] + freeCount[class]`.
    let free: UnsafeMutablePointer<Int32>
    let freeFirst: UnsafeMutablePointer<Int32>
    let freeCount: UnsafeMutablePointer<Int32>
    /// Vehicles from this one on are not given new tours; see ``FleetReduction``.
    var vehicleAllowance = Int.max
    let side: SideData
    let scratch: SimulationScratch
    /// What the last simulation found broken; `nil` if nothing.
    var firstViolation: Constraint?

    /// See ``canRefreshInserted(_:)``.
    let refreshesInserted: Bool

    private var change = 0
    private var versions = 0
    private var touched: [Int32] = []
    private let journal: UnsafeMutablePointer<(node: Int32, state: StopState)>
    private var journalCount = 0
    private var tourJournal: [(vehicle: Int32, state: TourState)] = []
    private let savedBank: UnsafeMutablePointer<Int32>
    private var savedBankCount = 0
    private var savedCost = 0
    private var savedPrizesForgone = 0
    private var savedLeftOut = 0
    private var savedLeftOutCount = 0
    private var savedTripCount = 0
    private var takenReloads: [Int32] = []
    var reloadCursor: [Int]

    /// A plan in which nothing is served but what is locked.
    init(_ instance: Instance) {
        self.instance = instance
        stops = instance.stops
        vehicles = instance.vehicles
        let requests = max(1, instance.requestCount)
        let fleet = max(1, instance.vehicleCount)
        refreshesInserted = Self.canRefreshInserted(instance.features)
        states = .allocate(capacity: max(1, instance.nodeCount))
        states.initialize(repeating: StopState(), count: max(1, instance.nodeCount))
        legs = .allocate(capacity: max(1, instance.nodeCount))
        legs.initialize(repeating: LegCosts(), count: max(1, instance.nodeCount))
        tours = .allocate(capacity: fleet)
        tours.initialize(repeating: TourState(), count: fleet)
        travel = .allocate(capacity: fleet)
        bank = .allocate(capacity: requests)
        bankPosition = .allocate(capacity: requests)
        bankPosition.initialize(repeating: -1, count: requests)
        savedBank = .allocate(capacity: requests)
        used = .allocate(capacity: fleet)
        free = .allocate(capacity: fleet)
        freeFirst = .allocate(capacity: max(1, instance.classCount))
        freeCount = .allocate(capacity: max(1, instance.classCount))
        journal = .allocate(capacity: instance.nodeCount + 1)
        reloadCursor = instance.reloadNodes.map(\.lowerBound)
        side = SideData(instance)
        scratch = SimulationScratch(instance)
        touched.reserveCapacity(fleet)
        tourJournal.reserveCapacity(fleet)
        setUp()
    }

    deinit {
        scratch.deallocate()
        states.deallocate()
        legs.deallocate()
        tours.deallocate()
        travel.deallocate()
        bank.deallocate()
        bankPosition.deallocate()
        savedBank.deallocate()
        used.deallocate()
        free.deallocate()
        freeFirst.deallocate()
        freeCount.deallocate()
        journal.deallocate()
    }

    private func setUp() {
        for node in 0..<instance.nodeCount { states[node].location = stops[node].location }
        for vehicle in 0..<instance.vehicleCount {
            let data = vehicles[vehicle]
            let table = instance.tables[Int(data.table)]
            (travel + vehicle).initialize(to: TravelPointers(table))
            states[Int(data.start)].vehicle = Int32(vehicle)
            states[Int(data.end)].vehicle = Int32(vehicle)
        }
        var next = 0
        for (vehicleClass, members) in instance.classMembers.enumerated() {
            freeFirst[vehicleClass] = Int32(next)
            freeCount[vehicleClass] = Int32(members.count)
            // The lowest number is taken first: from the end of the list.
            for (offset, vehicle) in members.reversed().enumerated() {
                free[next + offset] = Int32(vehicle)
                tours[vehicle].listPosition = next + offset
            }
            next += members.count
        }
        for request in 0..<instance.requestCount { putInBank(request) }
        for vehicle in 0..<instance.vehicleCount { layOut(vehicle) }
        begin()
        commit()
    }

    // MARK: Changing and undoing

    /// Starts a change that can be undone.
    func begin() {
        change += 1
        touched.removeAll(keepingCapacity: true)
        tourJournal.removeAll(keepingCapacity: true)
        takenReloads.removeAll(keepingCapacity: true)
        journalCount = 0
        savedBankCount = bankCount
        savedBank.update(from: bank, count: bankCount)
        savedCost = cost
        savedPrizesForgone = prizesForgone
        savedLeftOut = leftOut
        savedLeftOutCount = leftOutCount
        savedTripCount = tripCount
    }

    /// Keeps what was done since ``begin()``.
    func commit() {}

    /// The vehicles whose tours were changed since ``begin()``.
    var changedVehicles: [Int32] { touched }

    /// Records a tour before it is changed.
    @inline(__always)
    func touch(_ vehicle: Int) {
        if tours[vehicle].touchedIn != change { record(vehicle) }
    }

    private func record(_ vehicle: Int) {
        tourJournal.append((Int32(vehicle), tours[vehicle]))
        tours[vehicle].touchedIn = change
        touched.append(Int32(vehicle))
        var node = vehicles[vehicle].start
        while node >= 0 {
            (journal + journalCount).initialize(to: (node, states[Int(node)]))
            journalCount += 1
            node = states[Int(node)].next
        }
    }

    /// Puts everything back as it was at ``begin()``.
    func undo() {
        for node in takenReloads { states[Int(node)].vehicle = -1 }
        for index in 0..<bankCount { bankPosition[Int(bank[index])] = -1 }
        for index in 0..<savedBankCount {
            let request = savedBank[index]
            bank[index] = request
            bankPosition[Int(request)] = Int32(index)
            let node = instance.node(of: Int(request))
            states[node].vehicle = -1
            if stops[node].mate >= 0 { states[Int(stops[node].mate)].vehicle = -1 }
        }
        bankCount = savedBankCount
        for index in 0..<journalCount {
            let (node, state) = journal[index]
            states[Int(node)] = state
            legs[Int(node)].after = state.legCost
            if state.next >= 0 { legs[Int(state.next)].before = state.legCost }
        }
        for (vehicle, state) in tourJournal {
            let listPosition = tours[Int(vehicle)].listPosition
            let isUsed = tours[Int(vehicle)].isUsed
            tours[Int(vehicle)] = state
            tours[Int(vehicle)].listPosition = listPosition
            tours[Int(vehicle)].isUsed = isUsed
            if isUsed != state.isUsed { setUsed(Int(vehicle), state.isUsed) }
            if side.isNeeded { refreshSide(Int(vehicle)) }
        }
        cost = savedCost
        prizesForgone = savedPrizesForgone
        leftOut = savedLeftOut
        leftOutCount = savedLeftOutCount
        tripCount = savedTripCount
    }

    // MARK: The bank of requests left out

    func putInBank(_ request: Int) {
        bank[bankCount] = Int32(request)
        bankPosition[request] = Int32(bankCount)
        bankCount += 1
        let prize = instance.prizes[request]
        if prize >= 0 {
            cost += prize
            prizesForgone += prize
        } else {
            leftOut += instance.weights[request]
            leftOutCount += 1
        }
    }

    func takeFromBank(_ request: Int) {
        let position = Int(bankPosition[request])
        guard position >= 0 else { return }
        bankCount -= 1
        let last = bank[bankCount]
        bank[position] = last
        bankPosition[Int(last)] = Int32(position)
        bankPosition[request] = -1
        let prize = instance.prizes[request]
        if prize >= 0 {
            cost -= prize
            prizesForgone -= prize
        } else {
            leftOut -= instance.weights[request]
            leftOutCount -= 1
        }
    }

    // MARK: Links

    /// Puts a node into a tour after another; the tour must be touched before and refreshed after.
    @inline(__always)
    func link(_ node: Int, after previous: Int, vehicle: Int) {
        let next = Int(states[previous].next)
        states[node].previous = Int32(previous)
        states[node].next = Int32(next)
        states[node].vehicle = Int32(vehicle)
        states[previous].next = Int32(node)
        states[next].previous = Int32(node)
        setLeg(previous, vehicle)
        setLeg(node, vehicle)
    }

    /// Takes a node out of its tour; the tour must be touched before and refreshed after.
    @inline(__always)
    func unlink(_ node: Int) {
        let (previous, next) = (Int(states[node].previous), Int(states[node].next))
        let vehicle = Int(states[node].vehicle)
        states[previous].next = Int32(next)
        states[next].previous = Int32(previous)
        states[node].vehicle = -1
        setLeg(previous, vehicle)
    }

    /// Looks up the leg from a node to its next.
    @inline(__always)
    func setLeg(_ node: Int, _ vehicle: Int) {
        let next = Int(states[node].next)
        let table = travel[vehicle]
        if instance.features.rests {
            setLegAcrossRests(node, vehicle)
            return
        }
        let at = Int(states[node].location) &* table.size &+ Int(states[next].location)
        let cost = table.cost[at]
        states[node].legCost = cost
        legs[node].after = cost
        legs[next].before = cost
        states[node].legDuration = table.duration[at]
    }

    private func setLegAcrossRests(_ first: Int, _ vehicle: Int) {
        let table = travel[vehicle]
        var node = first
        while true {
            let next = Int(states[node].next)
            if next < 0 { return }
            if stops[next].kind == .rest {
                states[next].location = states[node].location
                states[node].legCost = 0
                states[node].legDuration = 0
                node = next
                continue
            }
            // Before the first stop of a tour without a start there is no place yet.
            let (from, to) = (states[node].location, states[next].location)
            let at = Int(from) * table.size + Int(to)
            states[node].legCost = table.cost[at]
            states[node].legDuration = table.duration[at]
            return
        }
    }

    /// A reload node of a hub that is in no tour; -1 if the supply is used up.
    func takeReload(hub: Int) -> Int {
        let supply = instance.reloadNodes[hub]
        guard !supply.isEmpty else { return -1 }
        var node = max(reloadCursor[hub], supply.lowerBound)
        for _ in 0..<supply.count {
            node = node + 1 < supply.upperBound ? node + 1 : supply.lowerBound
            if states[node].vehicle < 0, !stops[node].isPinned {
                reloadCursor[hub] = node
                takenReloads.append(Int32(node))
                return node
            }
        }
        return -1
    }

    // MARK: Used and free vehicles

    private func setUsed(_ vehicle: Int, _ isUsed: Bool) {
        let position = tours[vehicle].listPosition
        let vehicleClass = Int(vehicles[vehicle].vehicleClass)
        let first = Int(freeFirst[vehicleClass])
        tours[vehicle].isUsed = isUsed
        if isUsed {
            freeCount[vehicleClass] -= 1
            let last = free[first + Int(freeCount[vehicleClass])]
            free[position] = last
            tours[Int(last)].listPosition = position
            used[usedCount] = Int32(vehicle)
            tours[vehicle].listPosition = usedCount
            usedCount += 1
        } else {
            usedCount -= 1
            let last = used[usedCount]
            used[position] = last
            tours[Int(last)].listPosition = position
            let end = first + Int(freeCount[vehicleClass])
            free[end] = Int32(vehicle)
            tours[vehicle].listPosition = end
            freeCount[vehicleClass] += 1
        }
    }

    /// A vehicle of a class that has no tour; -1 if there is none or no more may be used.
    @inline(__always)
    func freeVehicle(ofClass vehicleClass: Int) -> Int {
        let count = Int(freeCount[vehicleClass])
        if count == 0 || usedCount >= vehicleAllowance { return -1 }
        return Int(free[Int(freeFirst[vehicleClass]) + count - 1])
    }

    /// Takes over what ``refresh(_:)`` found about a tour.
    @inline(__always)
    func setTour(_ vehicle: Int, cost newCost: Int, legCost: Int = 0, visits: Int, trips: Int, isUsed: Bool) {
        cost += newCost - tours[vehicle].cost
        tripCount += trips - tours[vehicle].trips
        tours[vehicle].trips = trips
        tours[vehicle].cost = newCost
        tours[vehicle].legCost = legCost
        tours[vehicle].visits = visits
        versions += 1
        tours[vehicle].version = versions
        if isUsed != tours[vehicle].isUsed { setUsed(vehicle, isUsed) }
    }
}

/// The tables that one vehicle rides by.
struct TravelPointers {
    let size: Int
    let cost: UnsafeMutablePointer<Int32>
    let costTo: UnsafeMutablePointer<Int32>
    let duration: UnsafeMutablePointer<Int32>
    let durationTo: UnsafeMutablePointer<Int32>

    init(_ table: TravelTable) {
        size = table.size
        cost = table.cost
        costTo = table.costTo
        duration = table.duration
        durationTo = table.durationTo
    }
}
