import Database
import Foundation
import Logging
import Routing
public import ServiceLifecycle

/// Makes the plans that were asked for with ``Delivery/requestPlan(for:seconds:seed:by:)``. Any number of workers in any number of
/// processes share the jobs; when one dies, another takes its job up again.
public struct PlanningWorker: Service {
    private let delivery: Delivery
    private let id = UUID()
    private let pollInterval: Duration
    private let silence: Double
    private let threads: Int

    /// How often progress is written, and a wish to stop is read.
    private static let reportInterval = Duration.milliseconds(250)
    /// How soon the end of a search is seen between two reports.
    private static let heedInterval = Duration.milliseconds(10)
    /// How often a plan is made anew because the day moved on during the search.
    private static let mostRounds = 3
    /// How often a plan is made anew because goods were taken off milk runs; each time there are fewer of them.
    private static let mostDiversions = 20

    /// - Parameters:
    ///   - pollInterval: how often it looks for jobs even if no notification arrives.
    ///   - silenceOfTheDead: after how many seconds without a heartbeat another worker's job is taken up.
    ///   - threads: how many of them search for one plan.
    public init(
        _ delivery: Delivery, pollInterval: Duration = .seconds(2), silenceOfTheDead: Double = 15, threads: Int = 1
    ) {
        self.delivery = delivery
        self.pollInterval = pollInterval
        silence = silenceOfTheDead
        self.threads = threads
    }

