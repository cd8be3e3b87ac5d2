public import Accounts
import Catalog
public import Database
import Foundation

extension Delivery {
    /// The channel that wakes the planning workers.
    static let planningChannel = "delivery_planning_job"

    /// Asks for a plan of a day; a ``PlanningWorker`` makes it.
    ///
    /// - Parameters:
    ///   - seconds: how long to search, 1…600; values beyond are brought into the range.
    ///   - seed: the same seed and problem on the same machine go the same way.
    ///   - mode: from nothing, or from the tours as they are.
    ///   - isTrial: only to say what the plan would be.
    ///   - assumptions: what a trial takes to be so.
    /// - Throws: ``AssumptionProblem`` for assumptions without a trial.
    public func requestPlan(
        for day: CalendarDay, seconds: Int = 10, seed: Int? = nil, mode: PlanningJob.Mode = .search, isTrial: Bool = false,
        assuming assumptions: [Assumption] = [], by account: AccountID? = nil
    ) async throws -> PlanningJob {
        let seconds = min(max(seconds, 1), 600)
        guard isTrial || assumptions.isEmpty else { throw AssumptionProblem(detail: "Only a trial can assume something.") }
        return try await database.transaction("delivery.requestPlan") { transaction in
            let id = PlanningJobID.new()
            try await transaction.execute(
                "delivery.insertPlanningJob",
                """
                INSERT INTO delivery.planning_job (id, day, seconds, seed, mode, is_trial, assumptions, requested_by, created_at)
                VALUES (\(id), \(day), \(seconds), \(seed ?? 1), \(mode), \(isTrial), \(JSONB(assumptions)), \(account), \(now()))
                """)
            try await transaction.notify(Self.planningChannel)
            return try await planningJobs(where: "id = \(id)", in: transaction)[0]
        }
    }

    public func planningJob(_ id: PlanningJobID) async throws -> PlanningJob? {
        try await planningJobs(where: "id = \(id)", in: database).first
    }

    /// A day's jobs, the newest first.
    public func planningJobs(for day: CalendarDay, limit: Int = 20) async throws -> [PlanningJob] {
        try await planningJobs(where: "day = \(day)", limit: limit, in: database)
    }

    /// Stops a search: what has been found so far becomes the plan. A job that waits is dropped; one that is over stays as it is.
    public func cancelPlanningJob(_ id: PlanningJobID) async throws -> PlanningJob? {
        try await database.transaction("delivery.cancelPlanningJob") { transaction in
            try await transaction.execute(
                "delivery.cancelPlanningJob",
                """
                UPDATE delivery.planning_job SET cancel_requested = true,
                    state = CASE state WHEN 'queued' THEN 'cancelled' ELSE state END,
                    finished_at = CASE state WHEN 'queued' THEN \(now()) ELSE finished_at END,
                    message = CASE state WHEN 'queued' THEN 'cancelled before it began' ELSE message END
                WHERE id = \(id) AND state IN ('queued', 'running')
                """)
            return try await planningJobs(where: "id = \(id)", in: transaction).first
        }
    }

    func planningJobs(where filter: SQL, limit: Int = 1, in queryable: any Queryable) async throws -> [PlanningJob] {
        try await queryable.query(
            "delivery.planningJobs",
            """
            SELECT id, day, mode, is_trial, state, progress, elapsed_seconds, iterations, best_cost_cents, served, unserved, message,
                plan_id, outcome
            FROM delivery.planning_job WHERE \(filter) ORDER BY created_at DESC, id DESC LIMIT \(limit)
            """
        ).map { row in
            let (
                id, day, mode, isTrial, state, progress, elapsed, iterations, cost, served, unserved, message, planID, outcome
            ) = try row.decode(
                PlanningJobID.self, CalendarDay.self, PlanningJob.Mode.self, Bool.self, PlanningJob.State.self, Double.self,
                Double.self, Int.self, Cents?.self, Int?.self, Int?.self, String?.self, PlanID?.self,
                JSONB<PlanningJob.Outcome>?.self)
            return PlanningJob(
                id: id, day: day, mode: mode, isTrial: isTrial, state: state, progress: progress, elapsedSeconds: elapsed,
                iterations: iterations,
                bestCostCents: cost, served: served, unserved: unserved, message: message, planID: planID, outcome: outcome?.value
            )
        }
    }
}
