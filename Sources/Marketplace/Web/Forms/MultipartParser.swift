/// Takes a `multipart/form-data` body apart as its bytes come in (RFC 7578, RFC 2046 section 5.1.1). Pure: no network, no waiting.
///
/// Memory does not grow with the body: what is kept is the piece at hand and less than a delimiter or the head of a part.
struct MultipartParser {
    enum Event: Equatable {
        /// A part begins.
        case part(MultipartHead)
        /// Some bytes of the part that has begun.
        case bytes([UInt8])
        case endOfPart
        /// The last delimiter has come; what follows means nothing.
        case endOfBody
    }

    /// The longest head of a part: names and file names are far shorter.
    static let longestHead = 8192

    private enum State {
        /// Before the first delimiter.
        case preamble
        /// Right behind a delimiter: another part, or the end.
        case afterDelimiter
        case head
        case body
        case epilogue
    }

    private let delimiter: [UInt8]
    private var state = State.preamble
    private var buffer: [UInt8]
    /// Where the bytes begin that have not been dealt with.
    private var position = 0

    /// How many bytes wait to be dealt with.
    var bytesKept: Int { buffer.count - position }

    /// - Parameter boundary: as the content type names it.
    init(boundary: MultipartBoundary) {
        delimiter = Array("\r\n--\(boundary.text)".utf8)
        // The first delimiter has no line before it.
        buffer = Array("\r\n".utf8)
    }

    /// Takes the next bytes of the body. Call ``next()`` until it gives `nil` before the next ones.
    mutating func append(_ bytes: some Sequence<UInt8>) {
        buffer.removeSubrange(..<position)
        position = 0
        buffer.append(contentsOf: bytes)
    }

    /// What the bytes so far have in them, one thing at a time; `nil` when more are needed.
    mutating func next() throws(MultipartError) -> Event? {
        while true {
            switch state {
            case .preamble:
                let (found, end) = findDelimiter()
                position = end
                guard found else { return nil }
                position += delimiter.count
                state = .afterDelimiter
            case .afterDelimiter:
                guard let isLast = try endOfDelimiterLine() else { return nil }
                state = isLast ? .epilogue : .head
                if isLast { return .endOfBody }
            case .head:
                guard let head = try head() else { return nil }
                state = .body
                return .part(head)
            case .body:
                let (found, end) = findDelimiter()
                if end > position {
                    let bytes = Array(buffer[position..<end])
                    position = end
                    return .bytes(bytes)
                }
                guard found else { return nil }
                position += delimiter.count
                state = .afterDelimiter
                return .endOfPart
            case .epilogue:
                position = buffer.count
                return nil
            }
        }
    }

    /// To be called when the body has come to its end.
    /// - Throws: ``MultipartError/incomplete`` when it ended in the middle.
    func finish() throws(MultipartError) {
        guard case .epilogue = state else { throw .incomplete }
    }

    /// Where the next delimiter begins, or where bytes begin that could be the start of one.
    private func findDelimiter() -> (found: Bool, end: Int) {
        var start = position
        while let candidate = buffer[start...].firstIndex(of: delimiter[0]) {
            let there = buffer[candidate...].prefix(delimiter.count)
            if there.elementsEqual(delimiter.prefix(there.count)) { return (there.count == delimiter.count, candidate) }
            start = candidate + 1
        }
        return (false, buffer.count)
    }

    /// Whether the delimiter was the last one; `nil` when its line is not complete.
    private mutating func endOfDelimiterLine() throws(MultipartError) -> Bool? {
        let rest = buffer[position...]
        if rest.starts(with: "--".utf8) {
            position += 2
            return true
        }
        guard let lineEnd = rest.firstIndex(of: UInt8(ascii: "\n")) else {
            if rest.count > Self.longestHead { throw .malformed }
            return nil
        }
        let line = buffer[position...lineEnd]
        // Blanks may stand behind a delimiter; anything else means that it was none.
        guard line.dropLast().allSatisfy({ [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")].contains($0) }) else {
            throw .malformed
        }
        position = lineEnd + 1
        return false
    }

    private mutating func head() throws(MultipartError) -> MultipartHead? {
        var lines: [String] = []
        var start = position
        while let lineEnd = buffer[start...].firstIndex(of: UInt8(ascii: "\n")) {
            guard lineEnd - position <= Self.longestHead else { throw .headTooLong }
            let line = String(decoding: buffer[start..<lineEnd], as: UTF8.self).trimmingLineEnd()
            start = lineEnd + 1
            guard !line.isEmpty else {
                position = start
                return try MultipartHead(lines: lines)
            }
            lines.append(line)
        }
        guard buffer.count - position <= Self.longestHead else { throw .headTooLong }
        return nil
    }
}

extension String {
    fileprivate func trimmingLineEnd() -> String {
        utf8.last == UInt8(ascii: "\r") ? String(decoding: utf8.dropLast(), as: UTF8.self) : self
    }
}

/// Why a body cannot be taken apart.
enum MultipartError: Error, Hashable, Sendable {
    /// The content type is another one, or names no usable boundary.
    case notMultipart
    /// It ended before the last delimiter: the upload was cut off.
    case incomplete
    /// A delimiter with something behind it, or a part without a name.
    case malformed
    case headTooLong
    /// The whole form is longer than it may be.
    case tooLong
    /// The form has no such file, or it was left empty.
    case fileMissing
}
