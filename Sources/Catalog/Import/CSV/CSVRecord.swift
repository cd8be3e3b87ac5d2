/// One record of a CSV file: its fields' bytes one after the other, quotes taken off.
struct CSVRecord: Sendable, Equatable {
    /// The line of the file on which it begins, the first being 1. A record with line breaks in quotes covers several.
    var line: Int
    private(set) var bytes: [UInt8] = []
    /// For each field the offset in `bytes` after its last byte.
    private(set) var ends: [Int] = []

    init(line: Int) {
        self.line = line
    }

    var count: Int { ends.count }

    /// The bytes of a field; a record that has fewer fields has empty ones after them.
    subscript(field: Int) -> ArraySlice<UInt8> {
        guard field < ends.count else { return [] }
        return bytes[(field == 0 ? 0 : ends[field - 1])..<ends[field]]
    }

    func text(_ field: Int) -> String {
        String(decoding: self[field], as: UTF8.self)
    }

    /// Whether there is nothing in it: an empty line, or separators alone.
    var isBlank: Bool {
        bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 }
    }

    mutating func reserve(like other: CSVRecord) {
        bytes.reserveCapacity(other.bytes.count)
        ends.reserveCapacity(other.ends.count)
    }

    mutating func append(_ byte: UInt8) {
        bytes.append(byte)
    }

    mutating func append(contentsOf run: ArraySlice<UInt8>) {
        bytes.append(contentsOf: run)
    }

    mutating func endField() {
        ends.append(bytes.count)
    }
}
