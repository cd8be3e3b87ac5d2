/// What a look at an uploaded catalog said, or what became of it.
public struct ImportReport: Encodable, Hashable, Sendable {
    /// Articles read, the refused ones included.
    public var rows: Int
    /// Products that were not there before.
    public var created: Int
    /// Products of which something is different now, the stock included.
    public var changed: Int
    public var unchanged: Int
    /// Products of the shops that the file is about which it does not mention. With ``ImportScope/replace`` they are taken off sale.
    public var missing: Int
    /// Rows with something wrong in them.
    public var refused: Int
    /// How many products of these shops could be ordered before.
    public var orderable: Int
    /// How many of those become sold out or go off sale.
    public var goingToZero: Int
    /// The first ``ImportReport/mostProblems`` things that are wrong, by line.
    public var problems: [ImportProblem]
    /// Columns whose names mean nothing here.
    public var ignoredColumns: [String]
    public var encoding: TextEncoding
    /// The character between fields; "Tab" for a tabulator.
    public var separator: String
    /// The kind of file it was taken for.
    public var format: FeedFormat
    /// Whether the good rows are in the catalog now.
    public var applied: Bool

    public static let mostProblems = 1000
    /// In a shop with fewer products, a few that are sold out are no accident.
    static let fewestToAsk = 10

    /// Whether somebody should say that this is meant: more than a fifth of what can be ordered would be gone.
    public var needsConfirmation: Bool { orderable >= Self.fewestToAsk && goingToZero * 5 > orderable }

    private enum CodingKeys: String, CodingKey {
        case rows, created, changed, unchanged, missing, refused, orderable, goingToZero, needsConfirmation, problems,
            ignoredColumns
        case encoding, separator, format, applied
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(rows, forKey: .rows)
        try container.encode(created, forKey: .created)
        try container.encode(changed, forKey: .changed)
        try container.encode(unchanged, forKey: .unchanged)
        try container.encode(missing, forKey: .missing)
        try container.encode(refused, forKey: .refused)
        try container.encode(orderable, forKey: .orderable)
        try container.encode(goingToZero, forKey: .goingToZero)
        try container.encode(needsConfirmation, forKey: .needsConfirmation)
        try container.encode(problems, forKey: .problems)
        try container.encode(ignoredColumns, forKey: .ignoredColumns)
        try container.encode(encoding, forKey: .encoding)
        try container.encode(separator, forKey: .separator)
        try container.encode(format, forKey: .format)
        try container.encode(applied, forKey: .applied)
    }
}
