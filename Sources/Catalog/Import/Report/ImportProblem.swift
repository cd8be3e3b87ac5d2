/// One thing that is wrong with one row; the row is refused for it.
public struct ImportProblem: Hashable, Sendable {
    /// The line of the file on which the row begins, the first being 1.
    public let line: Int
    /// The column as the file names it; empty when it is about the row.
    public let column: String
    /// What stands there, cut off when it is long.
    public let value: String
    public let fault: ImportFault

    static let longestValue = 100

    init(line: Int, column: String, value: String, fault: ImportFault) {
        self.line = line
        self.column = column
        let shown = value.unicodeScalars.count > Self.longestValue ? String(value.prefix(Self.longestValue)) + "…" : value
        // PostgreSQL's texts have no zeros.
        self.value = shown.replacing("\0", with: "\u{FFFD}")
        self.fault = fault
    }
}

extension ImportProblem: Encodable {
    private enum CodingKeys: String, CodingKey { case line, column, value, reason, remedy }

    public func encode(to encoder: any Encoder) throws {
        let language = encoder.userInfo[.reportLanguage] as? Language ?? .german
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(line, forKey: .line)
        try container.encode(column, forKey: .column)
        try container.encode(value, forKey: .value)
        try container.encode(fault.reason(in: language), forKey: .reason)
        try container.encode(fault.remedy(in: language), forKey: .remedy)
    }
}
