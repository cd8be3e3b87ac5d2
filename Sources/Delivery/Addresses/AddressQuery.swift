/// What somebody types where an address is asked for, taken apart: `Wilhelminenstr. 12a, 64283 Darmstadt`.
public struct AddressQuery: Hashable, Sendable {
    /// The street as it was typed; empty when there is none.
    public let street: String
    public let houseNumber: String
    /// Five digits, or empty.
    public let postcode: String

    /// Nobody's address is longer.
    static let longest = 200

    public init(_ text: String) {
        var words = text.prefix(Self.longest).split { $0 == " " || $0 == "," || $0 == ";" || $0.isNewline }.map(String.init)
        postcode = words.first { $0.count == 5 && $0.allSatisfy(\.isASCIIDigit) } ?? ""
        // What stands behind the postcode is the town.
        if let index = words.firstIndex(of: postcode) {
            words.removeSubrange(index..<(index == 0 ? 1 : words.count))
        }
        // "Straße des 17. Juni 5": the last number counts, and an ordinal is none.
        let index = words.lastIndex { word in
            word.first?.isASCIIDigit == true && !word.hasSuffix(".")
        }
        guard let index, index > 0 else {
            street = words.joined(separator: " ")
            houseNumber = ""
            return
        }
        street = words[..<index].joined(separator: " ")
        let letter = words[(index + 1)...].first.flatMap { $0.count == 1 && $0.first?.isLetter == true ? $0 : nil } ?? ""
        houseNumber = words[index] + letter
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
