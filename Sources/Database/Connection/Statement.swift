/// A statement on its way to a connection.
struct Statement: Sendable {
    let name: StaticString
    let text: String
    let parameters: SQLParameters

    /// - Throws: when a parameter could not be encoded.
    init(_ name: StaticString, _ sql: SQL) throws(DatabaseError) {
        if let failure = sql.parameters.failure {
            throw DatabaseError(.encoding, "\(failure)", statement: "\(name)")
        }
        self.name = name
        text = sql.text
        parameters = sql.parameters
    }

    var cacheKey: StatementCache.Key {
        StatementCache.Key(text: text, types: parameters.slots.map(\.type.oid))
    }
}
