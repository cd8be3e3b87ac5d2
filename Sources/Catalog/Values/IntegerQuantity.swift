public import Database

/// A whole number of one unit, so that cents are never added to grams.
///
/// In JSON it is a bare number, in PostgreSQL a `bigint`. Arithmetic traps on overflow, as `Int`'s does; values of the catalog
/// are bounded far below that when they come in.
public protocol IntegerQuantity: RawRepresentable, Hashable, Comparable, Codable, Sendable, DatabaseCodable
where RawValue == Int {
    init(rawValue: Int)
}

extension IntegerQuantity {
    public init(_ value: Int) { self.init(rawValue: value) }

    public static var zero: Self { Self(rawValue: 0) }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    public static func + (left: Self, right: Self) -> Self { Self(rawValue: left.rawValue + right.rawValue) }
    public static func - (left: Self, right: Self) -> Self { Self(rawValue: left.rawValue - right.rawValue) }
    public static func * (left: Self, times: Int) -> Self { Self(rawValue: left.rawValue * times) }
    public static func += (left: inout Self, right: Self) { left = left + right }
    public static func -= (left: inout Self, right: Self) { left = left - right }
}

extension Sequence where Element: IntegerQuantity {
    /// The sum of all; zero for none.
    public func total() -> Element { reduce(.zero, +) }
}
