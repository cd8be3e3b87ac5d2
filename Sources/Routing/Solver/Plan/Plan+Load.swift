extension Plan {
    /// Replaces the whole plan by given sequences of nodes, one for each vehicle, without starts and ends.
    ///
    /// What is locked must be where it is locked, and every rest must be in its vehicle's sequence.
    func load(_ sequence: (Int) -> [Int32]) {
        begin()
        for vehicle in 0..<instance.vehicleCount {
            touch(vehicle)
            let (start, end) = (Int(vehicles[vehicle].start), Int(vehicles[vehicle].end))
            var node = Int(states[start].next)
            while node != end {
                let next = Int(states[node].next)
                if stops[node].kind != .rest { states[node].vehicle = -1 }
                if stops[node].request >= 0, bankPosition[Int(stops[node].request)] < 0 { putInBank(Int(stops[node].request)) }
                node = next
            }
        }
        for vehicle in 0..<instance.vehicleCount {
            let (start, end) = (vehicles[vehicle].start, vehicles[vehicle].end)
            chain([start] + sequence(vehicle) + [end], vehicle)
            refresh(vehicle)
        }
        commit()
    }

    /// Links nodes from a vehicle's start to its end and takes their requests from the bank if asked to.
    func chain(_ nodes: [Int32], _ vehicle: Int, bank: Bool = true) {
        for (previous, node) in zip(nodes, nodes.dropFirst()) {
            states[Int(previous)].next = node
            states[Int(node)].previous = previous
        }
        for node in nodes {
            states[Int(node)].vehicle = Int32(vehicle)
            if bank, stops[Int(node)].request >= 0 { takeFromBank(Int(stops[Int(node)].request)) }
        }
        for node in nodes.dropLast() { setLeg(Int(node), vehicle) }
    }
}
