extension Search {
    /// In which order requests are put back.
    enum Order {
        case random, demand, far, close, windowLength, windowStart, windowEnd
    }

    func drawOrder() -> Order {
        if instance.features.time {
            switch random.below(17) {
            case 0..<4: return .random
            case 4..<8: return .demand
            case 8..<10: return .far
            case 10: return .close
            case 11, 12: return .windowLength
            case 13, 14: return .windowStart
            default: return .windowEnd
            }
        }
        switch random.below(11) {
        case 0..<4: return .random
        case 4..<8: return .demand
        case 8..<10: return .far
        default: return .close
        }
    }

    func sortPending(by order: Order) {
        let (stops, count) = (plan.stops, pendingCount)
        guard count > 1 else { return }
        for index in 0..<count {
            let node = instance.node(of: Int(pending[index]))
            let stop = stops + node
            let mate = stop.pointee.mate >= 0 ? stops + Int(stop.pointee.mate) : stop
            var key: Int
            switch order {
            case .random: key = Int(truncatingIfNeeded: random.next() >> 2)
            case .demand: key = -Int(stop.pointee.delivery + stop.pointee.pickup + stop.pointee.carried)
            case .far, .close:
                let hub = stops + Int(plan.vehicles[0].start)
                let table = plan.travel[0]
                key = Int(table.cost[Int(hub.pointee.location) * table.size + Int(stop.pointee.location)])
                if order == .far { key = -key }
            case .windowLength: key = min(stop.pointee.close - stop.pointee.open, mate.pointee.close - mate.pointee.open)
            case .windowStart: key = stop.pointee.open
            case .windowEnd: key = mate.pointee.close
            }
            // Insertion sort: few and often in order already.
            orderKeys[index] = key
        }
        if count > 64 {
            sortManyPending()
            return
        }
        for index in 1..<count {
            let (key, request) = (orderKeys[index], pending[index])
            var hole = index
            while hole > 0, orderKeys[hole - 1] > key {
                orderKeys[hole] = orderKeys[hole - 1]
                pending[hole] = pending[hole - 1]
                hole -= 1
            }
            orderKeys[hole] = key
            pending[hole] = request
        }
    }

    private func sortManyPending() {
        let sorted = (0..<pendingCount).map { (orderKeys[$0], pending[$0]) }.sorted { $0 < $1 }
        for (index, entry) in sorted.enumerated() { pending[index] = entry.1 }
    }

    /// Puts the pending requests into the plan, each at the best place found.
    ///
    /// Gives up, and returns false, as soon as the tours cost more than `most` with what was left out on the way.
    @discardableResult
    func recreate(below most: Int = .max) -> Bool {
        // Optional requests can be worth a detour together that none is worth alone: now and then the first one comes in at any price.
        isGenerous = instance.features.optional && random.next() & 3 == 0
        var missing = 0
        for index in 0..<pendingCount {
            let request = Int(pending[index])
            guard plan.bankPosition[request] >= 0 else { continue }
            // A dearer place would make the whole too dear.
            if !insert(request, below: most == .max ? .max : most - plan.cost - missing) { missing += instance.leftOutCost }
            if plan.cost + missing >= most { return false }
        }
        return true
    }

    /// Puts a request at the best place found. Returns whether there is one that costs less than `most` (and, if the request is
    /// optional, one that pays).
    @discardableResult
    func insert(_ request: Int, below most: Int = .max) -> Bool {
        let node = instance.node(of: request)
        var prize = instance.prizes[request]
        if prize > 0, prizeSurcharge > 0 { prize += surcharge(on: prize) }
        let isPair = plan.stops[node].mate >= 0
        func find(_ limit: Int) -> Place {
            isPair ? bestPairPlace(pickup: node, limit: limit) : bestPlace(of: node, limit: limit)
        }
        let most = min(most, Int.max / 4)
        var place = find(prize >= 0 ? min(prize, most) : most)
        if place.after < 0, prize >= 0, isGenerous {
            isGenerous = false
            place = find(most)
        }
        guard place.after >= 0 else {
            return instance.features.rearranging && insertRearranging(request, node: node)
        }
        apply(place, request: request, node: node)
        return true
    }

    func apply(_ place: Place, request: Int, node: Int) {
        let vehicle = Int(plan.states[Int(place.after)].vehicle)
        plan.touch(vehicle)
        link(place, node: node, vehicle: vehicle)
        plan.takeFromBank(request)
        if plan.refreshesInserted, place.reload < 0, plan.tours[vehicle].isUsed {
            plan.refreshInserted(node, vehicle)
        } else {
            plan.refresh(vehicle)
        }
    }

    /// Links a request's nodes at a place.
    func link(_ place: Place, node: Int, vehicle: Int) {
        plan.link(node, after: Int(place.after), vehicle: vehicle)
        if place.reload >= 0 {
            plan.link(Int(place.reload), after: place.reloadsFirst ? Int(place.after) : node, vehicle: vehicle)
        }
        let mate = Int(plan.stops[node].mate)
        if mate >= 0 { plan.link(mate, after: Int(place.dropoffAfter), vehicle: vehicle) }
    }

    /// Takes a request's nodes out again that ``link(_:node:vehicle:)`` has put in.
    func unlink(_ place: Place, node: Int) {
        let mate = Int(plan.stops[node].mate)
        if mate >= 0 { plan.unlink(mate) }
        if place.reload >= 0 { plan.unlink(Int(place.reload)) }
        plan.unlink(node)
    }
}

/// Where a request could go and what that costs.
struct Place {
    var cost = Int.max
    /// The node after which the job or the pick-up goes; -1: nowhere.
    var after: Int32 = -1
    /// The node after which the drop-off goes; the pick-up itself if directly after it.
    var dropoffAfter: Int32 = -1
    /// A reload node that comes along, before or after it; -1: none.
    var reload: Int32 = -1
    var reloadsFirst = false
}

/// The cheapest few places found so far, the cheapest first.
struct CandidateList {
    /// How many are kept; at most 64.
    var capacity = 6
    private(set) var count = 0
    /// Belongs to the search that the list belongs to: a list in place would be copied with every look at it.
    private let places: UnsafeMutablePointer<Place>

    static let mostPlaces = 64

    init(_ places: UnsafeMutablePointer<Place>) {
        self.places = places
    }

    /// What a place may cost to come onto the list.
    @inline(__always)
    var limit: Int { count < capacity ? Int.max : places[capacity - 1].cost }

    /// What the cheapest costs.
    @inline(__always)
    var least: Int { count > 0 ? places[0].cost : Int.max }

    @inline(__always)
    subscript(_ index: Int) -> Place { places[index] }

    mutating func removeAll() { count = 0 }

    mutating func add(_ place: Place) {
        if count == capacity {
            if place.cost >= places[count - 1].cost { return }
            count -= 1
        }
        for index in 0..<count
        where places[index].after == place.after && places[index].dropoffAfter == place.dropoffAfter
            && places[index].reload == place.reload && places[index].reloadsFirst == place.reloadsFirst
        {
            return
        }
        var hole = count
        while hole > 0, places[hole - 1].cost > place.cost {
            places[hole] = places[hole - 1]
            hole -= 1
        }
        places[hole] = place
        count += 1
    }
}
