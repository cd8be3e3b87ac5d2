import Dispatch

/// Several searches on the same instance, one a thread, that tell each other the best they have found.
///
/// The time is cut into rounds. Within a round every search goes its own way; after it, searches that have fallen behind go on from
/// the best plan of all. So the outcome depends on seeds and iterations only, not on which thread is faster.
///
/// Unchecked: within a round each search is used by one thread only, and between rounds only the calling thread runs.
struct SearchTeam: @unchecked Sendable {
    private let searches: [Search]
    private let reporter: ProgressReporter

    private static let rounds = 12

    init(_ instance: Instance, neighbours: Neighbours, seed: UInt64, threads: Int, reporter: ProgressReporter) {
        searches = (0..<threads).map { Search(instance, neighbours: neighbours, seed: seed &+ UInt64($0) &* 1_000_003) }
        self.reporter = reporter
    }

    /// The search that has found the best plan.
    var leader: Search {
        searches.dropFirst().reduce(searches[0]) { best, other in
            best.best.isWorse(thanLeftOut: other.best.leftOut, cost: other.best.cost) ? other : best
        }
    }

    /// Makes first plans and improves them until the span is over. Returns the number of iterations of all searches.
    func run(_ span: SearchSpan, isCancelled: @Sendable () -> Bool) -> Int {
        // With nobody to ride or nothing to bring there is nothing to look for.
        guard searches[0].canPlan else { return 0 }
        for search in searches { search.construct() }
        reporter.report(leader, iterations: 0)
        var done = [Int](repeating: 0, count: searches.count)
        if span.progress(0) >= 1 { return 0 }
        let isDecisive = searches[0].isFleetDecisive
        let shares = searches[0].settings.fleetShare
        if isDecisive || searches[0].plan.leftOutCount > 0 {
            var part = span
            part.share = isDecisive ? shares.decisive : shares.leftOut
            round(.fleet, part, &done, isCancelled)
            exchange(always: true)
        }
        let rounds = searches.count > 1 ? Self.rounds : 1
        for number in 1...rounds {
            var part = span
            part.share = Double(number) / Double(rounds)
            round(.cost, part, &done, isCancelled)
            exchange(always: number % 4 == 0)
        }
        return done.reduce(0, +)
    }

    /// What a round is for.
    private enum Aim {
        case fleet, cost

        func pursue(_ search: Search, _ span: SearchSpan, _ isCancelled: () -> Bool, _ observe: (Int) -> Void) -> Int {
            switch self {
            case .fleet: search.reduceFleet(span, isCancelled: isCancelled, observe: observe)
            case .cost: search.improve(span, isCancelled: isCancelled, observe: observe)
            }
        }
    }

    private func round(_ aim: Aim, _ span: SearchSpan, _ done: inout [Int], _ isCancelled: @Sendable () -> Bool) {
        let count = searches.count
        if count == 1 {
            var own = span
            own.done = done[0]
            done[0] += aim.pursue(searches[0], own, isCancelled) { reporter.report(searches[0], iterations: own.done + $0) }
            return
        }
        let spans = done.map { before in
            var own = span
            own.done = before
            own.iterations = span.iterations.map { $0 / count }
            return own
        }
        // Each thread writes its own entry.
        nonisolated(unsafe) let results = UnsafeMutablePointer<Int>.allocate(capacity: count)
        results.initialize(repeating: 0, count: count)
        defer { results.deallocate() }
        DispatchQueue.concurrentPerform(iterations: count) { index in
            results[index] = aim.pursue(searches[index], spans[index], isCancelled) { iterations in
                // Only the first reports, so that whoever listens is called from one thread at a time.
                if index == 0 { reporter.report(searches[0], iterations: (spans[0].done + iterations) * count) }
            }
        }
        for index in searches.indices { done[index] += results[index] }
    }

    /// Lets searches that are behind go on from the best plan.
    private func exchange(always: Bool) {
        guard searches.count > 1 else { return }
        let leader = leader
        for search in searches where search !== leader {
            let isFar = search.best.leftOut > leader.best.leftOut || Double(search.best.cost) > 1.005 * Double(leader.best.cost)
            guard always || isFar else { continue }
            search.best.copy(leader.best)
            search.plan.load(leader.best.sequence(of:))
        }
    }
}
