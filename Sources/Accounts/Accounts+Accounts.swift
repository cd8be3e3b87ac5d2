import Database
import Foundation

extension Accounts {
    /// Makes an account, without roles yet.
    /// - Throws: ``AccountsError/invalidName`` when the name is blank or longer than 200 characters.
    public func createAccount(name: String) async throws -> Account {
        try checkName(name)
        let row = try await database.one(
            "accounts.createAccount",
            "INSERT INTO accounts.account (id, name) VALUES (\(AccountID.new()), \(name)) RETURNING \(Self.accountColumns)")
        return try account(row)
    }

    /// Makes the account of a seed or configuration file, or renames it when it is there.
    public func upsertAccount(key: String, name: String) async throws -> Account {
        try checkName(name)
        let row = try await database.one(
            "accounts.upsertAccount",
            """
            INSERT INTO accounts.account (id, key, name) VALUES (\(AccountID.new()), \(key), \(name))
            ON CONFLICT (key) DO UPDATE SET name = excluded.name RETURNING \(Self.accountColumns)
            """)
        return try account(row)
    }

    public func account(_ id: AccountID) async throws -> Account? {
        try await database.first("accounts.account", "SELECT \(Self.accountColumns) FROM accounts.account WHERE id = \(id)")
            .map(account)
    }

    public func account(key: String) async throws -> Account? {
        try await database.first(
            "accounts.accountByKey", "SELECT \(Self.accountColumns) FROM accounts.account WHERE key = \(key)"
        )
        .map(account)
    }

    /// From now on none of the account's tokens is valid, and new ones are not either.
    public func disableAccount(_ id: AccountID) async throws {
        try await database.execute(
            "accounts.disableAccount", "UPDATE accounts.account SET disabled_at = now() WHERE id = \(id) AND disabled_at IS NULL")
    }

    /// Gives a role; for retailers and riders, moves the account to that retailer or rider. Giving it twice changes nothing.
    /// - Throws: ``AccountsError/noSuchAccount``.
    public func grant(_ grant: RoleGrant, to account: AccountID) async throws {
        do {
            try await database.execute(
                "accounts.grant",
                """
                INSERT INTO accounts.role_grant (account_id, role, retailer_id, rider_id)
                VALUES (\(account), \(grant.role), \(grant.retailerID), \(grant.riderID))
                ON CONFLICT (account_id, role)
                    DO UPDATE SET retailer_id = excluded.retailer_id, rider_id = excluded.rider_id
                """)
        } catch let error as DatabaseError where error.isForeignKeyViolation {
            throw AccountsError.noSuchAccount(account)
        }
    }

    /// Takes a role away.
    public func withdraw(_ role: Role, from account: AccountID) async throws {
        try await database.execute(
            "accounts.withdraw", "DELETE FROM accounts.role_grant WHERE account_id = \(account) AND role = \(role)")
    }

    /// The roles of an account, in the order of their names.
    public func grants(of account: AccountID) async throws -> [RoleGrant] {
        let rows = try await database.query(
            "accounts.grants",
            "SELECT role, retailer_id, rider_id FROM accounts.role_grant WHERE account_id = \(account) ORDER BY role")
        return try rows.compactMap { row in
            let (role, retailerID, riderID) = try row.decode(Role.self, RetailerID?.self, UUID?.self)
            return RoleGrant(role: role, retailerID: retailerID, riderID: riderID)
        }
    }

    private static var accountColumns: SQL { "id, key, name, created_at, disabled_at" }

    private func account(_ row: Row) throws -> Account {
        let (id, key, name, createdAt, disabledAt) = try row.decode(
            AccountID.self, String?.self, String.self, Date.self, Date?.self)
        return Account(id: id, key: key, name: name, createdAt: createdAt, disabledAt: disabledAt)
    }

    private func checkName(_ name: String) throws(AccountsError) {
        guard name.contains(where: { !$0.isWhitespace }), name.unicodeScalars.count <= 200 else { throw .invalidName }
    }
}
