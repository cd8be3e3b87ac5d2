public import Database

/// The secret in an order's link: 128 random bits in base32 (RFC 4648, section 6, in lower case, without padding), 26 characters that can
/// be read out and typed. Who knows it may see the order and cancel it.
public struct TrackingCode: RawRepresentable, Hashable, Codable, Sendable, DatabaseCodable {
    public let rawValue: String

    /// Nil when the text cannot be a tracking code.
    public init?(rawValue: String) {
        guard rawValue.utf8.count == Self.length, rawValue.utf8.allSatisfy(Self.alphabet.contains) else { return nil }
        self.rawValue = rawValue
    }

    /// Reads a code as people type it: capitals, spaces and hyphens do not matter.
    public init?(typed text: String) {
        self.init(rawValue: text.lowercased().filter { !$0.isWhitespace && $0 != "-" })
    }

    /// A new code from the system's secure generator.
    public static func random() -> TrackingCode {
        var generator = SystemRandomNumberGenerator()
        return TrackingCode(high: generator.next(), low: generator.next())
    }

    init(high: UInt64, low: UInt64) {
        var bits = UInt128(high) << 64 | UInt128(low)
        var characters: [UInt8] = []
        for _ in 0..<Self.length {
            // 26 characters hold 130 bits; the last one carries the 3 that are left, and two zeros.
            characters.append(Self.alphabet[Int(truncatingIfNeeded: bits >> 123)])
            bits <<= 5
        }
        rawValue = String(decoding: characters, as: UTF8.self)
    }

    private static let length = 26
    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
}
