/// Cuts a stream of UTF-8 into records, piece by piece (RFC 4180 with any separator and any line end).
///
/// Give it bytes with ``append(_:)``, take records with ``next()`` until it has no more, and after the last bytes call
/// ``finish()`` and take the rest. A quote that does not stand at a field's beginning is a character like others, and what
/// follows a closing quote belongs to the field, as spreadsheets read it. Memory is that of one piece and one record.
struct CSVReader {
    /// A record beyond this is taken for one whose closing quote is missing.
    static let longestRecord = 1 << 20

    private enum State {
        case fieldStart, unquoted, quoted
        /// After a quote inside quotes: the field's end, or the first of two.
        case quoteInQuoted
    }

    private let separator: UInt8
    private var state = State.fieldStart
    private var piece: [UInt8] = []
    private var position = 0
    private var record: CSVRecord
    private var line: Int
    /// The line on which the open quote stands.
    private var quoteLine = 0
    private var lastWasCarriageReturn = false
    private var isFinished = false

    /// - Parameter line: the number of the first line it will see.
    init(separator: UInt8, line: Int = 1) {
        self.separator = separator
        self.line = line
        record = CSVRecord(line: line)
    }

    /// Bytes to read next. All records of those before must have been taken.
    mutating func append(_ bytes: [UInt8]) {
        precondition(position == piece.count, "records of the piece before have not been taken")
        piece = bytes
        position = 0
    }

    /// No more bytes will come: the last record may end without a line break.
    mutating func finish() {
        isFinished = true
    }

    /// The next record that is not empty; nil when the bytes are used up.
    /// - Throws: ``CSVError`` for a quote that is never closed.
    mutating func next() throws(CSVError) -> CSVRecord? {
        while position < piece.count {
            if let complete = readPiece() {
                if complete.isBlank { continue }
                return complete
            }
            if record.bytes.count > Self.longestRecord {
                throw CSVError.quoteNotClosed(line: state == .unquoted ? record.line : quoteLine)
            }
        }
        guard isFinished else { return nil }
        isFinished = false
        if state == .quoted { throw CSVError.quoteNotClosed(line: quoteLine) }
        guard record.count > 0 || !record.bytes.isEmpty else { return nil }
        let last = endRecord()
        return last.isBlank ? nil : last
    }

    /// Reads until a record is complete or the piece ends.
    private mutating func readPiece() -> CSVRecord? {
        while position < piece.count {
            let byte = piece[position]
            switch state {
            case .quoted:
                if byte == UInt8(ascii: "\"") {
                    state = .quoteInQuoted
                    lastWasCarriageReturn = false
                    position += 1
                } else {
                    appendQuotedRun()
                }
                continue
            case .fieldStart where byte == UInt8(ascii: "\""):
                state = .quoted
                quoteLine = line
                lastWasCarriageReturn = false
                position += 1
                continue
            case .quoteInQuoted where byte == UInt8(ascii: "\""):
                record.append(byte)
                state = .quoted
                position += 1
                continue
            default: break
            }
            if byte == separator {
                record.endField()
                state = .fieldStart
                lastWasCarriageReturn = false
                position += 1
            } else if byte == 0x0A || byte == 0x0D {
                position += 1
                // The second half of CR LF ends nothing.
                if byte == 0x0A, lastWasCarriageReturn {
                    lastWasCarriageReturn = false
                    continue
                }
                lastWasCarriageReturn = byte == 0x0D
                line += 1
                return endRecord()
            } else {
                lastWasCarriageReturn = false
                state = .unquoted
                appendRun()
            }
        }
        return nil
    }

    /// Takes the bytes up to the next one that means something outside quotes.
    private mutating func appendRun() {
        let start = position
        while position < piece.count, piece[position] != separator, piece[position] != 0x0A, piece[position] != 0x0D {
            position += 1
        }
        record.append(contentsOf: piece[start..<position])
    }

    /// Takes the bytes up to the next quote and counts the lines in them.
    private mutating func appendQuotedRun() {
        let start = position
        while position < piece.count, piece[position] != UInt8(ascii: "\""), position - start <= Self.longestRecord {
            let byte = piece[position]
            if byte == 0x0D || byte == 0x0A && !lastWasCarriageReturn { line += 1 }
            lastWasCarriageReturn = byte == 0x0D
            position += 1
        }
        record.append(contentsOf: piece[start..<position])
    }

    private mutating func endRecord() -> CSVRecord {
        record.endField()
        state = .fieldStart
        let complete = record
        record = CSVRecord(line: line)
        record.reserve(like: complete)
        return complete
    }
}

/// What makes a file unreadable from some line on.
enum CSVError: Error, Hashable, Sendable {
    case quoteNotClosed(line: Int)
}
