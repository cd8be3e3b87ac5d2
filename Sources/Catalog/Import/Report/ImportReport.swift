/// What became of an uploaded catalog.
public struct ImportReport: Encodable, Hashable, Sendable {
    /// Rows read, without the header and empty lines.
    public var rows: Int
    /// Products that were not there before.
    public var created: Int
    /// Products of which something is different now, the stock included.
    public var changed: Int
    public var unchanged: Int
    /// Rows with something wrong in them.
    public var refused: Int
    /// The first ``ImportReport/mostProblems`` things that are wrong, by line.
    public var problems: [ImportProblem]
    /// Columns whose names mean nothing here.
    public var ignoredColumns: [String]
    public var encoding: TextEncoding
    /// The character between fields; "Tab" for a tabulator.
    public var separator: String
    /// The kind of file it was taken for.
    public var format: FeedFormat
    /// Whether the good rows are in the catalog now. Not, when all or nothing was asked for and a row was bad.
    public var applied: Bool

    public static let mostProblems = 1000
}
