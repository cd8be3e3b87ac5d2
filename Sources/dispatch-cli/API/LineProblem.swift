/// What the service says is wrong at one place of a file.
struct LineProblem: Codable, Sendable {
    var line: Int
    var column, value: String?
    var reason, remedy: String
}

extension [LineProblem] {
    func write(to output: Output) {
        var table = Table([.right("LINE"), .left("COLUMN"), .text("VALUE"), .text("PROBLEM"), .text("REMEDY")])
        for problem in self {
            table.append([
                Table.Cell("\(problem.line)", .bold), Table.Cell(problem.column ?? ""), Table.Cell(problem.value ?? ""),
                Table.Cell(problem.reason, .bad), Table.Cell(problem.remedy),
            ])
        }
        table.write(to: output)
    }
}
