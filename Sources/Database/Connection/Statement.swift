/// A statement on its way to a connection.
struct Statement: Sendable {
    let name: StaticString
    let text: String
    let parameters: SQLParameters

    /// - Throws: when a parameter could not be encoded.
    init(_ name: StaticString, _ sql: SQL) throws(DatabaseError) {
        try self.init(name, text: sql.text, parameters: sql.parameters)
    }

    /// - Parameter text: our own; it refers to the parameters as `$1` ….
    init(_ name: StaticString, text: String, parameters: SQLParameters) throws(DatabaseError) {
        if let failure = parameters.failure {
            throw DatabaseError(.encoding, "\(failure)", statement: "\(name)")
        }
        // The protocol counts parameters in 16 bits.
        guard parameters.count <= 65_535 else {
            let message = "\(parameters.count) parameters where at most 65,535 are possible; pass an array or use COPY"
            throw DatabaseError(.encoding, message, statement: "\(name)")
        }
        self.name = name
        self.text = text
        self.parameters = parameters
    }

    var cacheKey: StatementCache.Key {
        StatementCache.Key(text: text, types: parameters.slots.map(\.type.oid))
    }
}
