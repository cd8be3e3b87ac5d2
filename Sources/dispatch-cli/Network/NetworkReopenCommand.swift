import ArgumentParser
import Foundation

/// Lifts a closure in the running service.
struct NetworkReopenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reopen", abstract: "Lift a closure in the running service before its end.")

    @Argument(help: "The closure, as `network closures` lists it; its first digits are enough.")
    var closure: String
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let client = try connection.client()
        let open = try await client.get("/api/v1/dispatch/closures", as: List<Closure>.self).value.items
        let meant = open.filter {
            $0.id.uuidString.lowercased().hasPrefix(closure.lowercased()) || $0.shortID == closure.lowercased()
        }
        guard let found = meant.first else { throw Failure.badInput("There is no closure \(closure) in force or to come.") }
        guard meant.count == 1 else { throw Failure.badInput("\(meant.count) closures begin with \(closure); give more of it.") }
        let answer = try await client.call(
            "DELETE", "/api/v1/dispatch/closures/\(found.id.uuidString.lowercased())", as: Closure.self)
        if connection.json { return Output.standardOutput.json(answer.json) }
        Output.standardOutput.line("Open again: \(answer.value.place), \(answer.value.reason).")
    }
}
