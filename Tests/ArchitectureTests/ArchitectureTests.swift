import Foundation
import Testing

/// The house's arrows (docs/architecture.md): who may import whom, and whose tables are whose.
@Suite("Architecture")
struct ArchitectureTests {
    /// For each module, the modules of ours that it may import.
    private static let arrows: [String: Set<String>] = [
        "Database": ["CLibPQ", "CEpoll"],
        "Accounts": ["Database"],
        "Catalog": ["Accounts", "Database"],
        "Orders": ["Catalog", "Accounts", "Database"],
        "Routing": ["CZlib"],
        "Curl": ["CCurl"],
        "Pictures": ["CGD"],
        "Delivery": ["Orders", "Catalog", "Accounts", "Database", "Routing", "Curl"],
        "Marketplace": ["Delivery", "Orders", "Catalog", "Accounts", "Database", "Routing", "Curl", "Pictures"],
        "dispatch-cli": ["Routing", "Curl"],
    ]

    private static let ours: Set<String> = [
        "Database", "Accounts", "Catalog", "Orders", "Routing", "Delivery", "Marketplace", "Curl", "CLibPQ", "CCurl", "CEpoll",
        "CZlib", "CGD", "Pictures",
    ]

    private static let schemas = ["accounts": "Accounts", "catalog": "Catalog", "orders": "Orders", "delivery": "Delivery"]

    @Test("an import only ever points down the arrows", arguments: arrows.keys.sorted())
    func importsPointDown(module: String) throws {
        let allowed = try #require(Self.arrows[module])
        let pattern =
            /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:public |internal |package |fileprivate |private )?import (?:struct |class |enum |func )?(\w+)/
        let files = try SourceTree.files(under: "Sources/\(module)", endingWith: ".swift")
        #expect(!files.isEmpty, "there is no code in Sources/\(module)")
        for file in files {
            for line in file.text.split(separator: "\n") {
                guard let match = try pattern.firstMatch(in: line) else { continue }
                let imported = String(match.1)
                if Self.ours.contains(imported), imported != module {
                    #expect(allowed.contains(imported), "\(file.path) imports \(imported)")
                }
            }
        }
    }

    @Test("a module's SQL names only its own tables", arguments: schemas.keys.sorted())
    func tablesAreTheirModules(schema: String) throws {
        let owner = try #require(Self.schemas[schema])
        let pattern = try Regex("(?i)\\b(FROM|JOIN|INTO|UPDATE|TABLE|REFERENCES|ON)\\s+(ONLY\\s+)?\(schema)\\.[a-z_]+")
        for module in Self.arrows.keys.sorted() where module != owner {
            let files =
                try SourceTree.files(under: "Sources/\(module)", endingWith: ".swift")
                + SourceTree.files(under: "Sources/\(module)", endingWith: ".sql")
            for file in files {
                // Examples in documentation are no reading.
                let code = file.text.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }
                    .joined(separator: "\n")
                let match = try pattern.firstMatch(in: code)
                #expect(
                    match == nil, "\(file.path) reads a table of \(owner): \(match.map { String(code[$0.range]) } ?? "")")
            }
        }
    }

    @Test("only the service speaks HTTP, and its handlers hold no SQL")
    func handlersHoldNoSQL() throws {
        for module in ["Database", "Accounts", "Catalog", "Orders", "Delivery", "Routing"] {
            for file in try SourceTree.files(under: "Sources/\(module)", endingWith: ".swift") {
                #expect(!file.text.contains("import Hummingbird"), "\(file.path) speaks HTTP")
            }
        }
        let sql = #/\b(SELECT .+ FROM|INSERT INTO|UPDATE \w+\.\w+ SET|DELETE FROM)\s/#
        for file in try SourceTree.files(under: "Sources/Marketplace", endingWith: ".swift") {
            let match = try sql.firstMatch(in: file.text)
            #expect(match == nil, "\(file.path) holds SQL")
        }
    }

    @Test("every migration file is numbered without a gap")
    func migrationsAreNumbered() throws {
        for module in ["Database", "Accounts", "Catalog", "Orders", "Delivery"] {
            let names = try SourceTree.files(under: "Sources/\(module)", endingWith: ".sql").map(\.name).sorted()
            for (index, name) in names.enumerated() {
                #expect(Int(name.prefix(4)) == index + 1, "Sources/\(module): \(name) is not number \(index + 1)")
            }
        }
    }

    @Test("nothing is marked unchecked or forced without a comment that proves it")
    func exceptionsAreExplained() throws {
        let marks = ["@unchecked Sendable", "try!", "nonisolated(unsafe)", "as!"]
        for file in try SourceTree.files(under: "Sources", endingWith: ".swift") {
            let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated() {
                guard let mark = marks.first(where: { line.contains($0) }),
                    !line.trimmingCharacters(in: .whitespaces).hasPrefix("//")
                else { continue }
                let neighbourhood = lines[max(0, index - 8)...index]
                #expect(neighbourhood.contains { $0.contains("//") }, "\(file.path):\(index + 1) has \(mark) without a comment")
            }
        }
    }
}
