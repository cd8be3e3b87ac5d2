extension Search {
    /// A first plan by savings (Clarke and Wright, Operations Research 12(4), 1964): each job begins alone, and the two tours whose
    /// joining saves most are joined as long as load and time allow. For exchangeable vehicles with one trip each.
    func constructBySavings() {
        let jobs = instance.visitCount
        let vehicle = plan.vehicles[0]
        let table = plan.travel[0]
        let (start, end) = (Int(vehicle.start), Int(vehicle.end))
        let (depot, home) = (Int(plan.stops[start].location), Int(plan.stops[end].location))
        var pieces = TourPieces(plan, jobs: jobs)

        var savings: [(gain: Int, from: Int32, to: Int32)] = []
        savings.reserveCapacity(jobs * min(60, neighbours.count) * 2)
        func consider(_ from: Int, _ to: Int) {
            let (a, b) = (Int(plan.stops[from].location), Int(plan.stops[to].location))
            let apart = Int(table.cost[a * table.size + home]) + Int(table.cost[depot * table.size + b])
            let gain = apart - Int(table.cost[a * table.size + b])
            if gain > 0 { savings.append((gain, Int32(from), Int32(to))) }
        }
        for node in 0..<jobs {
            for index in 0..<min(60, neighbours.count) {
                let other = Int(neighbours.nodes[node * neighbours.count + index])
                consider(node, other)
                consider(other, node)
            }
        }
        savings.sort { ($0.gain, $1.from, $1.to) > ($1.gain, $0.from, $0.to) }
        for saving in savings { pieces.join(Int(saving.from), Int(saving.to)) }

        plan.begin()
        for (tour, _) in pieces.tours().sorted(by: { $0.load > $1.load }) {
            let free = plan.freeVehicle(ofClass: 0)
            guard free >= 0 else { break }
            plan.touch(free)
            var previous = Int(plan.vehicles[free].start)
            for node in tour {
                plan.link(Int(node), after: previous, vehicle: free)
                plan.takeFromBank(Int(node))
                previous = Int(node)
            }
            plan.refresh(free)
        }
        plan.commit()
    }

    /// Takes out tours of optional jobs that cost more than the prizes of what they serve.
    func dropUnprofitable() {
        for vehicle in 0..<instance.vehicleCount where plan.tours[vehicle].isUsed {
            var (prizes, isNeeded) = (0, false)
            var node = Int(plan.vehicles[vehicle].start)
            while node >= 0 {
                let request = Int(plan.stops[node].request)
                if request >= 0, plan.stops[node].kind != .dropoff {
                    isNeeded = isNeeded || instance.prizes[request] < 0 || plan.stops[node].isPinned
                    prizes += max(0, instance.prizes[request])
                }
                node = Int(plan.states[node].next)
            }
            guard !isNeeded, prizes < plan.tours[vehicle].cost else { continue }
            plan.begin()
            pendingCount = 0
            removeAll(of: vehicle)
            plan.commit()
        }
    }
}

/// Tours in the making, as chains of jobs that are joined end to start.
private struct TourPieces {
    private let plan: Plan
    private var next: [Int32]
    private var previous: [Int32]
    /// The piece that a job at an end of a piece belongs to, by the job at the piece's start.
    private var owner: [Int32]
    private var last: [Int32]
    private var load: [Int32]
    private var segment: [TimeSegment]
    private let start: TimeSegment
    private let end: TimeSegment
    private let startLocation: Int
    private let endLocation: Int
    private let timed: Bool

    init(_ plan: Plan, jobs: Int) {
        self.plan = plan
        next = [Int32](repeating: -1, count: jobs)
        previous = next
        owner = (0..<Int32(jobs)).map { $0 }
        last = owner
        load = (0..<jobs).map { plan.stops[$0].delivery + plan.stops[$0].pickup }
        segment = (0..<jobs).map { .visit(plan.stops + $0) }
        let vehicle = plan.vehicles[0]
        start = .visit(plan.stops + Int(vehicle.start))
        end = .visit(plan.stops + Int(vehicle.end))
        startLocation = Int(plan.stops[Int(vehicle.start)].location)
        endLocation = Int(plan.stops[Int(vehicle.end)].location)
        timed = plan.instance.features.time
    }

    /// Joins the piece that ends with `from` and the one that begins with `to`, if there are such and they fit.
    mutating func join(_ from: Int, _ to: Int) {
        guard next[from] < 0, previous[to] < 0, owner[from] != Int32(to) else { return }
        let first = Int(owner[from])
        guard load[first] + load[to] <= plan.vehicles[0].capacity else { return }
        let table = plan.travel[0]
        func travel(_ a: Int, _ b: Int) -> Int { Int(table.duration[a * table.size + b]) }
        if timed {
            let way = travel(Int(plan.stops[from].location), Int(plan.stops[to].location))
            guard fits(segment[first], segment[to], way) else { return }
            let joined = segment[first].followed(by: segment[to], after: way)
            let out = travel(startLocation, Int(plan.stops[first].location))
            guard fits(start, joined, out) else { return }
            let back = travel(Int(plan.stops[Int(last[to])].location), endLocation)
            guard fits(start.followed(by: joined, after: out), end, back) else { return }
            segment[first] = joined
        }
        next[from] = Int32(to)
        previous[to] = Int32(from)
        load[first] += load[to]
        last[first] = last[to]
        owner[Int(last[to])] = Int32(first)
    }

    private func fits(_ piece: TimeSegment, _ next: TimeSegment, _ travel: Int) -> Bool {
        piece.earliest + piece.duration + travel <= next.latest
    }

    func tours() -> [(tour: [Int32], load: Int32)] {
        previous.indices.filter { previous[$0] < 0 }.map { first in
            var tour: [Int32] = []
            var node = Int32(first)
            while node >= 0 {
                tour.append(node)
                node = next[Int(node)]
            }
            return (tour, load[first])
        }
    }
}
