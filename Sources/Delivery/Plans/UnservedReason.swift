public import Routing

/// What keeps a shipment out of every tour, in words.
public struct UnservedReason: Hashable, Codable, Sendable {
    public let constraint: Constraint
    public let detail: String

    public init(constraint: Constraint, detail: String) {
        self.constraint = constraint
        self.detail = detail
    }
}
