import Database
import Foundation

/// A job that a worker has taken up. It keeps it as long as it writes its heartbeat.
struct PlanningClaim: Sendable {
    let id: PlanningJobID
    let day: CalendarDay
    let seconds: Int
    let seed: Int
    let mode: PlanningJob.Mode
    let isTrial: Bool
    let assumptions: [Assumption]
    let worker: UUID

    /// A worker that has been silent for so long is dead, and its job is anybody's.
    static let silence: Double = 15
    /// A job that has killed so many workers is not tried again.
    static let mostAttempts = 3

    /// Takes the oldest job that waits or whose worker is dead, unless its day is being planned by another one.
    static func take(as worker: UUID, silence: Double, in database: Database) async throws -> PlanningClaim? {
        let row = try await database.first(
            "delivery.claimPlanningJob",
            """
            UPDATE delivery.planning_job SET state = 'running', worker = \(worker), heartbeat_at = clock_timestamp(),
                started_at = coalesce(started_at, clock_timestamp()), attempts = attempts + 1, progress = 0, message = NULL
            WHERE id = (
                SELECT id FROM delivery.planning_job AS job
                WHERE (state = 'queued' OR \(isAbandoned("job", silence)))
                    AND NOT EXISTS (SELECT FROM delivery.planning_job AS other WHERE other.day = job.day AND other.id <> job.id
                        AND other.state = 'running' AND NOT \(isAbandoned("other", silence)))
                ORDER BY created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id, day, seconds, seed, mode, is_trial, assumptions, attempts
            """)
        guard let row else { return nil }
        let (id, day, seconds, seed, mode, isTrial, assumptions, attempts) = try row.decode(
            PlanningJobID.self, CalendarDay.self, Int.self, Int.self, PlanningJob.Mode.self, Bool.self, JSONB<[Assumption]>.self,
            Int.self)
        let claim = PlanningClaim(
            id: id, day: day, seconds: seconds, seed: seed, mode: mode, isTrial: isTrial, assumptions: assumptions.value,
            worker: worker)
        guard attempts <= mostAttempts else {
            try await claim.fail("given up: \(attempts - 1) workers died with it", in: database)
            return nil
        }
        return claim
    }

    private static func isAbandoned(_ table: String, _ silence: Double) -> SQL {
        """
        (\(identifier: table).state = 'running'
            AND \(identifier: table).heartbeat_at < clock_timestamp() - make_interval(secs => \(silence)))
        """
    }

    /// What a worker is told when it writes its heartbeat.
    enum Answer: Sendable {
        case goOn
        case stop
        /// Another worker has taken the job.
        case lost
    }

    func report(
        progress: Double, elapsed: Double, iterations: Int, costCents: Int?, unserved: Int?, in database: Database
    ) async throws -> Answer {
        let row = try await database.first(
            "delivery.planningHeartbeat",
            """
            UPDATE delivery.planning_job SET heartbeat_at = clock_timestamp(), progress = \(min(max(progress, 0), 1)),
                elapsed_seconds = \(elapsed), iterations = \(iterations), best_cost_cents = \(costCents), unserved = \(unserved)
            WHERE id = \(id) AND worker = \(worker) RETURNING cancel_requested
            """)
        guard let row else { return .lost }
        return try row.decode(Bool.self) ? .stop : .goOn
    }

    func fail(_ message: String, in queryable: any Queryable) async throws {
        try await queryable.execute(
            "delivery.failPlanningJob",
            """
            UPDATE delivery.planning_job SET state = 'failed', worker = NULL, finished_at = clock_timestamp(),
                message = \(String(message.prefix(1000)))
            WHERE id = \(id) AND worker = \(worker)
            """)
    }

    /// Gives the job back as if it had never been taken: the process ends, somebody else will do it.
    func giveBack(in queryable: any Queryable) async throws {
        try await queryable.execute(
            "delivery.giveBackPlanningJob",
            """
            UPDATE delivery.planning_job SET state = 'queued', worker = NULL, progress = 0, attempts = greatest(attempts - 1, 0)
            WHERE id = \(id) AND worker = \(worker)
            """)
    }

    /// - Throws: ``LostClaim`` when another worker has taken the job meanwhile.
    ///
    /// - Parameter plan: `nil` for a trial.
    func finish(
        _ plan: PlanID?, _ summary: PlanSummary, _ outcome: PlanningJob.Outcome, iterations: Int, message: String?,
        in transaction: Transaction
    ) async throws {
        let rows = try await transaction.execute(
            "delivery.finishPlanningJob",
            """
            UPDATE delivery.planning_job SET state = 'done', worker = NULL, finished_at = clock_timestamp(), progress = 1,
                plan_id = \(plan), elapsed_seconds = \(summary.seconds), iterations = \(iterations),
                best_cost_cents = \(summary.costCents), served = \(summary.served), unserved = \(summary.unserved),
                message = \(message), outcome = \(JSONB(outcome))
            WHERE id = \(id) AND worker = \(worker)
            """)
        guard rows == 1 else { throw LostClaim() }
    }
}

/// Another worker has taken the job, because this one had been silent for too long.
struct LostClaim: Error {}
