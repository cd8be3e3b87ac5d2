/// A catalog on its way in: bytes go in piece by piece, records come out. Finds encoding, dialect and format by itself.
///
/// Give it bytes with ``append(_:)``, take records with ``next()`` until it has no more, and after the last bytes call
/// ``finish()`` and take the rest. The header is not among the records; ``header`` is there before the first of them.
struct CatalogFile {
    /// How much is looked at to tell the dialect; the header must end within.
    static let headLength = 1 << 16
    /// How many lines above the header, such as a title or a date, are passed over.
    static let mostTitles = 20

    private enum State {
        /// Collecting the beginning.
        case head([UInt8])
        case body(CSVReader)
    }

    private var state = State.head([])
    private var transcoder = UTF8Transcoder()
    private(set) var dialect: CSVDialect?
    private(set) var header: FeedHeader?

    var encoding: TextEncoding { transcoder.encoding }

    mutating func append(_ bytes: [UInt8]) throws(CatalogFileError) {
        var text: [UInt8] = []
        transcoder.append(bytes, to: &text)
        try take(text, isLast: false)
    }

    mutating func finish() throws(CatalogFileError) {
        var text: [UInt8] = []
        transcoder.finish(to: &text)
        try take(text, isLast: true)
    }

    mutating func next() throws(CatalogFileError) -> CSVRecord? {
        guard case .body(var reader) = state else { return nil }
        // Moved out and in again, so that its buffers are not copied.
        state = .head([])
        defer { state = .body(reader) }
        return try Self.next(of: &reader)
    }

    private mutating func take(_ text: [UInt8], isLast: Bool) throws(CatalogFileError) {
        switch state {
        case .body(var reader):
            state = .head([])
            reader.append(text)
            if isLast { reader.finish() }
            state = .body(reader)
        case .head(let before):
            let head = before + text
            guard isLast || head.count >= Self.headLength else {
                state = .head(head)
                return
            }
            try begin(head, isLast: isLast)
        }
    }

    private mutating func begin(_ head: [UInt8], isLast: Bool) throws(CatalogFileError) {
        // Spreadsheets' own files, pictures and the like have zero bytes; text has none.
        guard !head.prefix(Self.headLength).contains(0) else { throw .notCSV }
        let dialect = CSVDialect(
            sniffing: Array(head.prefix(Self.headLength)), mostTitles: Self.mostTitles, score: FeedFormat.score)
        var reader = CSVReader(separator: dialect.separator, line: dialect.prefixLength > 0 ? 2 : 1)
        reader.append(Array(head[dialect.prefixLength...]))
        if isLast { reader.finish() }
        for _ in 0..<dialect.titleRecords { _ = try Self.next(of: &reader) }
        guard let header = try Self.next(of: &reader) else { throw isLast ? .empty : .notCSV }
        self.dialect = dialect
        self.header = FeedHeader(header)
        state = .body(reader)
    }

    private static func next(of reader: inout CSVReader) throws(CatalogFileError) -> CSVRecord? {
        do {
            return try reader.next()
        } catch {
            switch error {
            case .quoteNotClosed(let line): throw .quoteNotClosed(line: line)
            }
        }
    }
}
