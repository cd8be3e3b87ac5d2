/// How a file separates its fields, told by its first line.
struct CSVDialect: Hashable, Sendable {
    static let separators: [UInt8] = [UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: "|")]

    let separator: UInt8
    /// How many bytes a leading `sep=;` line takes; 0 when there is none.
    let prefixLength: Int

    /// - Parameters:
    ///   - beginning: the file's first bytes in UTF-8, the whole header line among them.
    ///   - score: how well a header's fields are known. The separator that gives the best known header wins; among equals
    ///     the one that gives more fields, then the order of ``separators``.
    init(sniffing beginning: [UInt8], score: (CSVRecord) -> Int) {
        if let (separator, length) = Self.declaredSeparator(beginning) {
            self.separator = separator
            prefixLength = length
            return
        }
        var best: (separator: UInt8, score: Int, fields: Int) = (Self.separators[0], -1, 0)
        for separator in Self.separators {
            var reader = CSVReader(separator: separator)
            reader.append(beginning)
            reader.finish()
            guard let header = try? reader.next() else { continue }
            let score = score(header)
            if (score, header.count) > (best.score, best.fields) { best = (separator, score, header.count) }
        }
        separator = best.separator
        prefixLength = 0
    }

    /// The separator of a `sep=;` line, which Excel writes and reads, and the line's length.
    private static func declaredSeparator(_ bytes: [UInt8]) -> (UInt8, Int)? {
        var start = 0
        let isQuoted = bytes.first == UInt8(ascii: "\"")
        if isQuoted { start = 1 }
        guard bytes.count > start + 4, bytes[start..<(start + 4)].map({ $0 | 0x20 }).elementsEqual("sep=".utf8.map { $0 | 0x20 }),
            separators.contains(bytes[start + 4])
        else { return nil }
        var end = start + 5 + (isQuoted ? 1 : 0)
        if end < bytes.count, bytes[end] == 0x0D { end += 1 }
        if end < bytes.count, bytes[end] == 0x0A { end += 1 }
        return (bytes[start + 4], end)
    }

    /// As a report names it.
    var name: String {
        separator == UInt8(ascii: "\t") ? "Tab" : String(UnicodeScalar(separator))
    }
}
