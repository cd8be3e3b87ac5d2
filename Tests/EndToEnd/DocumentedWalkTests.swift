import Database
import Foundation
import TestSupport
import Testing

/// `docs/first-day.md` is run as a reader would: its commands, in their order, in one shell.
@Suite("The documented walk", .serialized)
struct DocumentedWalkTests {
    @Test("every command of docs/first-day.md works, and what the page says of it is so")
    func firstDay() async throws {
        try await TestDatabase.withDatabase { database in
            let city = try RunningCity(databaseURL: database.configuration.url, orders: 12)
            defer { city.stop() }
            try await city.start()
            let page = try String(contentsOf: RunningCity.project.appendingPathComponent("docs/first-day.md"), encoding: .utf8)
            let sections = Self.sections(of: page)
            try #require(sections.count >= 8, "the page lost its sections")
            let outputs = try await city.walk(sections.map(\.commands))

            func output(_ title: String) throws -> String {
                let index = try #require(sections.firstIndex { $0.title.contains(title) }, "no section '\(title)'")
                return outputs[index]
            }
            let upload = try output("uploads its catalog")
            #expect(upload.contains("\"created\": 1") && upload.contains("\"refused\": 1"), "\(upload)")
            #expect(upload.contains("\"line\": 3") && upload.contains("neun Euro"), "\(upload)")
            #expect(try output("mistyped").contains("Satteltasche Herrngarten"))
            let order = try output("orders two")
            #expect(order.contains("\"state\": \"placed\"") && order.contains("7980"), "\(order)")
            let packed = try output("accepts and packs")
            #expect(packed.contains("\"accepted\"") && packed.contains("\"ready\""), "\(packed)")
            #expect(packed.hasSuffix("404\n"), "another shop's token must find nothing: \(packed)")
            #expect(try output("dispatcher plans").contains("feasible"))
            let assigned = try output("assigns riders")
            #expect(assigned.contains("Tour 1 has no rider now.") && assigned.contains(" covers "), "\(assigned)")
            #expect(assigned.contains("goes to the dentist") && assigned.contains("KG·KM"), "\(assigned)")
            let tour = try output("reads a tour")
            #expect(tour.contains("pickup") && tour.contains("\"arrival\""), "\(tour)")
            let seen = try output("sees when it comes")
            #expect(seen.contains("\"eta\": {") && seen.contains("\"from\": \"20"), "\(seen)")
        }
    }

    private struct Section {
        var title: String
        var commands: String
    }

    /// The shell blocks of a page by the headings that they stand under.
    private static func sections(of page: String) -> [Section] {
        var sections: [Section] = []
        var isCommand = false
        for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                isCommand = line == "```sh"
            } else if isCommand {
                sections[sections.count - 1].commands += line + "\n"
            } else if line.hasPrefix("#") {
                sections.append(Section(title: String(line), commands: ""))
            }
        }
        return sections
    }
}

extension RunningCity {
    /// Runs blocks of shell commands one after the other in one shell; the first that fails ends it.
    /// - Returns: what each block printed.
    func walk(_ blocks: [String]) async throws -> [String] {
        let place = try playground()
        let mark = "=== block \(UUID()) ==="
        let script =
            "set -eu -o pipefail\n"
            + blocks.joined(separator: "echo '\(mark)'\n").replacingOccurrences(of: "http://127.0.0.1:8080", with: address)
        let file = place.appendingPathComponent("walk.sh")
        try Data(script.utf8).write(to: file)
        let result = try await run(URL(fileURLWithPath: "/bin/bash"), [file.path], in: place)
        try #require(result.code == 0, "the walk stopped with \(result.code): \(result.error)\n\(result.output)")
        return result.output.components(separatedBy: mark + "\n")
    }
}
