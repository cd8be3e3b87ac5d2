import Routing

/// Which searches make a plan of a day, one building on the other, until nothing is left out that can be brought. Pure but for the search itself.
struct PlanSearch {
    /// What came of one search.
    struct Run: Sendable {
        let solution: Solution
        let iterations: Int
        let seconds: Double
        /// Somebody wanted no more than the best so far.
        let isStopped: Bool
    }

    /// What came of all of them.
    struct Found: Sendable {
        /// The day with what had to be granted: reserves that are spent, shipments that may be late.
        fileprivate(set) var model: DayModel
        fileprivate(set) var solution: Solution
        fileprivate(set) var iterations = 0
        fileprivate(set) var seconds = 0.0
        fileprivate(set) var isStopped = false
    }

    /// The day with its tours as they were told. Nothing that they bring is left out by what is found.
    let live: LiveDay
    /// What riders know.
    let told: LiveTours
    /// Searches for so many seconds, beginning with the planned stops of the problem.
    let search: (Problem, _ seconds: Double) async throws -> Run

    /// What a move must save, in cents, before riders are told other than they were; where that moves too much, the next.
    static let changePenalties = [300, 1200, 4800]

    /// What bringing one more shipment in its window may cost, in cents; for more it is rather brought late.
    static let worthOfPunctuality = 1500

    /// Of what the disruption has not touched, so much may be moved by an adjustment, unless something would not come at all.
    static let mostMoved = 0.1

    /// A plan that owes nothing to what was told. What is left out may use the reserve of its window; what is on board then comes late.
    func anew(seconds: Double) async throws -> Found {
        var found = Found(model: live.model, solution: live.solution)
        let run = try await search(found.model.problem, seconds)
        found.add(run)
        if live.isBroken(by: found.solution) {
            // The search had not enough time to find what the promises prove to exist: it goes on from there.
            found.solution = live.solution
            try await goOn(from: &found, seconds: seconds / 4)
        }
        let left = found.model.shipments(leftOutBy: found.solution)
        if !left.isEmpty, !found.isStopped, found.grantReserve(to: left) { try await goOn(from: &found, seconds: seconds / 4) }
        let stranded = found.model.stranded(by: found.solution)
        if !stranded.isEmpty {
            found.model = found.model.allowing(late: stranded)
            // A place for it does not depend on how far the search comes.
            found.solution = LiveDay.completed(found.model, found.solution.tours)
            try await goOn(from: &found, seconds: seconds / 4)
        }
        return found
    }

    /// The tours as they were told, changed by as little as pays. What cannot be kept comes late.
    ///
    /// - Parameter seconds: for all searches together.
    func adjustment(seconds: Double) async throws -> Found {
        var found = Found(model: live.model, solution: live.solution)
        guard !live.homeless.isEmpty else {
            try await adjust(&found, until: seconds)
            return found
        }
        try await adjust(&found, until: seconds * 0.5)
        let left = found.model.shipments(leftOutBy: found.solution)
        guard !left.isEmpty else { return found }
        found.model = found.model.allowing(late: left)
        // Where there is room for it, nothing else has to change.
        found.solution = LiveDay.completed(found.model, found.solution.tours)
        if !found.isStopped { try await adjust(&found, until: seconds * 0.8) }
        if !found.isStopped { try await bringWhatIsLost(&found, until: seconds) }
        return found
    }

    /// What riders were told to bring and would not come at all is worth any number of moves.
    private func bringWhatIsLost(_ found: inout Found, until end: Double) async throws {
        let lost = found.model.shipments(leftOutBy: found.solution).intersection(told.shipments)
        guard !lost.isEmpty else { return }
        let start = found.model.starting(at: found.solution, changePenalty: Self.changePenalties[0])
        let run = try await search(start.problem, max(end - found.seconds, end * Self.leastShare))
        found.add(
            run, keeping: run.solution.unserved.count < found.solution.unserved.count && !live.isBroken(by: run.solution))
    }

    /// Searches at one price of moves after the other until what is found moves little enough.
    ///
    /// - Parameter end: how many seconds all searches together may have taken after it.
    private func adjust(_ found: inout Found, until end: Double) async throws {
        let untouched = told.shipments(keptBy: live)
        let left = Set(found.solution.unserved.map(\.request))
        for penalty in Self.changePenalties {
            let start = found.model.starting(at: found.solution, changePenalty: penalty).pricing(
                left, at: Self.worthOfPunctuality)
            // The first price mostly is the right one; what it leaves of the time is for the next.
            let share = (end - found.seconds) * (penalty == Self.changePenalties.last ? 1 : 0.6)
            let run = try await search(start.problem, max(share, end * Self.leastShare))
            let moved = told.shipments(in: live.model, movedBy: run.solution).intersection(untouched).count
            let isAcceptable = !live.isBroken(by: run.solution) && Double(moved) <= Self.mostMoved * Double(untouched.count)
            found.add(run, keeping: isAcceptable)
            if isAcceptable || found.isStopped { return }
        }
    }

    /// Of the time for all searches, the least that one is worth beginning with.
    private static let leastShare = 0.1

    /// Searches from what is found; only what leaves out nothing more is kept.
    private func goOn(from found: inout Found, seconds: Double) async throws {
        let run = try await search(found.model.starting(at: found.solution).problem, seconds)
        found.add(run, keeping: run.solution.unserved.count <= found.solution.unserved.count && !live.isBroken(by: run.solution))
    }
}

extension PlanSearch.Found {
    fileprivate mutating func add(_ run: PlanSearch.Run, keeping: Bool = true) {
        if keeping { solution = run.solution }
        iterations += run.iterations
        seconds += run.seconds
        isStopped = isStopped || run.isStopped
    }

    /// - Returns: whether there was any to be granted.
    fileprivate mutating func grantReserve(to shipments: Set<ShipmentID>) -> Bool {
        guard let reserve = model.day.reserve, !shipments.isSubset(of: reserve.spent) else { return false }
        model = model.spendingReserve(of: shipments)
        return true
    }
}
