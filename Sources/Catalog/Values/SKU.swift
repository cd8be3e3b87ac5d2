public import Database

/// The number by which a retailer knows a product; unique within one shop. 1 to 64 characters without control characters,
/// no white space at the ends.
public struct SKU: RawRepresentable, Hashable, Codable, Sendable, DatabaseCodable, CustomStringConvertible {
    public static let longest = 64

    public let rawValue: String

    public init?(rawValue: String) {
        guard !rawValue.isEmpty, rawValue.unicodeScalars.count <= Self.longest,
            rawValue.first?.isWhitespace == false, rawValue.last?.isWhitespace == false,
            rawValue.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 })
        else { return nil }
        self.rawValue = rawValue
    }

    public var description: String { rawValue }
}
