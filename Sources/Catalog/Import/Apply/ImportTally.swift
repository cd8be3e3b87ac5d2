/// Counts an import's rows and keeps its first problems.
struct ImportTally {
    private(set) var rows = 0
    private(set) var refused = 0
    private(set) var problems: [ImportProblem] = []

    mutating func countGood() {
        rows += 1
    }

    mutating func countBad(line: Int, _ found: [ImportProblem]) {
        rows += 1
        refused += 1
        problems += found.prefix(ImportReport.mostProblems - problems.count)
    }

    /// Rows that were good by themselves and are refused for what the others say.
    mutating func refuse(_ count: Int, _ found: [ImportProblem]) {
        refused += count
        problems = Array((problems + found).sorted { $0.line < $1.line }.prefix(ImportReport.mostProblems))
    }
}
