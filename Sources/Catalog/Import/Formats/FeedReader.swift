/// What a file is and what it says, known from its header.
struct FeedLayout: Sendable {
    let format: FeedFormat
    /// What it has columns for.
    let provided: Set<ProductField>
    /// Whether a row can become a new product; not in files of stocks and prices.
    let canCreate: Bool
    /// Columns whose names mean nothing here.
    let ignored: [String]
    /// What the file calls the SKU.
    let skuColumn: String
    let fieldCount: Int
}

/// What a reader must know of the retailer and the moment.
struct FeedSetting: Sendable {
    /// The retailer's shops by key.
    var shops: [String: ShopID]
    var defaults = FeedDefaults()
    /// For prices that count only for some days, in seconds since 1970.
    var now: Double
}

/// What is meant where a file says nothing.
public struct FeedDefaults: Hashable, Codable, Sendable {
    /// The rate of new products in files without rates.
    public var vat: VATRate
    /// The key of the shop of rows that name none; needed only by retailers with several.
    public var shop: String?

    public init(vat: VATRate = .standard, shop: String? = nil) {
        self.vat = vat
        self.shop = shop
    }
}

/// What became of one row of a file.
enum RowOutcome {
    case good(ProductRow)
    /// One problem or more.
    case bad(line: Int, [ImportProblem])
}

/// Reads the rows of one file. Pure: what it needs it is given.
protocol FeedReader: Sendable {
    var layout: FeedLayout { get }

    /// Takes a record and appends what is complete by then: one outcome, none, or several.
    mutating func read(_ record: CSVRecord, into outcomes: inout [RowOutcome])

    /// The file has ended: appends what was held back.
    mutating func finish(into outcomes: inout [RowOutcome])
}

extension FeedReader {
    mutating func finish(into outcomes: inout [RowOutcome]) {}
}
