public import Database

/// An order's number for people: `D-000123`. It is no secret and gives no access; that is what the ``TrackingCode`` is for.
public struct OrderNumber: RawRepresentable, Hashable, Comparable, Sendable, DatabaseCodable {
    public let rawValue: Int64

    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    public static func < (left: OrderNumber, right: OrderNumber) -> Bool { left.rawValue < right.rawValue }
}

extension OrderNumber: LosslessStringConvertible {
    public var description: String {
        let digits = String(rawValue)
        return "D-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    /// Reads `D-000123`, in either case.
    public init?(_ description: String) {
        guard description.lowercased().hasPrefix("d-") else { return nil }
        let digits = description.dropFirst(2)
        guard (1...18).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int64(digits)
        else {
            return nil
        }
        self.init(rawValue: number)
    }
}

extension OrderNumber: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let number = OrderNumber(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "“\(text)” is no order number like D-000123.")
        }
        self = number
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
