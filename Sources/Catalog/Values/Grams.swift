import Database

/// A mass.
public struct Grams: IntegerQuantity, CustomStringConvertible {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    public var description: String { "\(rawValue) g" }
}
