extension Plan {
    /// Lets two vehicles exchange what they do, of which one may do nothing; both are refreshed. What is locked must not be in either,
    /// nor rests. Whether each may and can is for the caller to find out.
    func exchange(_ one: Int, _ other: Int) {
        touch(one)
        touch(other)
        let (first, second) = (inside(one), inside(other))
        let sameTable = vehicles[one].table == vehicles[other].table
        ride(second, one, keepsLegs: sameTable)
        ride(first, other, keepsLegs: sameTable)
        refresh(one)
        refresh(other)
    }

    /// Exchanges all that comes after `one` with all from `other` on, a node of another tour that rides by the same table; both tours
    /// must be refreshed after.
    func exchangeTails(after one: Int, from other: Int) {
        let (vehicle, donor) = (Int(states[one].vehicle), Int(states[other].vehicle))
        touch(vehicle)
        touch(donor)
        let (end, donorEnd) = (Int(vehicles[vehicle].end), Int(vehicles[donor].end))
        let before = Int(states[other].previous)
        let tail = (first: Int(states[one].next), last: Int(states[end].previous))
        let donorLast = Int(states[donorEnd].previous)
        follow(one, (other, donorLast), end, vehicle)
        if tail.first == end {
            join(before, donorEnd)
            setLeg(before, donor)
        } else {
            follow(before, tail, donorEnd, donor)
        }
    }

    /// Exchanges what lies between the heads and tails of two trips of different tours that ride by the same table; both tours must be
    /// refreshed after.
    func exchangeTrips(_ one: (head: Int, tail: Int), _ other: (head: Int, tail: Int)) {
        touch(Int(states[one.head].vehicle))
        touch(Int(states[other.head].vehicle))
        let first = (first: Int(states[one.head].next), last: Int(states[one.tail].previous))
        let second = (first: Int(states[other.head].next), last: Int(states[other.tail].previous))
        follow(one.head, second, one.tail, Int(states[one.head].vehicle))
        follow(other.head, first, other.tail, Int(states[other.head].vehicle))
    }

    /// Moves what lies between a trip's head and tail behind a visit of another tour that rides by the same table and there begins with a
    /// reload; both tours must be refreshed after.
    func moveTrip(from head: Int, to tail: Int, behind visit: Int, reload: Int) {
        let (vehicle, other) = (Int(states[head].vehicle), Int(states[visit].vehicle))
        touch(vehicle)
        touch(other)
        let trip = (first: Int(states[head].next), last: Int(states[tail].previous))
        join(head, tail)
        setLeg(head, vehicle)
        link(reload, after: visit, vehicle: other)
        follow(reload, trip, Int(states[reload].next), other)
    }

    /// Turns a tour round: what came first comes last. The tour must be refreshed after.
    func reverse(_ vehicle: Int) {
        touch(vehicle)
        let (start, end) = (Int(vehicles[vehicle].start), Int(vehicles[vehicle].end))
        var node = Int(states[start].next)
        var following = end
        while node != end {
            let next = Int(states[node].next)
            join(node, following)
            following = node
            node = next
        }
        join(start, following)
        node = start
        while node != end {
            setLeg(node, vehicle)
            node = Int(states[node].next)
        }
    }

    /// Links a chain of nodes behind a node and before a tour's end.
    private func follow(_ node: Int, _ chain: (first: Int, last: Int), _ end: Int, _ vehicle: Int) {
        join(node, chain.first)
        join(chain.last, end)
        var walker = chain.first
        while walker != end {
            states[walker].vehicle = Int32(vehicle)
            walker = Int(states[walker].next)
        }
        setLeg(node, vehicle)
        setLeg(chain.last, vehicle)
    }

    @inline(__always)
    private func join(_ node: Int, _ next: Int) {
        states[node].next = Int32(next)
        states[next].previous = Int32(node)
    }

    /// The first and last node between a tour's start and end; -1 if there is none.
    private func inside(_ vehicle: Int) -> (first: Int, last: Int) {
        let (start, end) = (Int(vehicles[vehicle].start), Int(vehicles[vehicle].end))
        let first = Int(states[start].next)
        return first == end ? (-1, -1) : (first, Int(states[end].previous))
    }

    private func ride(_ chain: (first: Int, last: Int), _ vehicle: Int, keepsLegs: Bool) {
        let (start, end) = (Int(vehicles[vehicle].start), Int(vehicles[vehicle].end))
        if chain.first < 0 {
            join(start, end)
            setLeg(start, vehicle)
            return
        }
        follow(start, chain, end, vehicle)
        if keepsLegs { return }
        var node = chain.first
        while node != end {
            setLeg(node, vehicle)
            node = Int(states[node].next)
        }
    }
}
