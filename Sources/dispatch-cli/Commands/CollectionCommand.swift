import ArgumentParser
import Foundation

struct CollectionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "collection", abstract: "Have returns and empties fetched of what was delivered.",
        discussion: """
              dispatch-cli collection add S-000123 --window 16:00                 a return, fetched between 16 and 18 o'clock
              dispatch-cli collection add S-000123 --window 16:00 --reason empties --parcels 2
              dispatch-cli collection cancel S-000210                             not fetched any more
            Shoppers ask for the same on their order's page. What is to be fetched stands among the shipments.
            """,
        subcommands: [CollectionAddCommand.self, CollectionCancelCommand.self])

    static let path = "/api/v1/dispatch/collections"
}

/// What the service answers about something to be fetched.
private struct FetchedGoods: Codable, Sendable {
    var number, shopName, state: String
    var windowStart, windowEnd: Date
}

struct CollectionAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Fetch something of a shipment that was delivered, and bring it to its shop.")
    @Argument(help: "The number of the shipment that was delivered.") var shipment: String
    @Option(help: "When the delivery window begins in which it is fetched, 16:00.") var window: String
    @Option(help: "return: goods go back; empties: deposit bottles and reusable boxes.") var reason = "return"
    @Option(help: "How many parcels, bags or crates.") var parcels = 1
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    private struct Wish: Codable, Sendable {
        var shipment, reason, window: String
        var parcels: Int
    }

    func validate() throws {
        guard ["return", "empties"].contains(reason) else { throw ValidationError("--reason is return or empties.") }
        guard (1...10).contains(parcels) else { throw ValidationError("--parcels is 1 to 10.") }
    }

    func run() async throws {
        let client = try connection.client()
        let wish = Wish(
            shipment: try ShipmentName.number(shipment), reason: reason,
            window: try await day.window(beginning: window, by: client), parcels: parcels)
        let answer: APIClient.Answer<FetchedGoods> = try await client.call("POST", CollectionCommand.path, body: wish)
        if connection.json { return Output.standardOutput.json(answer.json) }
        let span = Format.span(answer.value.windowStart, answer.value.windowEnd)
        Output.standardOutput.line(
            "\(answer.value.number) is fetched \(span) and brought to \(answer.value.shopName). The next plan has it.")
    }
}

struct CollectionCancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Call a collection off before the bike has been there.")
    @Argument(help: "The collection's own number.") var number: String
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let number = try ShipmentName.number(number)
        try await connection.client().callWithoutAnswer("DELETE", "\(CollectionCommand.path)/\(number)")
        Output.standardOutput.line("\(number) is not fetched any more.")
    }
}
