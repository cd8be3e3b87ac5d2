import ArgumentParser
import Foundation

struct MilkRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "milk-run", abstract: "Shops whose goods are collected to a hub before they go to doors.",
        discussion: """
              dispatch-cli milk-run set buchhandlung --hub nord --by 13:00
            What is sold from then on goes over the hub where its window allows it and the tours have room for both ways; everything else,
            and what a milk run cannot take after all, goes from the shop to the door directly. Hot, chilled and frozen goods always do.
            """,
        subcommands: [MilkRunListCommand.self, MilkRunSetCommand.self, MilkRunRemoveCommand.self],
        defaultSubcommand: MilkRunListCommand.self)

    static let path = "/api/v1/dispatch/milk-runs"
}

private struct MilkRunResource: Codable, Sendable {
    var shop, shopName, hub, atHubBy: String
}

struct MilkRunListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Which shops are collected from.")
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let answer = try await connection.client().get(MilkRunCommand.path, as: List<MilkRunResource>.self)
        let output = Output.standardOutput
        if connection.json { return output.json(answer.json) }
        var table = Table([.left("SHOP"), .text("NAME"), .left("HUB"), .left("THERE BY")])
        for run in answer.value.items {
            table.append([Table.Cell(run.shop, .bold), Table.Cell(run.shopName), Table.Cell(run.hub), Table.Cell(run.atHubBy)])
        }
        table.write(to: output)
        if table.rows.isEmpty, output.isTerminal { output.line("Everything goes from its shop to the door directly.") }
    }
}

struct MilkRunSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "set", abstract: "Collect from a shop.")
    @Argument(help: "The shop's key.") var shop: String
    @Option(help: "Key of the hub where its goods are sorted.") var hub: String
    @Option(help: "Until when they have to be there, 13:00.") var by: String
    @OptionGroup var connection: ConnectionOptions

    private struct Body: Codable, Sendable {
        var hub, atHubBy: String
    }

    func run() async throws {
        let answer: APIClient.Answer<MilkRunResource> = try await connection.client().call(
            "PUT", "\(MilkRunCommand.path)/\(shop)", body: Body(hub: hub, atHubBy: by))
        if connection.json { return Output.standardOutput.json(answer.json) }
        Output.standardOutput.line(
            "What \(answer.value.shopName) sells from now on is at \(hub) by \(by), where its window allows it.")
    }
}

struct MilkRunRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Collect from a shop no more; what was sold before goes its way.")
    @Argument(help: "The shop's key.") var shop: String
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.client().callWithoutAnswer("DELETE", "\(MilkRunCommand.path)/\(shop)")
        Output.standardOutput.line("\(shop) is not collected from any more.")
    }
}
