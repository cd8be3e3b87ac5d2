import Database

/// A volume: the space a product takes on the bike, packed.
public struct Millilitres: IntegerQuantity, CustomStringConvertible {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    public var description: String { "\(rawValue) ml" }
}
