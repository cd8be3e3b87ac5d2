/// How an address is looked up: one spelling for the many that people write.
struct AddressKey: Hashable, Sendable {
    /// `Heidelberger Str.` and `heidelbergerstraße` are both `heidelbergerstrasse`.
    let street: String
    /// `12 A` is `12a`.
    let number: String
    /// The number that a house number begins with; 0 if it begins with none.
    let numberValue: Int

    init(street: String, houseNumber: String) {
        self.street = Self.normal(street: street)
        number = Self.folded(houseNumber)
        numberValue = Int(number.prefix { $0.isNumber }.prefix(6)) ?? 0
    }

    static func normal(street: String) -> String {
        let lowered = street.lowercased()
        // "Str." and a "str" that ends the name are the long word.
        let words = lowered.split { $0 == " " || $0 == "-" || $0 == "." || $0 == "\u{a0}" }
        let joined = folded(words.joined())
        guard joined.hasSuffix("str") else { return joined }
        return joined + "asse"
    }

    static func folded(_ text: String) -> String {
        var folded = ""
        for character in text.lowercased() {
            switch character {
            case "ä": folded += "ae"
            case "ö": folded += "oe"
            case "ü": folded += "ue"
            case "ß": folded += "ss"
            case "é", "è", "ê": folded += "e"
            case _ where character.isLetter || character.isNumber: folded.append(character)
            default: break
            }
        }
        return folded
    }
}
