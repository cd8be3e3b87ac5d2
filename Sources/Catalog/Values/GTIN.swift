public import Database

/// A Global Trade Item Number (EAN, UPC, ISBN-13): 8, 13 or 14 digits whose last one checks the others.
///
/// The twelve digits of a UPC are the same number as thirteen with a leading zero, and are kept so.
public struct GTIN: RawRepresentable, Hashable, Codable, Sendable, DatabaseCodable, CustomStringConvertible {
    public let rawValue: String

    /// Nil when the digits are not 8, 12, 13 or 14 or the check digit is wrong.
    public init?(rawValue: String) {
        let digits = Array(rawValue.utf8)
        guard [8, 12, 13, 14].contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }),
            Self.checkDigit(of: digits.dropLast()) == digits[digits.count - 1]
        else { return nil }
        self.rawValue = digits.count == 12 ? "0" + rawValue : rawValue
    }

    /// GS1 General Specifications, section 7.9: weights 3 and 1 alternate from the right; the check digit fills up to ten.
    static func checkDigit(of digits: some BidirectionalCollection<UInt8>) -> UInt8 {
        var sum = 0
        for (place, digit) in digits.reversed().enumerated() {
            sum += Int(digit - 48) * (place.isMultiple(of: 2) ? 3 : 1)
        }
        return UInt8((10 - sum % 10) % 10) + 48
    }

    public var description: String { rawValue }
}
