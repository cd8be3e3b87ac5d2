import Database

/// Money in whole euro cents. Prices are gross: VAT is inside.
public struct Cents: IntegerQuantity, CustomStringConvertible {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// As Germans write it: "12,90 €", "1.299,00 €", "−0,05 €".
    public var description: String {
        let magnitude = rawValue.magnitude
        let sign = rawValue < 0 ? "−" : ""
        let cents = magnitude % 100
        return "\(sign)\(Self.grouped(magnitude / 100)),\(cents < 10 ? "0" : "")\(cents) €"
    }

    private static func grouped(_ euros: UInt) -> String {
        var groups: [String] = []
        var rest = euros
        while rest >= 1000 {
            let group = String(rest % 1000)
            groups.append(String(repeating: "0", count: 3 - group.count) + group)
            rest /= 1000
        }
        groups.append(String(rest))
        return groups.reversed().joined(separator: ".")
    }
}
