/// Turns a stream of bytes in an unknown encoding into UTF-8, piece by piece.
///
/// A byte order mark decides. Without one the text is taken as UTF-8 until the first byte that is not ASCII: when a whole UTF-8
/// sequence begins there the text is UTF-8, else Windows-1252. (German text in Windows-1252 that happens to begin with a valid
/// UTF-8 sequence would have to begin with "Ã¤" or the like.) Later bytes that are not valid become U+FFFD and are counted.
struct UTF8Transcoder {
    /// What was found; UTF-8 as long as all was ASCII.
    private(set) var encoding = TextEncoding.utf8
    /// How many invalid sequences were replaced.
    private(set) var replacements = 0

    private enum State { case start, ascii, decided }
    private var state = State.start
    /// The beginning of a sequence whose end is in the next piece.
    private var pending: [UInt8] = []

    static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

    /// Appends to `output` what `bytes` mean.
    mutating func append(_ bytes: [UInt8], to output: inout [UInt8]) {
        transcode(pending.isEmpty ? bytes : pending + bytes, isLast: false, to: &output)
    }

    /// Appends what the end of the stream leaves over.
    mutating func finish(to output: inout [UInt8]) {
        transcode(pending, isLast: true, to: &output)
    }

    private mutating func transcode(_ bytes: [UInt8], isLast: Bool, to output: inout [UInt8]) {
        pending = []
        var position = 0
        if state == .start {
            guard isLast || bytes.count >= 3 else {
                pending = bytes
                return
            }
            position = readByteOrderMark(bytes)
        }
        output.reserveCapacity(output.count + bytes.count - position)
        if state == .ascii {
            let end = bytes[position...].firstIndex { $0 >= 0x80 } ?? bytes.count
            output.append(contentsOf: bytes[position..<end])
            position = end
            guard position < bytes.count else { return }
            switch UTF8Sequence(bytes, at: position) {
            case .incomplete where !isLast:
                pending = Array(bytes[position...])
                return
            case .valid: encoding = .utf8
            case .invalid, .incomplete: encoding = .windows1252
            }
            state = .decided
        }
        switch encoding {
        case .utf8: appendUTF8(bytes, from: position, isLast: isLast, to: &output)
        case .windows1252: for byte in bytes[position...] { Windows1252.append(byte, to: &output) }
        case .utf16LittleEndian: appendUTF16(bytes, from: position, isLast: isLast, lowByteFirst: true, to: &output)
        case .utf16BigEndian: appendUTF16(bytes, from: position, isLast: isLast, lowByteFirst: false, to: &output)
        }
    }

    /// The number of bytes the mark takes.
    private mutating func readByteOrderMark(_ bytes: [UInt8]) -> Int {
        state = .decided
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return 3 }
        if bytes.starts(with: [0xFF, 0xFE]) {
            encoding = .utf16LittleEndian
            return 2
        }
        if bytes.starts(with: [0xFE, 0xFF]) {
            encoding = .utf16BigEndian
            return 2
        }
        state = .ascii
        return 0
    }

    private mutating func appendUTF8(_ bytes: [UInt8], from start: Int, isLast: Bool, to output: inout [UInt8]) {
        var copied = start
        var position = start
        while position < bytes.count {
            if bytes[position] < 0x80 {
                position += 1
                continue
            }
            switch UTF8Sequence(bytes, at: position) {
            case .valid(let length): position += length
            case .incomplete where !isLast:
                output.append(contentsOf: bytes[copied..<position])
                pending = Array(bytes[position...])
                return
            case .invalid, .incomplete:
                output.append(contentsOf: bytes[copied..<position])
                output.append(contentsOf: Self.replacement)
                replacements += 1
                position += 1
                copied = position
            }
        }
        output.append(contentsOf: bytes[copied...])
    }

    private mutating func appendUTF16(
        _ bytes: [UInt8], from start: Int, isLast: Bool, lowByteFirst: Bool, to output: inout [UInt8]
    ) {
        func unit(_ position: Int) -> UInt16 {
            let (first, second) = (UInt16(bytes[position]), UInt16(bytes[position + 1]))
            return lowByteFirst ? second << 8 | first : first << 8 | second
        }
        var position = start
        while position + 1 < bytes.count {
            let high = unit(position)
            var scalar = Unicode.Scalar(high)
            var length = 2
            if UTF16.isLeadSurrogate(high) {
                guard position + 3 < bytes.count else {
                    if !isLast { break }
                    scalar = nil
                    length = bytes.count - position
                    appendReplaced(scalar, to: &output)
                    position += length
                    continue
                }
                let low = unit(position + 2)
                if UTF16.isTrailSurrogate(low) {
                    scalar = Unicode.Scalar(0x10000 + (UInt32(high) & 0x3FF) << 10 + UInt32(low) & 0x3FF)
                    length = 4
                }
            }
            appendReplaced(scalar, to: &output)
            position += length
        }
        if position < bytes.count {
            if isLast { appendReplaced(nil, to: &output) } else { pending = Array(bytes[position...]) }
        }
    }

    private mutating func appendReplaced(_ scalar: Unicode.Scalar?, to output: inout [UInt8]) {
        if let scalar {
            output.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? Self.replacement)
        } else {
            output.append(contentsOf: Self.replacement)
            replacements += 1
        }
    }
}

/// What stands at a place of a text that should be UTF-8 (Unicode Standard, table 3-7).
private enum UTF8Sequence {
    case valid(length: Int)
    case invalid
    /// Valid so far, but the bytes end.
    case incomplete

    init(_ bytes: [UInt8], at position: Int) {
        let lead = bytes[position]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF:
            length = 3
            if lead == 0xE0 { second = 0xA0...0xBF } else if lead == 0xED { second = 0x80...0x9F }
        case 0xF0...0xF4:
            length = 4
            if lead == 0xF0 { second = 0x90...0xBF } else if lead == 0xF4 { second = 0x80...0x8F }
        default:
            self = .invalid
            return
        }
        for offset in 1..<length {
            guard position + offset < bytes.count else {
                self = .incomplete
                return
            }
            guard (offset == 1 ? second : 0x80...0xBF).contains(bytes[position + offset]) else {
                self = .invalid
                return
            }
        }
        self = .valid(length: length)
    }
}
