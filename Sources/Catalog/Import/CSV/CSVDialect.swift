/// How a file separates its fields, and where it begins: told by its header.
struct CSVDialect: Hashable, Sendable {
    static let separators: [UInt8] = [UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: "|")]

    let separator: UInt8
    /// How many bytes a leading `sep=;` line takes; 0 when there is none.
    let prefixLength: Int

    /// How many records stand above the header: a title, a date, who made the list. Mostly 0.
    let titleRecords: Int
    /// From this score on, which takes as many fields, a record below the first one is taken for the header.
    static let knownHeaderScore = 2

    /// - Parameters:
    ///   - beginning: the file's first bytes in UTF-8, the whole header line among them.
    ///   - mostTitles: how many records may stand above the header.
    ///   - score: how well a header's fields are known. The separator that gives the best known header wins; among equals
    ///     the one that gives more fields, then the order of ``separators``.
    init(sniffing beginning: [UInt8], mostTitles: Int = 0, score: (CSVRecord) -> Int) {
        let declared = Self.declaredSeparator(beginning)
        prefixLength = declared?.length ?? 0
        let text = declared == nil ? beginning : Array(beginning[prefixLength...])
        var best: (separator: UInt8, titles: Int, score: Int, fields: Int)?
        for separator in declared.map({ [$0.separator] }) ?? Self.separators(in: text) {
            var reader = CSVReader(separator: separator)
            reader.append(text)
            reader.finish()
            guard let header = Self.header(of: &reader, mostTitles: mostTitles, score: score) else { continue }
            if let best, (header.score, header.fields) <= (best.score, best.fields) { continue }
            best = (separator, header.titles, header.score, header.fields)
        }
        separator = best?.separator ?? declared?.separator ?? Self.separators[0]
        titleRecords = best?.titles ?? 0
    }

    /// Those that may separate fields: what does not occur separates nothing; the first one stays for files with one column.
    private static func separators(in text: [UInt8]) -> [UInt8] {
        [separators[0]] + separators.dropFirst().filter(text.contains)
    }

    /// The first record that is known as a header, or else the very first one.
    private static func header(
        of reader: inout CSVReader, mostTitles: Int, score: (CSVRecord) -> Int
    ) -> (titles: Int, score: Int, fields: Int)? {
        guard let first = try? reader.next() else { return nil }
        let firstScore = score(first)
        var titles = 0
        while firstScore < knownHeaderScore, titles < mostTitles, let record = try? reader.next() {
            titles += 1
            // One field alone is too few names to be known.
            guard record.count >= knownHeaderScore else { continue }
            let score = score(record)
            if score >= knownHeaderScore { return (titles, score, record.count) }
        }
        return (0, firstScore, first.count)
    }

    /// The separator of a `sep=;` line, which Excel writes and reads, and the line's length.
    private static func declaredSeparator(_ bytes: [UInt8]) -> (separator: UInt8, length: Int)? {
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
