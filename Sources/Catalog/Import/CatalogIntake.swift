/// Turns the pieces of a file into good rows, and keeps account of the others.
struct CatalogIntake {
    private(set) var file = CatalogFile()
    private(set) var tally = ImportTally()
    /// The line on which the last record began.
    private(set) var lastLine = 0
    private let shops: [String: ShopID]
    private var parser: ProductRowParser?

    init(shops: [String: ShopID]) {
        self.shops = shops
    }

    /// - Throws: ``CatalogFileError/empty`` before the header has been read.
    var format: CatalogFormat {
        get throws(CatalogFileError) {
            guard let format = file.format else { throw .empty }
            return format
        }
    }

    mutating func append(_ bytes: [UInt8]) throws(CatalogFileError) { try file.append(bytes) }

    mutating func finish() throws(CatalogFileError) { try file.finish() }

    /// The next good row; nil when there is none in the pieces so far.
    mutating func next() throws(CatalogFileError) -> ProductRow? {
        while let record = try file.next() {
            lastLine = record.line
            switch try rowParser().parse(record) {
            case .good(let row):
                tally.countGood()
                return row
            case .bad(let problems): tally.countBad(problems)
            }
        }
        return nil
    }

    private mutating func rowParser() throws(CatalogFileError) -> ProductRowParser {
        if let parser { return parser }
        let made = try ProductRowParser(format: try format, shops: shops)
        parser = made
        return made
    }
}
