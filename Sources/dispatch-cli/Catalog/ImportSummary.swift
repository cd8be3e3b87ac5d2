import Foundation

/// What a look at a file said, or what became of it, in the words a shop needs.
struct ImportSummary {
    var found: CatalogImport
    var report: CatalogImport.Report
    var changed: [ImportItem]

    /// More would scroll the counts away; the file with `--refused` has them all.
    private static let mostProblems = 20

    func write(to output: Output) {
        let isDone = found.state == "applied"
        var counts = Table([.left(isDone ? "APPLIED" : "WOULD BE"), .right("PRODUCTS")])
        counts.append(["new", Table.Cell("\(report.created)", .good)])
        counts.append(["changed", Table.Cell("\(report.changed)")])
        counts.append(["unchanged", Table.Cell("\(report.unchanged)")])
        counts.append([found.scope == "replace" ? "missing, off sale" : "missing, stay", Table.Cell("\(report.missing)")])
        counts.append(["refused", Table.Cell("\(report.refused)", report.refused == 0 ? .plain : .bad)])
        counts.write(to: output)
        if !changed.isEmpty {
            output.line()
            var table = Table([.right("LINE"), .left("SKU"), .left("FIELD"), .text("BEFORE"), .text("AFTER")])
            for item in changed {
                for change in item.changes {
                    table.append([
                        Table.Cell(item.line.map { "\($0)" } ?? ""), Table.Cell(item.sku), Table.Cell(change.field),
                        Table.Cell(change.before.text), Table.Cell(change.after.text),
                    ])
                }
            }
            table.write(to: output)
        }
        if !report.problems.isEmpty {
            output.line()
            var table = Table([.right("LINE"), .left("COLUMN"), .text("VALUE"), .text("PROBLEM"), .text("REMEDY")])
            for problem in report.problems.prefix(Self.mostProblems) {
                table.append([
                    Table.Cell("\(problem.line)"), Table.Cell(problem.column), Table.Cell(problem.value),
                    Table.Cell(problem.reason, .bad),
                    Table.Cell(problem.remedy),
                ])
            }
            table.write(to: output)
        }
        if !isDone {
            output.line()
            output.line(
                "Nothing has changed yet. To apply it: dispatch-cli catalog import --apply \(found.id.uuidString.lowercased())")
        }
    }
}
