public import Accounts
import Database
import Foundation

extension Delivery {
    /// The channel that tells of changes to the closures.
    static let closureChannel = "delivery_closure"

    /// Closes streets, or slows them, from the next plan on and for all ways that are shown.
    ///
    /// - Throws: ``ClosureProblem`` with the field at fault.
    public func close(_ draft: ClosureDraft, by account: AccountID? = nil) async throws -> NetworkClosure {
        try draft.validate(now: now(), graph: streets?.graph)
        return try await database.transaction("delivery.close") { transaction in
            let id = try await insert(draft, by: account, in: transaction)
            return try await closures(where: "id = \(id)", in: transaction)[0]
        }
    }

    /// Writes a closure that has been looked at.
    /// - Parameter disruption: what it is closed by; with it, it is lifted.
    @discardableResult
    func insert(
        _ draft: ClosureDraft, of disruption: DisruptionID? = nil, by account: AccountID?, in transaction: Transaction
    ) async throws -> ClosureID {
        let id = ClosureID.new()
        try await transaction.execute(
            "delivery.insertClosure",
            """
            INSERT INTO delivery.closure (id, polygon, way, speed_kmh, starts_at, ends_at, reason, created_at, created_by, disruption_id)
            VALUES (\(id), \(draft.polygon.map { JSONB($0) }), \(draft.way), \(draft.speedKilometresPerHour),
                \(draft.from ?? now()), \(draft.until), \(draft.reason.trimmingCharacters(in: .whitespacesAndNewlines)),
                \(now()), \(account), \(disruption))
            """)
        try await transaction.notify(Self.closureChannel)
        return id
    }

    /// Lifts what was closed by a disruption.
    func reopen(closedBy disruption: DisruptionID, in transaction: Transaction) async throws {
        let rows = try await transaction.execute(
            "delivery.reopenStreet",
            "UPDATE delivery.closure SET reopened_at = \(now()) WHERE disruption_id = \(disruption) AND reopened_at IS NULL")
        if rows > 0 { try await transaction.notify(Self.closureChannel) }
    }

    /// Lifts a closure before its end. One that has been lifted stays so.
    /// - Returns: `nil` when there is no such closure.
    public func reopen(_ id: ClosureID) async throws -> NetworkClosure? {
        try await database.transaction("delivery.reopen") { transaction in
            try await transaction.execute(
                "delivery.reopenClosure",
                "UPDATE delivery.closure SET reopened_at = \(now()) WHERE id = \(id) AND reopened_at IS NULL")
            try await transaction.notify(Self.closureChannel)
            return try await closures(where: "id = \(id)", in: transaction).first
        }
    }

    /// The closures in force or to come, by their begin.
    ///
    /// - Parameter past: those that are over or were lifted, too; of these the newest thousand.
    public func closures(past: Bool = false) async throws -> [NetworkClosure] {
        try await closures(
            where: past ? "true" : "reopened_at IS NULL AND (ends_at IS NULL OR ends_at > \(now()))", in: database)
    }

    /// The closures that hold at some moment of a span.
    func closures(during span: DateInterval) async throws -> [NetworkClosure] {
        try await closures(
            where: "reopened_at IS NULL AND starts_at < \(span.end) AND (ends_at IS NULL OR ends_at > \(span.start))",
            in: database)
    }

    /// The closures that travel times were reckoned with, also those that were lifted since: the identity of their source names them.
    func closures(namedIn identity: String) async throws -> [NetworkClosure] {
        try await closures(where: "position(id::text IN lower(\(identity))) > 0", in: database)
    }

    private func closures(where filter: SQL, in queryable: any Queryable) async throws -> [NetworkClosure] {
        try await queryable.query(
            "delivery.closures",
            """
            SELECT id, polygon, way, speed_kmh, starts_at, ends_at, reason, created_at, reopened_at
            FROM (SELECT * FROM delivery.closure WHERE \(filter) ORDER BY starts_at DESC, id LIMIT 1000) AS closure
            ORDER BY starts_at, id
            """
        ).map { row in
            let (id, polygon, way, speed, from, until, reason, createdAt, reopenedAt) = try row.decode(
                ClosureID.self, JSONB<[[Double]]>?.self, Int64?.self, Double?.self, Date.self, Date?.self, String.self, Date.self,
                Date?.self)
            return NetworkClosure(
                id: id, polygon: polygon?.value, way: way, speedKilometresPerHour: speed, from: from, until: until,
                reason: reason,
                createdAt: createdAt, reopenedAt: reopenedAt)
        }
    }
}
