import Dispatch

/// Several searches on the same instance, one a thread.
///
/// Each anneals a plan of its own; where there is time for several annealings, what all of them came to is combined by all of them.
/// Parts of the search begin and end for all at the same share of the time or of the iterations, and only between them does one see
/// what others have found. So the outcome depends on seeds and iterations only, not on which thread is faster.
///
/// Unchecked: while threads run, each search is used by one of them only, and else only by the calling thread.
struct SearchTeam: @unchecked Sendable {
    private let searches: [Search]
    private let reporter: ProgressReporter
    /// The whole, with each thread's share of the iterations.
    private let span: SearchSpan
    private let population = Population()

    init(
        _ instance: Instance, neighbours: Neighbours, seed: UInt64, threads: Int, span: SearchSpan, reporter: ProgressReporter
    ) {
        searches = (0..<threads).map { Search(instance, neighbours: neighbours, seed: seed &+ UInt64($0) &* 1_000_003) }
        self.reporter = reporter
        var own = span
        own.iterations = span.iterations.map { $0 / threads }
        self.span = own
    }

    /// The search that makes the first plan, and has the best of all in the end.
    var lead: Search { searches[0] }

    /// Makes a first plan and improves it until the span is over. Returns the number of iterations of all searches.
    func run(isCancelled: @Sendable () -> Bool) -> Int {
        // With nobody to ride or nothing to bring there is nothing to look for.
        guard lead.canPlan else { return 0 }
        lead.construct()
        reporter.report(lead, iterations: 0)
        if span.progress(0) >= 1 { return 0 }
        var done = IterationCount()
        reduceFleet(&done, isCancelled)
        improve(&done, isCancelled)
        return done.all
    }

    /// Looks for fewer vehicles where they decide, and for places for what is left out.
    private func reduceFleet(_ done: inout IterationCount, _ isCancelled: @Sendable () -> Bool) {
        let isDecisive = lead.isFleetDecisive
        guard isDecisive || lead.plan.leftOutCount > 0 else { return }
        for search in searches.dropFirst() { search.join(lead) }
        var part = span
        part.share = isDecisive ? lead.settings.fleetShare.decisive : lead.settings.fleetShare.leftOut
        done.add(atOnce { search, observe in search.reduceFleet(part, isCancelled: isCancelled, observe: observe) })
        gatherBest()
    }

    /// Improves the plan until the span is over: one annealing on each thread where problems are large or times short; else several,
    /// whose outcomes are then combined in pairs, each combination annealed shortly.
    private func improve(_ done: inout IterationCount, _ isCancelled: @Sendable () -> Bool) {
        // On a busy machine the first plan may have taken all the time that there was.
        let begin = min(span.progress(done.first), 0.999)
        lead.temperatureScale = lead.heatUnit
        lead.firstPlan.save(lead.plan, cost: lead.plan.cost)
        lead.partBest.clear()
        for search in searches.dropFirst() { search.join(lead) }
        let settings = lead.settings
        let top = lead.isWarm ? settings.warmTemperature : settings.firstTemperature
        var total = Double(span.iterations ?? .max)
        if span.ends.isFinite {
            // Fast or slow is told by the first fiftieth.
            let before = done.first
            anneal(during: begin..<begin + 0.02 * (1 - begin), heat: (top, top), &done, isCancelled)
            total = min(total, Double(done.first - before) / max(1e-9, span.progress(done.first) - begin))
        }
        let schedule = lead.plannedSchedule(from: begin, iterations: total, threads: searches.count)
        for search in searches.dropFirst() { search.learn(from: lead) }

        var part = -1
        while !isCancelled() {
            let progress = span.progress(done.first)
            if progress >= 1 { break }
            let next = schedule.part(at: progress)
            if next != part {
                for search in searches { search.settle(schedule, population) }
                for search in searches { search.enter(next, schedule, population) }
                part = next
            }
            let hottest = part < schedule.parents ? top : settings.childTemperature
            anneal(during: schedule.range(of: part), heat: (hottest, min(hottest, settings.lastTemperature)), &done, isCancelled)
        }
        gatherBest()
    }

    /// Anneals on every thread until a part of the time is over.
    ///
    /// - Parameter heat: The first and the last temperature, in the unit of temperatures.
    private func anneal(
        during range: Range<Double>, heat: (first: Double, last: Double), _ done: inout IterationCount,
        _ isCancelled: @Sendable () -> Bool
    ) {
        let scale = lead.temperatureScale
        let before = done.first
        done.add(
            atOnce { search, observe in
                search.anneal(
                    span, done: before, during: range, heat: (heat.first * scale, heat.last * scale), isCancelled: isCancelled,
                    observe: observe)
            })
    }

    /// Gives the best plan of all to the one that leads.
    private func gatherBest() {
        guard searches.count > 1 else { return }
        for search in searches.dropFirst() where lead.best.isWorse(thanLeftOut: search.best.leftOut, cost: search.best.cost) {
            lead.best.copy(search.best)
            lead.improvements += 1
        }
        lead.plan.load(lead.best.sequence(of:))
    }

    /// Lets every search do something on a thread of its own. Returns their numbers of iterations.
    ///
    /// - Parameter work: Given a search, and what to tell its iterations so far.
    private func atOnce(_ work: (Search, (Int) -> Void) -> Int) -> [Int] {
        let threads = searches.count
        if threads == 1 { return [work(lead) { reporter.report(lead, iterations: $0) }] }
        // Each thread writes its own entry, and none outlives the call.
        nonisolated(unsafe) let results = UnsafeMutablePointer<Int>.allocate(capacity: threads)
        results.initialize(repeating: 0, count: threads)
        defer { results.deallocate() }
        withoutActuallyEscaping(work) { work in
            nonisolated(unsafe) let work = work
            DispatchQueue.concurrentPerform(iterations: threads) { index in
                results[index] = work(searches[index]) { iterations in
                    // Only the first reports, so that whoever listens is called from one thread at a time.
                    if index == 0 { reporter.report(lead, iterations: iterations * threads) }
                }
            }
        }
        return (0..<threads).map { results[$0] }
    }
}

/// How many iterations a team has done.
private struct IterationCount {
    /// On the first thread: the others have done about as many.
    var first = 0
    var all = 0

    mutating func add(_ counts: [Int]) {
        first += counts[0]
        all += counts.reduce(0, +)
    }
}
