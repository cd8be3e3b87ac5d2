public import Foundation

/// What kind of thing happened, e.g. `orders.placed`: the module's name, a dot, the thing.
public struct OutboxTopic: RawRepresentable, Hashable, Sendable, DatabaseCodable, CustomStringConvertible {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    public var description: String { rawValue }
}

/// Something that happened and is to be told.
public struct OutboxEvent: Sendable {
    /// Ascending in the order of publishing within one transaction; across transactions it may deviate from the order of the commits.
    public let id: Int64
    public let topic: OutboxTopic
    /// The published value as JSON.
    public let payload: RawJSON
    public let createdAt: Date
    /// How many deliveries have failed before this one.
    public let failedAttempts: Int

    /// The published value.
    public func decode<Payload: Decodable>(_ type: Payload.Type = Payload.self) throws -> Payload {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(type, from: Data(payload.bytes))
    }
}
