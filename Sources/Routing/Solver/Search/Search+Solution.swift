extension Search {
    /// The best plan found in the model's terms, with what keeps out each request that it leaves out.
    func solution() -> Solution {
        plan.load(best.sequence(of:))
        var solution = Solution()
        for vehicle in 0..<instance.vehicleCount where plan.tours[vehicle].isUsed {
            let stops = best.sequence(of: vehicle).compactMap { instance.modelStop(Int($0)) }
            solution.tours.append(Solution.Tour(vehicle: vehicle, stops: stops))
        }
        guard plan.bankCount > 0 else { return solution }
        let reasons = UnservedReasons(instance, full: plan)
        for request in (0..<instance.requestCount) where plan.bankPosition[request] >= 0 {
            solution.unserved.append(Solution.Unserved(instance.modelRequest(request), reasons: reasons.reasons(request)))
        }
        return solution
    }
}
