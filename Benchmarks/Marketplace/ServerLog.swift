import Foundation

/// Reads the statements out of PostgreSQL's log (stderr format, `log_min_duration_statement = 0`).
enum ServerLog {
    /// The service's statements in their order, with the parameters written in as literals. Those of psql are left out.
    static func statements(in log: String) -> [String] {
        var statements: [String] = []
        var current: String?
        func finish() {
            if let statement = current { statements.append(statement) }
            current = nil
        }
        for line in log.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("\t") {
                // Lines of a statement after its first begin with a tab.
                current?.append("\n" + line.dropFirst())
            } else if let range = line.range(
                of: ": ", range: (line.range(of: "  execute ")?.upperBound ?? line.endIndex)..<line.endIndex)
            {
                finish()
                current = String(line[range.upperBound...])
            } else if let range = line.range(of: "DETAIL:  "), let rest = line[range.upperBound...].range(of: "arameters: ") {
                current = current.map { write(parameters(String(line[rest.upperBound...])), into: $0) }
            } else if !line.isEmpty, current != nil, !line.contains("DETAIL:") {
                finish()
            }
        }
        finish()
        return statements
    }

    /// The literals of a log's parameter list: `$1 = 'x', $2 = NULL`.
    static func parameters(_ text: String) -> [Int: String] {
        var found: [Int: String] = [:]
        var rest = Substring(text)
        while let dollar = rest.firstIndex(of: "$"), let equals = rest[dollar...].range(of: " = ") {
            let number = Int(rest[rest.index(after: dollar)..<equals.lowerBound]) ?? 0
            var end = equals.upperBound
            if rest[end...].hasPrefix("'") {
                end = rest.index(after: end)
                while end < rest.endIndex {
                    let next = rest.index(after: end)
                    if rest[end] == "'" {
                        if next < rest.endIndex, rest[next] == "'" { end = rest.index(after: next); continue }
                        end = next
                        break
                    }
                    end = next
                }
            } else {
                end = rest[end...].firstIndex(of: ",") ?? rest.endIndex
            }
            found[number] = String(rest[equals.upperBound..<end])
            rest = rest[end...]
        }
        return found
    }

    /// The statement with its parameters as literals.
    static func write(_ parameters: [Int: String], into statement: String) -> String {
        // The highest first, so that $1 is not found in $12.
        parameters.sorted { $0.key > $1.key }.reduce(statement) { text, parameter in
            text.replacingOccurrences(of: "$\(parameter.key)", with: parameter.value)
        }
    }
}
