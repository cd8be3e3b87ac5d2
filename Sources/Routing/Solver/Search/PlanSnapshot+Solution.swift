extension PlanSnapshot {
    /// The plan in the model's terms, with what keeps out each request that it leaves out.
    func solution(_ instance: Instance) -> Solution {
        var solution = Solution()
        var served = [Bool](repeating: false, count: instance.requestCount)
        for vehicle in 0..<instance.vehicleCount {
            let sequence = sequence(of: vehicle)
            guard sequence.contains(where: { instance.stops[Int($0)].request >= 0 }) else { continue }
            for node in sequence where instance.stops[Int(node)].request >= 0 { served[instance.request(of: Int(node))] = true }
            solution.tours.append(Solution.Tour(vehicle: vehicle, stops: sequence.compactMap { instance.modelStop(Int($0)) }))
        }
        for request in 0..<instance.requestCount where !served[request] {
            solution.unserved.append(Solution.Unserved(instance.modelRequest(request)))
        }
        return solution
    }
}
