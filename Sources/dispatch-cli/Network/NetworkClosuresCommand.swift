import ArgumentParser
import Foundation

/// What is closed in the running service.
struct NetworkClosuresCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "closures", abstract: "List the streets that are closed or slow in the running service.")

    @Flag(help: "Those that are over or were lifted, too.")
    var past = false
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let answer = try await connection.client().get(
            "/api/v1/dispatch/closures", query: ["past": past ? "true" : nil], as: List<Closure>.self)
        if connection.json { return Output.standardOutput.json(answer.json) }
        guard !answer.value.items.isEmpty else { return Output.standardOutput.line("No street is closed.") }
        var table = Table([.left("CLOSURE"), .left("WHAT"), .left("WHERE"), .left("FROM"), .left("UNTIL"), .text("WHY")])
        for closure in answer.value.items {
            table.append([
                Table.Cell(closure.shortID, .bold), Table.Cell(closure.effect), Table.Cell(closure.place),
                Table.Cell(Format.dayAndTime(closure.from)), Table.Cell(closure.end), Table.Cell(closure.reason),
            ])
        }
        table.write(to: .standardOutput)
    }
}
