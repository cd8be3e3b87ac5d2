public import Database
public import Foundation

/// The identifier of one kind of thing, so that an order's id is never taken for a product's.
///
/// In JSON and in text it is the UUID in lower case; in PostgreSQL it is a `uuid`.
public protocol EntityID: RawRepresentable, Hashable, Comparable, Codable, Sendable, LosslessStringConvertible, DatabaseCodable
where RawValue == UUID {
    init(rawValue: UUID)
}

extension EntityID {
    /// A new identifier, later than all made before it in other milliseconds (``Foundation/UUID/timeOrdered(at:)``).
    public static func new() -> Self {
        Self(rawValue: .timeOrdered())
    }

    public init?(_ description: String) {
        guard let uuid = UUID(uuidString: description) else { return nil }
        self.init(rawValue: uuid)
    }

    public var description: String { rawValue.uuidString.lowercased() }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "“\(text)” is not a UUID.")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// The order of PostgreSQL's `uuid`: byte by byte.
    public static func < (left: Self, right: Self) -> Bool {
        withUnsafeBytes(of: left.rawValue.uuid) { leftBytes in
            withUnsafeBytes(of: right.rawValue.uuid) { rightBytes in leftBytes.lexicographicallyPrecedes(rightBytes) }
        }
    }
}

public struct AccountID: EntityID {
    public let rawValue: UUID
    public init(rawValue: UUID) { self.rawValue = rawValue }
}

public struct TokenID: EntityID {
    public let rawValue: UUID
    public init(rawValue: UUID) { self.rawValue = rawValue }
}

/// A business that sells. It is named here because a role names it; Catalog keeps what is known about it.
public struct RetailerID: EntityID {
    public let rawValue: UUID
    public init(rawValue: UUID) { self.rawValue = rawValue }
}
