/// What was pressed.
enum Key: Equatable, Sendable {
    case character(Character)
    case enter, escape, backspace, tab
    case up, down, pageUp, pageDown, home, end
    case interrupt

    /// Reads the keys in what a terminal sent. Unknown sequences are left out.
    static func parse(_ bytes: [UInt8]) -> [Key] {
        var keys: [Key] = []
        var rest = bytes[...]
        while let first = rest.first {
            if first == 0x1B {
                rest = rest.dropFirst()
                guard rest.first == UInt8(ascii: "[") || rest.first == UInt8(ascii: "O") else {
                    keys.append(.escape)
                    continue
                }
                rest = rest.dropFirst()
                let parameters = rest.prefix { !(0x40...0x7E).contains($0) }
                rest = rest.dropFirst(parameters.count)
                guard let final = rest.popFirst() else { break }
                if let key = sequence(parameters: String(decoding: parameters, as: UTF8.self), final) { keys.append(key) }
                continue
            }
            switch first {
            case 3: keys.append(.interrupt)
            case 9: keys.append(.tab)
            case 10, 13: keys.append(.enter)
            case 8, 127: keys.append(.backspace)
            case 0..<32: break
            default:
                let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
                if let character = String(decoding: rest.prefix(length), as: UTF8.self).first {
                    keys.append(.character(character))
                }
                rest = rest.dropFirst(length)
                continue
            }
            rest = rest.dropFirst()
        }
        return keys
    }

    private static func sequence(parameters: String, _ final: UInt8) -> Key? {
        switch (parameters, final) {
        case (_, UInt8(ascii: "A")): .up
        case (_, UInt8(ascii: "B")): .down
        case (_, UInt8(ascii: "H")), ("1", UInt8(ascii: "~")): .home
        case (_, UInt8(ascii: "F")), ("4", UInt8(ascii: "~")): .end
        case ("5", UInt8(ascii: "~")): .pageUp
        case ("6", UInt8(ascii: "~")): .pageDown
        default: nil
        }
    }
}
