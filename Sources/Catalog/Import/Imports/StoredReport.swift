/// An ``ImportReport`` as it is kept: with faults as values instead of sentences, which depend on who reads.
struct StoredReport: Codable, Sendable {
    private struct Problem: Codable, Sendable {
        var line: Int
        var column: String
        var value: String
        var fault: ImportFault
    }

    private var rows, created, changed, unchanged, missing, refused: Int
    private var orderable, goingToZero: Int
    private var problems: [Problem]
    private var ignoredColumns: [String]
    private var encoding: TextEncoding
    private var separator: String
    private var format: FeedFormat
    private var applied: Bool

    init(_ report: ImportReport) {
        rows = report.rows
        created = report.created
        changed = report.changed
        unchanged = report.unchanged
        missing = report.missing
        refused = report.refused
        orderable = report.orderable
        goingToZero = report.goingToZero
        problems = report.problems.map { Problem(line: $0.line, column: $0.column, value: $0.value, fault: $0.fault) }
        ignoredColumns = report.ignoredColumns
        encoding = report.encoding
        separator = report.separator
        format = report.format
        applied = report.applied
    }

    var report: ImportReport {
        ImportReport(
            rows: rows, created: created, changed: changed, unchanged: unchanged, missing: missing, refused: refused,
            orderable: orderable, goingToZero: goingToZero,
            problems: problems.map { ImportProblem(line: $0.line, column: $0.column, value: $0.value, fault: $0.fault) },
            ignoredColumns: ignoredColumns, encoding: encoding, separator: separator, format: format, applied: applied)
    }
}
