import Database
import Foundation
import Logging
import TestSupport
import Testing

@testable import Accounts

@Suite("Accounts, roles and tokens")
struct AccountsTests {
    private func run<Value: Sendable>(
        actor: isolated (any Actor)? = #isolation, _ body: (Accounts, Database) async throws -> Value
    ) async throws -> Value {
        try await TestDatabase.withDatabase(migrations: [Accounts.migrations()]) { database in
            try await body(
                Accounts(database: database, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }), database)
        }
    }

    @Test("whoever shows a token is its account with all its roles")
    func authenticate() async throws {
        try await run { accounts, _ in
            let account = try await accounts.createAccount(name: "Buchhandlung")
            let retailer = RetailerID.new()
            try await accounts.grant(.retailer(retailer), to: account.id)
            try await accounts.grant(.dispatcher, to: account.id)
            try await accounts.grant(.dispatcher, to: account.id)
            let issued = try await accounts.issueToken(for: account.id, label: "Kasse", lifetime: 3600)
            let principal = try #require(try await accounts.authenticate(token: issued.secret.reveal()))
            #expect(
                principal.accountID == account.id && principal.accountName == "Buchhandlung"
                    && principal.tokenID == issued.token.id)
            #expect(principal.grants == [.dispatcher, .retailer(retailer)])
            #expect(principal.retailerID == retailer && principal.has(.dispatcher) && !principal.has(.operator))
            try await accounts.withdraw(.dispatcher, from: account.id)
            #expect(try await accounts.authenticate(token: issued.secret.reveal())?.has(.dispatcher) == false)
            #expect(try await accounts.grants(of: account.id) == [.retailer(retailer)])
        }
    }

    @Test("revoked, ended, disabled and invented tokens are nobody's")
    func invalid() async throws {
        try await run { accounts, database in
            let account = try await accounts.createAccount(name: "A")
            let revoked = try await accounts.issueToken(for: account.id, label: "1", lifetime: nil)
            let ended = try await accounts.issueToken(for: account.id, label: "2", lifetime: 60)
            let good = try await accounts.issueToken(for: account.id, label: "3", lifetime: nil)
            #expect(try await accounts.revokeToken(revoked.token.id))
            #expect(try await accounts.revokeToken(revoked.token.id))
            #expect(try await !accounts.revokeToken(.new()))
            try await database.execute(
                "test.end",
                "UPDATE accounts.token SET created_at = now() - interval '2 h', expires_at = now() - interval '1 s' WHERE id = \(ended.token.id)"
            )
            for secret in [revoked.secret, ended.secret, .random()] {
                #expect(try await accounts.authenticate(token: secret.reveal()) == nil)
            }
            for text in [
                "", "sf_", "sf_abc", good.secret.reveal().dropFirst(3).description, good.secret.reveal() + "A",
                "sf_" + String(repeating: "+", count: 43),
            ] {
                #expect(try await accounts.authenticate(token: text) == nil)
            }
            #expect(try await accounts.authenticate(token: good.secret.reveal()) != nil)
            try await accounts.disableAccount(account.id)
            #expect(try await accounts.authenticate(token: good.secret.reveal()) == nil)
        }
    }

    @Test("a token's secret is stored nowhere and does not print itself")
    func secret() async throws {
        try await run { accounts, database in
            let account = try await accounts.createAccount(name: "A")
            let issued = try await accounts.issueToken(for: account.id, label: "1", lifetime: nil)
            let text = issued.secret.reveal()
            #expect(text.hasPrefix("sf_") && text.count == 46)
            #expect(!"\(issued)".contains(text) && !String(reflecting: issued).contains(text.dropFirst(3)))
            let rows = try await database.query("test.rows", "SELECT token::text FROM accounts.token")
            #expect(try rows.map { try $0.decode(String.self) }.allSatisfy { !$0.contains(text.dropFirst(3)) })
        }
    }

    @Test("the time of use is written at most once a minute")
    func lastUsed() async throws {
        try await run { accounts, database in
            let account = try await accounts.createAccount(name: "A")
            let issued = try await accounts.issueToken(for: account.id, label: "1", lifetime: nil)
            func use() async throws -> Date? {
                _ = try await accounts.authenticate(token: issued.secret.reveal())
                return try await accounts.tokens(of: account.id).first?.lastUsedAt
            }
            let first = try #require(try await use())
            #expect(try await use() == first)
            try await database.execute("test.age", "UPDATE accounts.token SET last_used_at = last_used_at - interval '2 minutes'")
            #expect(try #require(try await use()) > first.addingTimeInterval(-60))
        }
    }

    @Test("an account of a file is made once; staff belongs to one retailer")
    func upsert() async throws {
        try await run { accounts, database in
            let first = try await accounts.upsertAccount(key: "dispo", name: "Disposition")
            let second = try await accounts.upsertAccount(key: "dispo", name: "Dispo")
            #expect(first.id == second.id && second.name == "Dispo")
            #expect(try await accounts.account(key: "dispo") == second)
            let (one, other) = (RetailerID.new(), RetailerID.new())
            try await accounts.grant(.retailer(one), to: first.id)
            try await accounts.grant(.retailer(other), to: first.id)
            #expect(try await accounts.grants(of: first.id) == [.retailer(other)])
            await #expect(throws: AccountsError.invalidName) { try await accounts.createAccount(name: "  ") }
            let nobody = AccountID.new()
            await #expect(throws: AccountsError.noSuchAccount(nobody)) { try await accounts.grant(.operator, to: nobody) }
            await #expect(throws: DatabaseError.self, "a role without what it is bound to") {
                try await database.execute(
                    "test.break", "INSERT INTO accounts.role_grant (account_id, role) VALUES (\(first.id), 'rider')")
            }
        }
    }

    @Test("the audit can be added to and never changed")
    func audit() async throws {
        try await run { accounts, database in
            let subject = AuditSubject(kind: "token", id: TokenID.new())
            try await accounts.record("token.revoke", on: subject, by: nil, detail: ["why": "lost"])
            struct Undone: Error {}
            await #expect(throws: Undone.self) {
                try await database.transaction("test.undo") { transaction in
                    try await accounts.record("token.issue", on: subject, by: nil, in: transaction)
                    throw Undone()
                }
            }
            let entries = try await accounts.auditEntries(on: subject)
            #expect(entries.map(\.action) == ["token.revoke"] && entries.first?.detail == ["why": "lost"])
            for change: SQL in [
                "UPDATE accounts.audit_entry SET action = 'x'", "DELETE FROM accounts.audit_entry",
                "TRUNCATE accounts.audit_entry",
            ] {
                await #expect(throws: DatabaseError.self) { try await database.execute("test.break", change) }
            }
        }
    }

    @Test("a grant in JSON has the id it is bound to")
    func grantJSON() throws {
        let rider = UUID()
        let grants: [RoleGrant] = [.operator, .rider(rider), .retailer(.new())]
        let json = try JSONEncoder().encode(grants)
        #expect(try JSONDecoder().decode([RoleGrant].self, from: json) == grants)
        #expect(String(decoding: json, as: UTF8.self).contains(rider.uuidString.lowercased()))
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(RoleGrant.self, from: Data(#"{"role":"rider"}"#.utf8)) }
    }
}