    /// Works until the task is cancelled or a graceful shutdown begins. A search that is under way then is given back and begins again
    /// elsewhere.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            await delivery.database.repeating(on: Delivery.planningChannel, atLeastEvery: pollInterval) { error in
                delivery.logger.warning("planning listens no more and relies on polling", metadata: ["error": "\(error)"])
            } _: {
                do {
                    try await workOff()
                } catch  where !Task.isCancelled {
                    // The job stays, and is taken up again when its heartbeat is old.
                    delivery.logger.warning("planning could not go on", metadata: ["error": "\(error)"])
                } catch {}
            }
        }
    }

    /// Does the jobs that wait, one after the other, until there is none.
    /// - Returns: how many it did.
    @discardableResult
    public func workOff() async throws -> Int {
        var done = 0
        while !Task.isCancelled, let claim = try await PlanningClaim.take(as: id, silence: silence, in: delivery.database) {
            try await work(on: claim)
            done += 1
        }
        return done
    }

    private func work(on claim: PlanningClaim) async throws {
        let logger = delivery.logger
        do {
            var (round, diversions) = (1, 0)
            while round <= Self.mostRounds, diversions <= Self.mostDiversions {
                do {
                    try await plan(claim, round: round)
                    return
                } catch is OutdatedPlan {
                    logger.info("the day moved on while it was planned", metadata: ["job": "\(claim.id)", "round": "\(round)"])
                    round += 1
                } catch let diverted as DivertedTransfers {
                    diversions += 1
                    logger.info(
                        "goods go to their doors directly", metadata: ["job": "\(claim.id)", "count": "\(diverted.count)"])
                }
            }
            try await claim.fail("the day moved on during each of \(round - 1 + diversions) searches", in: delivery.database)
        } catch is LostClaim {
            logger.warning("a planning job was taken over by another worker", metadata: ["job": "\(claim.id)"])
        } catch let error as DatabaseError where error.constraint == nil {
            // What a constraint refuses it would refuse again; anything else may be over when the job is taken up once more.
            if Task.isCancelled { try await giveBack(claim) }
            throw error
        } catch  where Task.isCancelled {
            try await giveBack(claim)
        } catch {
            logger.error("a planning job failed", metadata: ["job": "\(claim.id)", "error": "\(error)"])
            try await claim.fail("\(error)", in: delivery.database)
        }
    }

    /// A cancelled task cancels its statements, so this one has a task of its own.
    private func giveBack(_ claim: PlanningClaim) async throws {
        try await Task { [database = delivery.database] in try await claim.giveBack(in: database) }.value
    }

    /// Riders wait for an adjustment: what was asked for is the time until it is stored, which takes about as long as reading did and what
    /// the searches take to be set up.
    private static func searchTime(_ claim: PlanningClaim, reading: Duration) -> Double {
        let seconds = Double(claim.seconds)
        return max(seconds * 0.4, seconds - 0.25 - 2 * (reading / .seconds(1)))
    }

    /// The day is to be planned again: what no milk run can take goes to its door directly.
    private struct DivertedTransfers: Error {
        let count: Int
    }

    private func plan(_ claim: PlanningClaim, round: Int) async throws {
        let began = ContinuousClock.now
        if !claim.isTrial { _ = try await divert([], of: claim.day) }
        var (day, basis) = try await delivery.loadDay(claim.day)
        if !claim.assumptions.isEmpty { day = try await delivery.assuming(claim.assumptions, on: day) }
        // A plan from nothing gives the shifts their bikes anew.
        if claim.mode == .search { day.plannedSpans = nil }
        let travel = try await delivery.travelTables(for: day)
        let told = try await delivery.liveTours(of: day.day, in: delivery.database)
        let isAnew = claim.mode == .search
        let live = try await HeavyWork.run { [day] in
            LiveDay(day, tables: travel, closures: [], laying: told, restoringReserve: isAnew)
        }
        let isLaid = ContinuousClock.now
        let searching = PlanSearch(live: live, told: told) { problem, seconds in
            try await search(problem, for: claim, seconds: seconds)
        }
        let found =
            switch claim.mode {
            case .search: try await searching.anew(seconds: Double(claim.seconds))
            case .adjustment: try await searching.adjustment(seconds: Self.searchTime(claim, reading: isLaid - began))
            }
        let missed = found.model.transfers(leftOutBy: found.solution)
        if !missed.isEmpty, !claim.isTrial {
            let count = try await divert(missed, of: claim.day)
            // What could not be diverted has been fetched meanwhile: storing finds out.
            if count > 0 { throw DivertedTransfers(count: count) }
        }
        let isFound = ContinuousClock.now
        try await keep(found, travel, for: claim, basis)
        func milliseconds(_ duration: Duration) -> String { "\(Int(duration / .milliseconds(1)))" }
        delivery.logger.info(
            "a day was planned",
            metadata: [
                "job": "\(claim.id)", "shipments": "\(day.shipments.count)", "readingMs": "\(milliseconds(isLaid - began))",
                "searchingMs": "\(milliseconds(isFound - isLaid))", "storingMs": "\(milliseconds(ContinuousClock.now - isFound))",
            ])
    }

    private func divert(_ transfers: [ShipmentID], of day: CalendarDay) async throws -> Int {
        try await delivery.database.transaction("delivery.divertTransfers") { transaction in
            try await DayBasis.lock(day, in: transaction)
            return try await delivery.divertTransfers(of: day, leftOut: transfers, in: transaction)
        }
    }

    /// Stores what was found, or, in a trial, says what it would be.
    private func keep(
        _ found: PlanSearch.Found, _ travel: TravelTables, for claim: PlanningClaim, _ basis: DayBasis
    ) async throws {
        let (model, iterations) = (found.model, found.iterations)
        let options = PlanOptions(seconds: claim.seconds, seed: claim.seed, iterations: iterations)
        let message = found.isStopped ? "stopped after \(Int(found.seconds.rounded())) s; the best plan so far was kept" : nil
        let before = try await delivery.currentVisits(on: model.day.day)
        try await delivery.database.transaction("delivery.storePlan") { transaction in
            var plan: PlanID?
            let result: PlanResult
            if claim.isTrial {
                result = try PlanResult(model, found.solution, seconds: found.seconds, travel: model.planTravel(travel))
            } else {
                let note = claim.mode == .adjustment ? PlanNote(.adjustment) : PlanNote(.search)
                (plan, result) = try await delivery.store(
                    model, found.solution, travel: travel, seconds: found.seconds, options: options, basis: basis, note,
                    in: transaction)
            }
            let outcome = PlanningJob.Outcome(
                comparison: try await before?.comparison(with: result, in: transaction), late: model.late(in: result))
            try await claim.finish(plan, result.summary, outcome, iterations: iterations, message: message, in: transaction)
        }
    }

    /// Runs the search on its own thread and reports meanwhile. A cancelled task stops the search and throws.
    private func search(_ problem: Problem, for claim: PlanningClaim, seconds: Double) async throws -> PlanSearch.Run {
        try problem.validate()
        let run = SolverRun()
        let options = SolverOptions(
            timeLimit: .seconds(seconds), seed: UInt64(bitPattern: Int64(claim.seed)), threads: threads)
        let began = ContinuousClock.now
        func elapsed() -> Double { (ContinuousClock.now - began) / .seconds(1) }
        async let reporting = reportUntilFinished(run, claim, limit: seconds, since: began)
        let solution = try await withTaskCancellationHandler {
            defer { run.finish() }
            return try await run.solve(problem, options)
        } onCancel: {
            run.stop()
        }
        let end = try await reporting
        try Task.checkCancellation()
        if end == .lost { throw LostClaim() }
        return PlanSearch.Run(
            solution: solution, iterations: run.progress?.iterations ?? 0, seconds: elapsed(), isStopped: end == .stop)
    }

    /// Writes how far the search is until it has ended.
    private func reportUntilFinished(
        _ run: SolverRun, _ claim: PlanningClaim, limit: Double, since began: ContinuousClock.Instant
    ) async throws -> PlanningClaim.Answer {
        var answer = PlanningClaim.Answer.goOn
        repeat {
            let elapsed = (ContinuousClock.now - began) / .seconds(1)
            let progress = run.progress
            do {
                answer = try await claim.report(
                    progress: elapsed / limit, elapsed: elapsed, iterations: progress?.iterations ?? 0,
                    costCents: progress.map { CostBreakdown.round($0.cost) }, unserved: progress?.unserved, in: delivery.database)
            } catch let error as DatabaseError {
                // The search goes on; if the database stays away, storing the plan will say so.
                delivery.logger.warning("planning progress was not written", metadata: ["error": "\(error)"])
            }
            if case .goOn = answer {} else { run.stop() }
            let next = ContinuousClock.now + Self.reportInterval
            while !run.isFinished, ContinuousClock.now < next, !Task.isCancelled {
                try? await Task.sleep(for: Self.heedInterval)
            }
        } while !run.isFinished
        return answer
    }
}
