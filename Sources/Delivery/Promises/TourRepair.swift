import Routing

/// Takes out of one tour what it cannot keep.
struct TourRepair {
    private let problem: Problem
    private let vehicle: Int
    private var stops: [Stop]

    init(_ problem: Problem, vehicle: Int, stops: [Stop]) {
        self.problem = problem
        self.vehicle = vehicle
        self.stops = stops
    }

    /// The tour without the requests that break a constraint, the first one that does taken out first; `nil` when nothing of it can stay.
    ///
    /// O(stops²) at worst; one check when the tour is sound.
    func feasible() -> Solution.Tour? {
        var repair = self
        repair.addMissingRests()
        while true {
            let tour = Solution.Tour(vehicle: vehicle, stops: repair.stops)
            guard let violation = Checker.check(problem, tour).first else { return tour }
            guard repair.drop(for: violation) else { return nil }
        }
    }

    private mutating func addMissingRests() {
        for rest in problem.vehicles[vehicle].breaks.indices where !stops.contains(.rest(rest)) {
            let positions = (0...stops.count).reversed()
            let fitting = positions.first { position in
                var tried = stops
                tried.insert(.rest(rest), at: position)
                return Checker.check(problem, Solution.Tour(vehicle: vehicle, stops: tried)).isEmpty
            }
            stops.insert(.rest(rest), at: fitting ?? stops.count)
        }
    }

    /// - Returns: whether there was anything to drop.
    private mutating func drop(for violation: Violation) -> Bool {
        let position = violation.position.map { min($0, stops.count - 1) } ?? stops.count - 1
        let request =
            violation.request
            ?? (position < 0 ? nil : stops[...position].last { $0.request != nil }?.request)
            ?? stops.first { $0.request != nil }?.request
        if let request, stops.contains(where: { $0.request == request }) {
            stops.removeAll { $0.request == request }
            return true
        }
        // A trip's worth of reloads without goods may be what breaks a limit.
        guard let reload = stops.lastIndex(where: \.isReload) else { return false }
        stops.remove(at: reload)
        return true
    }
}
