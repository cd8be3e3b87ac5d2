/// Splits XML into start and end tags; text between them, comments and processing instructions are passed over.
///
/// Enough of XML for OpenStreetMap's files, with the byte offset of whatever is wrong and a bound on every length.
struct XMLTokenizer {
    static let longestName = 128
    static let longestValue = 64 * 1024
    static let mostAttributes = 64

    enum Token {
        case start(name: String, isEmpty: Bool)
        case end(name: String)
    }

    struct Attribute {
        var name: String
        var value: String
    }

    /// The attributes of the last start tag.
    private(set) var attributes: [Attribute] = []
    /// The number of bytes of the file consumed so far.
    var offset: Int { source.offset - (buffer.count - index) }
    var size: Int { source.size }

    private var source: ByteSource
    private var buffer: [UInt8] = []
    private var index = 0

    init(source: ByteSource) {
        self.source = source
    }

    func attribute(_ name: String) -> String? {
        for attribute in attributes where attribute.name == name { return attribute.value }
        return nil
    }

    mutating func next() throws -> Token? {
        while true {
            guard try skipText() else { return nil }
            let start = offset - 1
            guard let byte = try nextByte() else { throw OSMFormatError(offset: start, reason: "a tag is cut off") }
            switch byte {
            case UInt8(ascii: "?"):
                try skip(past: "?>", from: start)
            case UInt8(ascii: "!"):
                try skipDeclaration(from: start)
            case UInt8(ascii: "/"):
                let (name, following) = try name(startingWith: nil, from: start)
                var last = following
                while Self.isSpace(last) { last = try require(from: start) }
                guard last == UInt8(ascii: ">") else { throw OSMFormatError(offset: start, reason: "an end tag is malformed") }
                return .end(name: name)
            default:
                return try startTag(firstByte: byte, from: start)
            }
        }
    }

    // MARK: - Tags

    private mutating func startTag(firstByte: UInt8, from start: Int) throws -> Token {
        let (name, following) = try name(startingWith: firstByte, from: start)
        attributes.removeAll(keepingCapacity: true)
        var byte = following
        while true {
            while Self.isSpace(byte) { byte = try require(from: start) }
            switch byte {
            case UInt8(ascii: ">"):
                return .start(name: name, isEmpty: false)
            case UInt8(ascii: "/"):
                guard try require(from: start) == UInt8(ascii: ">") else {
                    throw OSMFormatError(offset: start, reason: "a tag is malformed")
                }
                return .start(name: name, isEmpty: true)
            default:
                try readAttribute(firstByte: byte, from: start)
                byte = try require(from: start)
            }
        }
    }

    private mutating func readAttribute(firstByte: UInt8, from start: Int) throws {
        guard attributes.count < Self.mostAttributes else {
            throw OSMFormatError(offset: start, reason: "a tag has too many attributes")
        }
        var (name, byte) = try name(startingWith: firstByte, from: start)
        while Self.isSpace(byte) { byte = try require(from: start) }
        guard byte == UInt8(ascii: "=") else { throw OSMFormatError(offset: start, reason: "an attribute has no value") }
        byte = try require(from: start)
        while Self.isSpace(byte) { byte = try require(from: start) }
        guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") else {
            throw OSMFormatError(offset: start, reason: "an attribute's value is not in quotes")
        }
        attributes.append(Attribute(name: name, value: try quotedValue(quote: byte, from: start)))
    }

    private mutating func name(startingWith first: UInt8?, from start: Int) throws -> (name: String, following: UInt8) {
        var bytes: [UInt8] = []
        var byte: UInt8
        if let first { byte = first } else { byte = try require(from: start) }
        while !Self.endsName(byte) {
            bytes.append(byte)
            guard bytes.count <= Self.longestName else { throw OSMFormatError(offset: start, reason: "a name is too long") }
            byte = try require(from: start)
        }
        guard !bytes.isEmpty else { throw OSMFormatError(offset: start, reason: "a tag has no name") }
        return (String(decoding: bytes, as: UTF8.self), byte)
    }

    private mutating func quotedValue(quote: UInt8, from start: Int) throws -> String {
        var bytes: [UInt8] = []
        while true {
            let byte = try require(from: start)
            if byte == quote { return String(decoding: bytes, as: UTF8.self) }
            guard byte != UInt8(ascii: "<") else {
                throw OSMFormatError(offset: start, reason: "an attribute's value is not closed")
            }
            if byte == UInt8(ascii: "&") {
                bytes += Array(String(try entity(from: start)).utf8)
            } else {
                bytes.append(byte)
            }
            guard bytes.count <= Self.longestValue else {
                throw OSMFormatError(offset: start, reason: "an attribute's value is too long")
            }
        }
    }

    /// What stands for `&name;` or `&#number;`, after the ampersand.
    private mutating func entity(from start: Int) throws -> Character {
        var name = ""
        while name.count <= 10 {
            let byte = try require(from: start)
            guard byte == UInt8(ascii: ";") else {
                name.unicodeScalars.append(Unicode.Scalar(byte))
                continue
            }
            switch name {
            case "amp": return "&"
            case "lt": return "<"
            case "gt": return ">"
            case "quot": return "\""
            case "apos": return "'"
            default:
                let digits = name.dropFirst(name.hasPrefix("#x") ? 2 : 1)
                guard name.hasPrefix("#"), let number = UInt32(digits, radix: name.hasPrefix("#x") ? 16 : 10),
                    let scalar = Unicode.Scalar(number)
                else { break }
                return Character(scalar)
            }
            break
        }
        throw OSMFormatError(offset: start, reason: "“&\(name)” is no character of XML")
    }

    // MARK: - Bytes

    /// Consumes everything up to and including the next `<`; false at the end of the file.
    private mutating func skipText() throws -> Bool {
        while let byte = try nextByte() {
            if byte == UInt8(ascii: "<") { return true }
        }
        return false
    }

    private mutating func skipDeclaration(from start: Int) throws {
        let first = try require(from: start)
        guard first == UInt8(ascii: "-") else { return try skip(past: ">", from: start) }
        try skip(past: "-->", from: start)
    }

    private mutating func skip(past terminator: StaticString, from start: Int) throws {
        let count = terminator.utf8CodeUnitCount
        var matched = 0
        while matched < count {
            let byte = try require(from: start)
            if byte == terminator.utf8Start[matched] {
                matched += 1
            } else if !(byte == terminator.utf8Start[0] && matched > 0) {
                // “--->” ends a comment too: a repeated first byte keeps what is already matched of it.
                matched = byte == terminator.utf8Start[0] ? 1 : 0
            }
        }
    }

    private mutating func require(from start: Int) throws -> UInt8 {
        guard let byte = try nextByte() else { throw OSMFormatError(offset: start, reason: "a tag is cut off") }
        return byte
    }

    @inline(__always)
    private mutating func nextByte() throws -> UInt8? {
        if index == buffer.count {
            buffer = try source.read(64 * 1024)
            index = 0
            if buffer.isEmpty { return nil }
        }
        defer { index += 1 }
        return buffer[index]
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    private static func endsName(_ byte: UInt8) -> Bool {
        isSpace(byte) || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">")
            || byte == UInt8(ascii: "<") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
    }
}
