public import Database

/// What whoever fetches goods tells the shop: six digits, so that nobody else walks off with them.
public struct PickUpCode: RawRepresentable, Hashable, Codable, Sendable, DatabaseCodable {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// From the system's secure generator.
    static func random() -> PickUpCode {
        var random = SystemRandomNumberGenerator()
        let digits = String(Int.random(in: 0...999_999, using: &random))
        return PickUpCode(rawValue: String(repeating: "0", count: 6 - digits.count) + digits)
    }

    /// As somebody typed it: white space and hyphens do not matter.
    init(typed: String) { self.init(rawValue: typed.filter { !$0.isWhitespace && $0 != "-" }) }
}
