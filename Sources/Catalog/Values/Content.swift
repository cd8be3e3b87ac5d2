public import Database

/// How much is in a package, in its smallest unit: what a unit price is computed from.
public struct Content: Hashable, Codable, Sendable {
    /// The units that German law wants prices for, each with a smaller one in which amounts are whole.
    public enum Unit: String, CaseIterable, Codable, Sendable, DatabaseCodable {
        case grams = "g"
        case millilitres = "ml"
        case millimetres = "mm"
        case squareCentimetres = "cm2"

        /// How many of it are one of ``base``.
        public var perBase: Int {
            switch self {
            case .grams, .millilitres, .millimetres: 1000
            case .squareCentimetres: 10_000
            }
        }

        /// What prices are compared by: kilogram, litre, metre or square metre (PAngV § 5).
        public var base: String {
            switch self {
            case .grams: "kg"
            case .millilitres: "l"
            case .millimetres: "m"
            case .squareCentimetres: "m²"
            }
        }
    }

    /// Above zero.
    public let amount: Int
    public let unit: Unit

    public static let largest = 1_000_000_000

    /// Nil when the amount is not within 1 … ``largest``.
    public init?(amount: Int, unit: Unit) {
        guard (1...Self.largest).contains(amount) else { return nil }
        self.amount = amount
        self.unit = unit
    }

    /// The price of one kilogram, litre, metre or square metre, rounded half up to a cent (PAngV § 4, § 5).
    public func unitPrice(of price: Cents) -> Cents {
        let (product, overflowed) = price.rawValue.multipliedReportingOverflow(by: 2 * unit.perBase)
        guard !overflowed else { return Cents(Int.max / 2) }
        return Cents((product + amount) / (2 * amount))
    }
}
