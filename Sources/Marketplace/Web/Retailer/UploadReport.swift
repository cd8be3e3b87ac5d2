import Catalog

/// What a look at an uploaded catalog said, or what became of it, in German.
struct UploadReport: Sendable {
    struct Fault: Sendable {
        let line: Int
        let column: String
        let value: String
        let reason: String
        let remedy: String
    }

    /// More would make a page that nobody reads; the API gives them all.
    static let mostFaults = 200

    let summary: String
    let format: String
    let isRefused: Bool
    let ignored: String?
    let faults: [Fault]
    let hasFaults: Bool
    /// How many are not shown.
    let leftOut: Int?

    /// - Parameter isDone: whether something has been done with it, or only would be.
    init(_ report: ImportReport, isDone: Bool) {
        isRefused = isDone && !report.applied
        format = report.format.name
        let counts = [
            (report.created, "neu"), (report.changed, "geändert"), (report.unchanged, "unverändert"),
            (report.refused, "abgewiesen"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        let rows = "\(report.rows) \(report.rows == 1 ? "Zeile" : "Zeilen") gelesen"
        summary =
            report.applied || !isDone
            ? "\(rows): \(counts.isEmpty ? "nichts zu tun" : counts.joined(separator: ", "))."
            : "\(rows), \(report.refused) davon mit Fehlern. Nichts wurde übernommen."
        ignored = report.ignoredColumns.isEmpty ? nil : report.ignoredColumns.joined(separator: ", ")
        faults = report.problems.prefix(Self.mostFaults).map {
            Fault(
                line: $0.line, column: $0.column, value: $0.value, reason: $0.fault.reason(in: .german),
                remedy: $0.fault.remedy(in: .german))
        }
        hasFaults = !faults.isEmpty
        leftOut = report.problems.count > Self.mostFaults ? report.problems.count - Self.mostFaults : nil
    }
}
