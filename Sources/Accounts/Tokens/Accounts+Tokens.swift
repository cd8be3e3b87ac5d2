import Database
public import Foundation

extension Accounts {
    /// Makes a token. Its secret is in the result and nowhere else.
    /// - Parameter lifetime: in seconds from now; nil for a token that does not end.
    /// - Throws: ``AccountsError``.
    public func issueToken(for account: AccountID, label: String, lifetime: TimeInterval?) async throws -> IssuedToken {
        guard label.contains(where: { !$0.isWhitespace }), label.unicodeScalars.count <= 200 else {
            throw AccountsError.invalidLabel
        }
        if let lifetime, !(lifetime >= 1) { throw AccountsError.invalidLifetime }
        let secret = TokenSecret.random()
        do {
            let row = try await database.one(
                "accounts.issueToken",
                """
                INSERT INTO accounts.token (id, account_id, hash, label, expires_at)
                VALUES (\(TokenID.new()), \(account), \(secret.hash), \(label), now() + make_interval(secs => \(lifetime)))
                RETURNING \(Self.tokenColumns)
                """)
            return IssuedToken(token: try token(row), secret: secret)
        } catch let error as DatabaseError where error.isForeignKeyViolation {
            throw AccountsError.noSuchAccount(account)
        }
    }

    /// Ends a token at once.
    /// - Returns: whether there is such a token; ending it again is no error.
    public func revokeToken(_ id: TokenID) async throws -> Bool {
        let affected = try await database.execute(
            "accounts.revokeToken", "UPDATE accounts.token SET revoked_at = coalesce(revoked_at, now()) WHERE id = \(id)")
        return affected > 0
    }

    /// All tokens of an account, the newest first.
    public func tokens(of account: AccountID) async throws -> [Token] {
        try await database.query(
            "accounts.tokens", "SELECT \(Self.tokenColumns) FROM accounts.token WHERE account_id = \(account) ORDER BY id DESC"
        ).map(token)
    }

    /// Who shows this token; nil when it is unknown, ended or revoked, or its account disabled.
    ///
    /// One look-up by primary key of the hash. The time of use is noted at most once a minute, so that reading stays reading.
    public func authenticate(token text: String) async throws -> Principal? {
        guard let secret = TokenSecret(shown: text) else { return nil }
        let rows = try await database.query(
            "accounts.authenticate",
            """
            SELECT token.id, token.expires_at, token.last_used_at IS NULL OR token.last_used_at < now() - interval '1 minute',
                account.id, account.name, role_grant.role, role_grant.retailer_id, role_grant.rider_id
            FROM accounts.token
            JOIN accounts.account ON account.id = token.account_id
            LEFT JOIN accounts.role_grant ON role_grant.account_id = account.id
            WHERE token.hash = \(secret.hash) AND token.revoked_at IS NULL AND account.disabled_at IS NULL
                AND (token.expires_at IS NULL OR token.expires_at > now())
            ORDER BY role_grant.role
            """)
        guard let first = rows.first else { return nil }
        let (tokenID, expiresAt, isDue, accountID, name, _, _, _) = try first.decode(
            TokenID.self, Date?.self, Bool.self, AccountID.self, String.self, Role?.self, RetailerID?.self, UUID?.self)
        let grants = try rows.compactMap { row in
            try row.decode("role", as: Role?.self).flatMap { role in
                RoleGrant(role: role, retailerID: try row.decode("retailer_id"), riderID: try row.decode("rider_id"))
            }
        }
        if isDue { try await noteUse(of: tokenID) }
        return Principal(accountID: accountID, accountName: name, tokenID: tokenID, expiresAt: expiresAt, grants: grants)
    }

    private func noteUse(of token: TokenID) async throws {
        // Requests that come at the same moment write once.
        try await database.execute(
            "accounts.noteUse",
            """
            UPDATE accounts.token SET last_used_at = now()
            WHERE id = \(token) AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
            """)
    }

    private static var tokenColumns: SQL { "id, account_id, label, created_at, expires_at, last_used_at, revoked_at" }

    private func token(_ row: Row) throws -> Token {
        let (id, accountID, label, createdAt, expiresAt, lastUsedAt, revokedAt) = try row.decode(
            TokenID.self, AccountID.self, String.self, Date.self, Date?.self, Date?.self, Date?.self)
        return Token(
            id: id, accountID: accountID, label: label, createdAt: createdAt, expiresAt: expiresAt, lastUsedAt: lastUsedAt,
            revokedAt: revokedAt)
    }
}
