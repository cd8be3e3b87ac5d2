import Database

/// Why a function of ``Catalog`` refused.
public enum CatalogError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A value breaks a rule of the tables; the rule's name.
    case invalid(String)
    /// The key belongs to another retailer's shop.
    case keyTaken(String)
    case invalidCursor

    public var description: String {
        switch self {
        case .invalid(let rule): "A value is not acceptable (\(rule))."
        case .keyTaken(let key): "The key “\(key)” belongs to another retailer's shop."
        case .invalidCursor: "The cursor does not belong to this list. Start again without one."
        }
    }

    /// Runs `body` and names the rule when PostgreSQL refuses a value.
    static func explaining<Value: Sendable>(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await body()
        } catch let error as DatabaseError where error.isCheckViolation || error.isForeignKeyViolation {
            throw CatalogError.invalid(error.constraint ?? error.message)
        }
    }
}
