import Foundation

// What the service answers about uploaded catalogs, as far as the terminal shows it. Field meanings: /openapi.json.

struct CatalogImport: Codable, Sendable {
    struct Problem: Codable, Sendable {
        var line: Int
        var column, value, reason, remedy: String
    }
    struct Report: Codable, Sendable {
        var rows, created, changed, unchanged, missing, refused, orderable, goingToZero: Int
        var needsConfirmation: Bool
        var problems: [Problem]
        var format: String
    }
    struct Progress: Codable, Sendable {
        var phase: String
        var fraction: Double
    }
    struct FileProblem: Codable, Sendable {
        var code, detail: String
    }
    var id: UUID
    var state, scope, fileName: String
    var createdAt: Date
    var report: Report?
    var problem: FileProblem?
    var progress: Progress
    var kept: Int?

    var isUnderWay: Bool { ["receiving", "checking", "applying", "undoing"].contains(state) }
}

struct ImportItem: Codable, Sendable {
    struct Change: Codable, Sendable {
        var field: String
        var before, after: Value
    }
    /// A value of any type, for showing.
    struct Value: Codable, Sendable {
        var text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                text = "–"
            } else if let flag = try? container.decode(Bool.self) {
                text = flag ? "yes" : "no"
            } else if let number = try? container.decode(Int.self) {
                text = "\(number)"
            } else if let words = try? container.decode(String.self) {
                text = words
            } else {
                text = try container.decode([String].self).joined(separator: ", ")
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(text)
        }
    }
    var line: Int?
    var sku, title: String
    var changes: [Change]
}
