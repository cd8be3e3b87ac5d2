/// Reads JSON text (RFC 8259).
struct JSONParser {
    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    /// - Throws: ``FormatError`` with the line of the first mistake.
    static func parse(_ bytes: [UInt8]) throws(FormatError) -> JSONValue {
        var parser = JSONParser(bytes)
        let value = try parser.value()
        parser.skipSpace()
        guard parser.position == bytes.count else { throw parser.error("text after the end of the document") }
        return value
    }

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // A byte order mark is not part of the document.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    private func error(_ message: String) -> FormatError {
        FormatError(line: 1 + bytes[..<min(position, bytes.count)].count { $0 == UInt8(ascii: "\n") }, message)
    }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
    }

    private mutating func value() throws(FormatError) -> JSONValue {
        skipSpace()
        guard position < bytes.count else { throw error("the document ends too early") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(FormatError) -> JSONValue {
        let end = position + word.utf8CodeUnitCount
        guard end <= bytes.count, bytes[position..<end].elementsEqual(word.description.utf8) else {
            throw error("a value was expected")
        }
        position = end
        return value
    }

    private mutating func descend() throws(FormatError) {
        depth += 1
        position += 1
        // Deeper than any sensible document, and far from overflowing the stack.
        if depth > 256 { throw error("arrays and objects are nested too deeply") }
    }

    private mutating func object() throws(FormatError) -> JSONValue {
        try descend()
        var members: [JSONValue.Member] = []
        skipSpace()
        if next(is: "}") { return leave(.object(members)) }
        while true {
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { throw error("a key was expected") }
            let key = try string()
            skipSpace()
            guard next(is: ":") else { throw error("a colon was expected after the key \"\(key)\"") }
            members.append(JSONValue.Member(key, try value()))
            skipSpace()
            if next(is: "}") { return leave(.object(members)) }
            guard next(is: ",") else { throw error("a comma or } was expected") }
        }
    }

    private mutating func array() throws(FormatError) -> JSONValue {
        try descend()
        var elements: [JSONValue] = []
        skipSpace()
        if next(is: "]") { return leave(.array(elements)) }
        while true {
            elements.append(try value())
            skipSpace()
            if next(is: "]") { return leave(.array(elements)) }
            guard next(is: ",") else { throw error("a comma or ] was expected") }
        }
    }

    private mutating func leave(_ value: JSONValue) -> JSONValue {
        depth -= 1
        return value
    }

    private mutating func next(is character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func number() throws(FormatError) -> JSONValue {
        let begin = position
        var isWhole = true
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): break
            case UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): isWhole = false
            default: return try number(begin, isWhole)
            }
            position += 1
        }
        return try number(begin, isWhole)
    }

    private func number(_ begin: Int, _ isWhole: Bool) throws(FormatError) -> JSONValue {
        let digits = bytes[begin..<position]
        let text = String(decoding: digits, as: UTF8.self)
        let unsigned = digits.first == UInt8(ascii: "-") ? digits.dropFirst() : digits
        let startsWell = unsigned.first.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
        let leadingZero =
            unsigned.count > 1 && unsigned.first == UInt8(ascii: "0")
            && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(unsigned[unsigned.startIndex + 1])
        guard startsWell, !leadingZero else {
            throw error(digits.isEmpty ? "a value was expected" : "\(text) is not a number")
        }
        if isWhole, let integer = Int(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else { throw error("\(text) is not a number") }
        return .number(number)
    }

    private mutating func string() throws(FormatError) -> String {
        position += 1
        var text: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw error("a string is not UTF-8") }
                return string
            case UInt8(ascii: "\\"): text += try escape()
            case ..<0x20: throw error("a control character in a string")
            default: text.append(byte)
            }
        }
        throw error("a string does not end")
    }

    private mutating func escape() throws(FormatError) -> [UInt8] {
        guard position < bytes.count else { throw error("a string does not end") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"):
            var units = [try codeUnit()]
            if UTF16.isLeadSurrogate(units[0]), next(is: "\\"), next(is: "u") { units.append(try codeUnit()) }
            return Array(String(decoding: units, as: UTF16.self).utf8)
        default: throw error("an unknown escape in a string")
        }
    }

    private mutating func codeUnit() throws(FormatError) -> UInt16 {
        let end = position + 4
        guard end <= bytes.count, let unit = UInt16(String(decoding: bytes[position..<end], as: UTF8.self), radix: 16) else {
            throw error("\\u is not followed by four hexadecimal digits")
        }
        position = end
        return unit
    }
}
