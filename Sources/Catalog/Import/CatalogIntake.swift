/// Turns the pieces of a file into good rows, and keeps account of the others.
struct CatalogIntake {
    private(set) var file = CatalogFile()
    private(set) var tally = ImportTally()
    /// The line on which the last record began.
    private(set) var lastLine = 0
    /// Records read, those that are no row by themselves among them.
    private(set) var records = 0
    private let setting: FeedSetting
    private var reader: (any FeedReader)?
    private var outcomes: [RowOutcome] = []
    private var position = 0

    init(_ setting: FeedSetting) {
        self.setting = setting
    }

    /// - Throws: ``CatalogFileError/empty`` before the header has been read.
    var layout: FeedLayout {
        get throws(CatalogFileError) {
            if let reader { return reader.layout }
            return try makeReader().layout
        }
    }

    mutating func append(_ bytes: [UInt8]) throws(CatalogFileError) {
        try file.append(bytes)
        try meetHeader()
    }

    mutating func finish() throws(CatalogFileError) {
        try file.finish()
        try meetHeader()
        isFinished = true
    }

    private var isFinished = false

    /// The header is judged as soon as it is there.
    private mutating func meetHeader() throws(CatalogFileError) {
        if reader == nil, file.header != nil { reader = try makeReader() }
    }

    private func makeReader() throws(CatalogFileError) -> any FeedReader {
        guard let header = file.header else { throw .empty }
        return try FeedFormat(header).reader(for: header, setting)
    }

    /// The next good row; nil when there is none in the pieces so far.
    mutating func next() throws(CatalogFileError) -> ProductRow? {
        while true {
            while position < outcomes.count {
                let outcome = outcomes[position]
                position += 1
                switch outcome {
                case .good(let row):
                    if !row.isContainer { tally.countGood() }
                    return row
                case .bad(let line, let problems): tally.countBad(line: line, problems)
                }
            }
            outcomes.removeAll(keepingCapacity: true)
            position = 0
            if let record = try file.next() {
                lastLine = record.line
                records += 1
                reader?.read(record, into: &outcomes)
            } else if isFinished {
                isFinished = false
                reader?.finish(into: &outcomes)
            } else {
                return nil
            }
        }
    }
}
