public import Database

/// What a rider has been trained or equipped for.
public struct Skill: RawRepresentable, Hashable, Comparable, Codable, Sendable, DatabaseCodable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// May carry single pieces over 20 kg: with aid or a second person at the stop.
    public static let heavy = Skill(rawValue: "heavy")
    /// Knows how to handle frozen goods.
    public static let coldChain = Skill(rawValue: "cold-chain")
    /// May ride with a trailer or a heavy cabin bike.
    public static let trailer = Skill(rawValue: "trailer")

    public static func < (left: Skill, right: Skill) -> Bool { left.rawValue < right.rawValue }
}
