extension JSONValue {
    /// Reads JSON text.
    /// - Throws: ``FormatError`` with the line of the first mistake.
    public init(parsing bytes: [UInt8]) throws(FormatError) {
        self = try JSONParser.parse(bytes)
    }

    /// JSON text; indented by two spaces a level, with arrays of plain values on one line.
    public var text: String {
        var text = ""
        write(to: &text, indent: 0)
        text += "\n"
        return text
    }

    private func write(to text: inout String, indent: Int) {
        switch self {
        case .null: text += "null"
        case .bool(let bool): text += bool ? "true" : "false"
        case .integer(let integer): text += String(integer)
        case .number(let number): text += number.isFinite ? "\(number)" : "null"
        case .string(let string): Self.write(string, to: &text)
        case .array(let elements):
            let isPlain = elements.allSatisfy { !$0.isContainer }
            Self.writeList("[", "]", elements, to: &text, indent: isPlain ? nil : indent) { element, text in
                element.write(to: &text, indent: indent + 1)
            }
        case .object(let members):
            Self.writeList("{", "}", members, to: &text, indent: indent) { member, text in
                Self.write(member.key, to: &text)
                text += ": "
                member.value.write(to: &text, indent: indent + 1)
            }
        }
    }

    private var isContainer: Bool {
        switch self {
        case .array, .object: true
        default: false
        }
    }

    /// Writes a list in brackets; one element a line if there is an indent.
    private static func writeList<Element>(
        _ open: String, _ close: String, _ elements: [Element], to text: inout String, indent: Int?,
        write: (Element, inout String) -> Void
    ) {
        text += open
        for (index, element) in elements.enumerated() {
            if index > 0 { text += indent == nil ? ", " : "," }
            if let indent { text += "\n" + String(repeating: "  ", count: indent + 1) }
            write(element, &text)
        }
        if let indent, !elements.isEmpty { text += "\n" + String(repeating: "  ", count: indent) }
        text += close
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{0}"..<"\u{20}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
