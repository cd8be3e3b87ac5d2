import Accounts
import Database
import Foundation

/// An import that a worker has taken up. It keeps it as long as it writes its heartbeat.
struct ImportClaim: Sendable {
    let id: ImportID
    let retailer: RetailerID
    /// What is to be done: ``ImportState/checking``, ``ImportState/applying`` or ``ImportState/undoing``.
    let state: ImportState
    let worker: UUID

    /// An import that has killed so many workers is not tried again.
    static let mostAttempts = 3

    /// Takes the oldest import that waits or whose worker has been silent for `silence` seconds, unless another of its retailer is worked on.
    static func take(as worker: UUID, silence: Double, in database: Database) async throws -> ImportClaim? {
        let isAlive: SQL = "heartbeat_at > clock_timestamp() - make_interval(secs => \(silence))"
        let row = try await database.first(
            "catalog.import.claim",
            """
            UPDATE catalog.import SET worker = \(worker), heartbeat_at = clock_timestamp(), attempts = attempts + 1
            WHERE id = (
                SELECT id FROM catalog.import AS waiting
                WHERE state IN ('checking', 'applying', 'undoing') AND (worker IS NULL OR NOT \(isAlive))
                    AND NOT EXISTS (SELECT FROM catalog.import AS other WHERE other.retailer_id = waiting.retailer_id
                        AND other.id <> waiting.id AND other.state IN ('checking', 'applying', 'undoing')
                        AND other.worker IS NOT NULL AND other.\(isAlive))
                ORDER BY created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id, retailer_id, state, attempts
            """)
        guard let row else { return nil }
        let (id, retailer, state, attempts) = try row.decode(ImportID.self, RetailerID.self, ImportState.self, Int.self)
        let claim = ImportClaim(id: id, retailer: retailer, state: state, worker: worker)
        guard attempts <= mostAttempts else {
            try await claim.end(.failed, in: database)
            return nil
        }
        return claim
    }

    /// Writes how far the work is.
    /// - Returns: whether the import is still this worker's.
    func report(_ progress: ImportProgress, in database: Database) async throws -> Bool {
        try await database.execute(
            "catalog.import.heartbeat",
            """
            UPDATE catalog.import SET heartbeat_at = clock_timestamp(), phase = \(progress.phase.rawValue), done = \(progress.done),
                total = \(progress.total)
            WHERE id = \(id) AND worker = \(worker)
            """) == 1
    }

    /// The work is done.
    /// - Parameter changes: what else is set, a comma in front.
    /// - Throws: ``LostImport`` when another worker has taken it meanwhile.
    func end(_ state: ImportState, _ changes: SQL = "", in queryable: any Queryable) async throws {
        let rows = try await queryable.execute(
            "catalog.import.end",
            """
            UPDATE catalog.import SET state = \(state), worker = NULL, heartbeat_at = NULL \(changes)
            WHERE id = \(id) AND worker = \(worker)
            """)
        guard rows == 1 else { throw LostImport() }
    }

    /// Gives the import back as if it had never been taken.
    func giveBack(in database: Database) async throws {
        try await database.execute(
            "catalog.import.giveBack",
            """
            UPDATE catalog.import SET worker = NULL, heartbeat_at = NULL, attempts = greatest(attempts - 1, 0), phase = 'waiting'
            WHERE id = \(id) AND worker = \(worker)
            """)
    }
}

/// Another worker has taken the import, because this one had been silent for too long.
struct LostImport: Error {}
