public import Database
import Foundation

extension Accounts {
    /// Notes that something was done. Within a transaction the note stands or falls with the deed.
    /// - Parameters:
    ///   - principal: who did it; nil for the service itself.
    ///   - detail: names and values that explain it; no personal data.
    public func record(
        _ action: String, on subject: AuditSubject, by principal: Principal?, detail: [String: String] = [:],
        in queryable: (any Queryable)? = nil
    ) async throws {
        try await (queryable ?? database).execute(
            "accounts.record",
            """
            INSERT INTO accounts.audit_entry (id, account_id, token_id, action, subject_kind, subject_id, detail)
            VALUES (\(UUID.timeOrdered()), \(principal?.accountID), \(principal?.tokenID), \(action), \(subject.kind), \(subject.id),
                \(JSONB(detail)))
            """)
    }

    /// What was done to one thing, the newest first.
    public func auditEntries(on subject: AuditSubject, limit: Int = 100) async throws -> [AuditEntry] {
        let rows = try await database.query(
            "accounts.auditEntries",
            """
            SELECT id, at, account_id, token_id, action, detail FROM accounts.audit_entry
            WHERE subject_kind = \(subject.kind) AND subject_id = \(subject.id) ORDER BY id DESC LIMIT \(limit)
            """)
        return try rows.map { row in
            let (id, at, accountID, tokenID, action, detail) = try row.decode(
                UUID.self, Date.self, AccountID?.self, TokenID?.self, String.self, JSONB<[String: String]>.self)
            return AuditEntry(
                id: id, at: at, accountID: accountID, tokenID: tokenID, action: action, subject: subject, detail: detail.value)
        }
    }
}
